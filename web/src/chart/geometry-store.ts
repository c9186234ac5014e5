import type { ChartGeometry } from "./chart-model.ts";

/** Carries heights from the chart to the ladder on every repaint, past React. */
export interface GeometryStore {
  get: () => ChartGeometry | null;
  set: (geometry: ChartGeometry) => void;
  subscribe: (listener: (geometry: ChartGeometry) => void) => () => void;
}

export function createGeometryStore(): GeometryStore {
  let current: ChartGeometry | null = null;
  const listeners = new Set<(geometry: ChartGeometry) => void>();
  return {
    get: () => current,
    set: (geometry) => {
      if (current && same(current, geometry)) return;
      current = geometry;
      for (const listener of listeners) listener(geometry);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      if (current) listener(current);
      return () => listeners.delete(listener);
    },
  };
}

function same(a: ChartGeometry, b: ChartGeometry): boolean {
  return (
    a.plotRight === b.plotRight &&
    a.plotBottom === b.plotBottom &&
    a.heights.length === b.heights.length &&
    a.heights.every((height, i) => height === b.heights[i])
  );
}
