import type { TakenTrade } from "../../lib/api-model.ts";

/** So many closed trades are needed before a rate says anything; below it is luck. */
export const ENOUGH = 20;

/** Open positions first, then the newest ones. */
export function inOrder(trades: readonly TakenTrade[]): { open: TakenTrade[]; closed: TakenTrade[] } {
  const newest = (moment: (trade: TakenTrade) => string) => (a: TakenTrade, b: TakenTrade) =>
    moment(b).localeCompare(moment(a));
  return {
    open: trades.filter((trade) => trade.exitPrice === null).sort(newest((trade) => trade.takenAt)),
    closed: trades
      .filter((trade) => trade.exitPrice !== null)
      .sort(newest((trade) => trade.closedAt ?? trade.takenAt)),
  };
}

export interface Range {
  mean: number;
  low: number;
  high: number;
  count: number;
}

/** The 95 % range of the mean by Student's t; null with fewer than two values. */
export function rangeOf(values: readonly number[]): Range | null {
  const count = values.length;
  if (count < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = studentT(count - 1) * Math.sqrt(variance / count);
  return { mean, low: mean - half, high: mean + half, count };
}

const FEW_DEGREES = [12.706, 4.303, 3.182, 2.776];

/** The two-sided 95 % point of Student's t: tabled up to four degrees of freedom, then Cornish and Fisher's expansion. */
export function studentT(degrees: number): number {
  const z = 1.959964;
  const tabled = FEW_DEGREES[degrees - 1];
  if (tabled !== undefined) return tabled;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}

export type Judgement = "none" | "few" | "zero" | "above" | "below";

/** What may honestly be said of so many closed trades. */
export function judge(closed: number, range: Range | null): Judgement {
  if (closed === 0) return "none";
  if (closed < ENOUGH || range === null) return "few";
  if (range.low > 0) return "above";
  return range.high < 0 ? "below" : "zero";
}
