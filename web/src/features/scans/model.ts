import { timeframeMs } from "../../chart/chart-model.ts";
import type { Scan, ScanItem, ScanItemState } from "../../lib/api-model.ts";
import type { Action } from "../../ui/status-chip.tsx";

/** Until when the plans of a scan hold: for one candle of the largest timeframe, from the last close of the smallest. */
export function validUntil({ createdAt, timeframes }: Pick<Scan, "createdAt" | "timeframes">): number {
  const [largest = "4h"] = timeframes;
  const made = Date.parse(createdAt);
  return made - (made % timeframeMs(timeframes.at(-1) ?? largest)) + timeframeMs(largest);
}

export interface ScanOptions {
  preset: string;
  riskPct: number;
  mode: string;
  tp3: boolean;
}

/** A scan and a list may hold this many coins. */
export const MOST_SYMBOLS = 50;

const STATE_ORDER: readonly ScanItemState[] = ["done", "running", "queued", "failed", "refused", "cancelled"];

export const SORTS = ["score", "symbol", "action", "price", "rr"] as const;
export type SortKey = (typeof SORTS)[number];
export interface Sort {
  key: SortKey;
  up: boolean;
}
export const BY_SCORE: Sort = { key: "score", up: false };

const VERDICTS: readonly (Action | null)[] = ["TRADE", "WAIT", "NO_TRADE"];

/** How a column begins when its header is pressed first: names from A, figures from the largest. */
export function firstDirection(key: SortKey): boolean {
  return key === "symbol" || key === "action";
}

/** `-score` or `symbol`, as the address remembers it. */
export function readSort(text: string | undefined): Sort {
  const key = SORTS.find((known) => known === text?.replace(/^-/, ""));
  return key ? { key, up: !text?.startsWith("-") } : BY_SCORE;
}

export function writeSort({ key, up }: Sort): string | null {
  return key === BY_SCORE.key && up === BY_SCORE.up ? null : `${up ? "" : "-"}${key}`;
}

function compare(a: ScanItem, b: ScanItem, key: SortKey): number {
  if (key === "symbol") return a.symbol.localeCompare(b.symbol);
  if (key === "action") return VERDICTS.indexOf(a.action) - VERDICTS.indexOf(b.action);
  return (a[key] ?? -Infinity) - (b[key] ?? -Infinity);
}

/** The place of each coin by its score: 1 is the best. Equal scores stand as the server has them. */
export function ranksOf(items: readonly ScanItem[]): Map<number, number> {
  const done = items.filter((item) => item.state === "done");
  const best = [...done].sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  return new Map(best.map((item, index) => [item.position, index + 1]));
}

/** Finished coins as asked for, then those under way, then those that came to nothing. */
export function sorted(items: readonly ScanItem[], { key, up }: Sort): ScanItem[] {
  const place = (item: ScanItem) => STATE_ORDER.indexOf(item.state);
  return items
    .map((item, index) => ({ item, index }))
    .sort((a, b) => {
      const apart = place(a.item) - place(b.item);
      if (apart !== 0) return apart;
      const order = a.item.state === "done" ? compare(a.item, b.item, key) * (up ? 1 : -1) : 0;
      return order || a.index - b.index;
    })
    .map(({ item }) => item);
}

export interface Summary {
  verdicts: Record<Action, number>;
  best: ScanItem | null;
  failed: ScanItem[];
  refused: ScanItem[];
}

/** How many of each verdict, which one is the best, and what came to nothing. */
export function summarise(items: readonly ScanItem[]): Summary {
  const verdicts = { TRADE: 0, WAIT: 0, NO_TRADE: 0 };
  let best: ScanItem | null = null;
  for (const item of items) {
    if (item.state !== "done" || item.action === null) continue;
    verdicts[item.action] += 1;
    if (item.action === "TRADE" && (best === null || (item.score ?? 0) > (best.score ?? 0))) best = item;
  }
  return {
    verdicts,
    best,
    failed: items.filter((item) => item.state === "failed"),
    refused: items.filter((item) => item.state === "refused"),
  };
}

/** Move one entry of a list to another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
