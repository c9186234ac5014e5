import { useSyncExternalStore } from "react";

/** Where the page takes the present moment from; tests hand in another. */
let readNow: () => number = () => Date.now();
let current = readNow();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

export function now(): number {
  return readNow();
}

export function setNow(source: () => number): void {
  readNow = source;
  current = readNow();
}

function tick(): void {
  current = readNow();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    current = readNow();
    timer = setInterval(tick, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present moment in milliseconds, new every `stepMs` (one second at least). */
export function useNow(stepMs = 1000): number {
  return useSyncExternalStore(subscribe, () => Math.floor(current / stepMs) * stepMs);
}
