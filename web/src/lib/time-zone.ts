import { useSyncExternalStore } from "react";

let zone = "Asia/Jakarta";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The zone that moments are shown in; an unknown name is not taken. */
export function setTimeZone(name: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    return;
  }
  if (name === zone) return;
  zone = name;
  for (const listener of listeners) listener();
}

export function useTimeZone(): string {
  return useSyncExternalStore(subscribe, () => zone);
}
