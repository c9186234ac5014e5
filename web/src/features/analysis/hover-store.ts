import type { Bar } from "../../chart/chart-model.ts";

/** The bar that is read out above the chart; it changes with every pixel of the crosshair, so React stays out of it. */
export interface HoverStore {
  set: (bar: Bar | null) => void;
  subscribe: (listener: (bar: Bar | null) => void) => () => void;
}

export function createHoverStore(): HoverStore {
  let current: Bar | null = null;
  const listeners = new Set<(bar: Bar | null) => void>();
  return {
    set: (bar) => {
      current = bar;
      for (const listener of listeners) listener(bar);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      listener(current);
      return () => listeners.delete(listener);
    },
  };
}
