import { onlineManager } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { serverNow } from "./clock.ts";

/** Since when the server cannot be reached, in ms; null while it can. */
let brokenSince: number | null = null;
const listeners = new Set<() => void>();

function set(next: number | null): void {
  if ((next === null) === (brokenSince === null)) return;
  brokenSince = next;
  for (const listener of listeners) listener();
}

/** Whoever talks to the server reports how it went. */
export function reportReached(): void {
  set(null);
}

export function reportUnreachable(): void {
  set(serverNow());
}

onlineManager.subscribe((online) => {
  if (!online) reportUnreachable();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useBrokenSince(): number | null {
  return useSyncExternalStore(subscribe, () => brokenSince);
}
