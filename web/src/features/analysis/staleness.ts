import { timeframeMs, type ChartColumns } from "../../chart/chart-model.ts";
import { indexAt } from "../../chart/time-grid.ts";
import type { Payload } from "./payload.ts";

/** What became of a plan since it was made. */
export type Standing =
  | { kind: "fresh" }
  /** The first entry was reached, at that moment; the plan is running, not stale. */
  | { kind: "touched"; at: number }
  /** Its last candle closed on the wrong side. */
  | { kind: "invalidated"; at: number }
  /** Its time is over. */
  | { kind: "expired"; at: number }
  /** Price got to the first target without ever coming to the entry. `away` is how far above it is now. */
  | { kind: "ranAway"; away: number };

/** Whether size and entries may still be shown as something to do. */
export function isStale(standing: Standing): boolean {
  return standing.kind === "invalidated" || standing.kind === "expired" || standing.kind === "ranAway";
}

/**
 * Judge a plan by the closed candles of its smallest timeframe since it was made. Only the pullback can be left behind;
 * a breakout that runs is a breakout that was filled. Without candles only its time can run out.
 */
export function standingOf(payload: Payload, columns: ChartColumns | null, now: number): Standing {
  const { pullback } = payload;
  const validUntil = Date.parse(payload.validUntil);
  const since = columns && pullback ? sincePlan(payload, columns) : [];
  let touched: number | null = null;
  let ran = false;
  for (const bar of since) {
    if (!pullback || bar.closedAt > validUntil) break;
    const first = pullback.entries[0]?.price ?? -Infinity;
    const target = pullback.targets[0]?.price ?? Infinity;
    if (touched === null && bar.low <= first) touched = bar.closedAt;
    if (bar.closedAt % timeframeMs(pullback.invalidation.timeframe) === 0 && bar.close < pullback.invalidation.price) {
      return { kind: "invalidated", at: bar.closedAt };
    }
    if (touched === null && bar.high >= target) ran = true;
  }
  if (now >= validUntil) return { kind: "expired", at: validUntil };
  if (touched !== null) return { kind: "touched", at: touched };
  const price = since.at(-1)?.close ?? payload.price;
  const first = pullback?.entries[0]?.price;
  if (ran && first !== undefined && price > first) return { kind: "ranAway", away: price / first - 1 };
  return { kind: "fresh" };
}

interface Since {
  closedAt: number;
  high: number;
  low: number;
  close: number;
}

function sincePlan(payload: Payload, columns: ChartColumns): Since[] {
  const step = timeframeMs(payload.timeframes.at(-1) ?? "15m");
  const from = Math.max(0, Math.ceil(indexAt(columns.ts, step, Date.parse(payload.at)) - 1e-9));
  return columns.ts.slice(from).map((ts, i) => ({
    closedAt: ts + step,
    high: columns.high[from + i] ?? NaN,
    low: columns.low[from + i] ?? NaN,
    close: columns.close[from + i] ?? NaN,
  }));
}
