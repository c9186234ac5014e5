import type { Bar, ChartColumns } from "./chart-model.ts";

/** One bar out of the columns; null where there is none. */
export function barAt(columns: ChartColumns | null, index: number): Bar | null {
  const i = Math.round(index);
  const ts = columns?.ts[i];
  if (!columns || ts === undefined) return null;
  const value = (name: "open" | "high" | "low" | "close" | "volume") => columns[name][i] ?? NaN;
  return {
    ts,
    open: value("open"),
    high: value("high"),
    low: value("low"),
    close: value("close"),
    volume: value("volume"),
  };
}
