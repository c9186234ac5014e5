import { useSyncExternalStore } from "react";

/**
 * The present moment is the server's, not the device's: countdowns, ages and validity are right on a phone whose clock
 * is wrong. Every answer of the server carries its time; what is kept is how far it is from the device's clock.
 */

/** The device's clock; tests hand in another. */
let readDevice: () => number = () => Date.now();
/** The server's clock minus the device's, in ms, and by how much that may be wrong. */
let offset = 0;
let unsure = Infinity;
let current = readDevice();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** No estimate is surer than this, so that new answers always count for something. */
const SUREST = 20;
/** Two estimates that differ by more than both may be wrong, and by this: somebody set a clock. */
const CLOCK_WAS_SET = 500;

export function serverNow(): number {
  return readDevice() + offset;
}

/** The device's own clock, for measuring how long an answer took. */
export function deviceNow(): number {
  return readDevice();
}

/** A moment that somebody took from the device's clock, as the server would have called it. */
export function asServerTime(deviceMoment: number): number {
  return deviceMoment + offset;
}

/**
 * Learn from one answer: the server said it was `stamp` (ms) between the device's `sentAt` and `receivedAt`. Quick
 * answers tell more than slow ones.
 */
export function learnServerTime(stamp: number, sentAt: number, receivedAt: number): void {
  const half = Math.max(0, receivedAt - sentAt) / 2;
  if (!Number.isFinite(stamp)) return;
  const heard = stamp - (sentAt + half);
  const before = offset;
  if (Math.abs(heard - offset) > half + unsure + CLOCK_WAS_SET || unsure === Infinity) {
    offset = heard;
    unsure = Math.max(SUREST, half);
  } else {
    const weight = unsure / (unsure + Math.max(1, half));
    offset += (heard - offset) * weight;
    unsure = Math.max(SUREST, unsure * (1 - weight));
  }
  if (Math.abs(offset - before) >= CLOCK_WAS_SET) tick();
}

/** For tests: another device clock, and nothing learnt about the server's. */
export function setDeviceClock(source: () => number): void {
  readDevice = source;
  offset = 0;
  unsure = Infinity;
  current = serverNow();
}

function tick(): void {
  current = serverNow();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    current = serverNow();
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
