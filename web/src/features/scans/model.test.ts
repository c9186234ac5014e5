import { describe, expect, it } from "vitest";
import type { ScanItem, ScanItemState } from "../../lib/api-model.ts";
import { BY_SCORE, moved, ranksOf, readSort, sorted, summarise, validUntil, writeSort } from "./model.ts";

const item = (position: number, state: ScanItemState, more: Partial<ScanItem> = {}): ScanItem => ({
  position,
  symbol: `C${position}/USDT`,
  state,
  planId: null,
  version: null,
  action: null,
  score: null,
  price: null,
  pullback: null,
  breakout: null,
  rr: null,
  note: null,
  error: null,
  ...more,
});
const symbols = (items: readonly ScanItem[]) => items.map((each) => each.symbol);

describe("the order of a scan's coins", () => {
  const items = [
    item(0, "failed"),
    item(1, "done", { score: 28, rr: null, action: "WAIT" }),
    item(2, "queued"),
    item(3, "done", { score: 41, rr: 1.2, action: "TRADE" }),
    item(4, "running"),
    item(5, "done", { score: 36, rr: 2.4, action: "TRADE" }),
    item(6, "refused"),
  ];

  it("puts finished ones by score, then what is under way, then what came to nothing", () => {
    expect(symbols(sorted(items, BY_SCORE))).toEqual(["C3/USDT", "C5/USDT", "C1/USDT", "C4/USDT", "C2/USDT", "C0/USDT", "C6/USDT"]);
  });

  it("puts a coin without a figure last when the largest come first", () => {
    expect(symbols(sorted(items, { key: "rr", up: false })).slice(0, 3)).toEqual(["C5/USDT", "C3/USDT", "C1/USDT"]);
  });

  it("keeps the place by score whatever the table is sorted by", () => {
    expect(ranksOf(items)).toEqual(new Map([[3, 1], [5, 2], [1, 3]]));
  });

  it("turns a column around without moving the coins that have no figures", () => {
    expect(symbols(sorted(items, { key: "symbol", up: true })).slice(2)).toEqual(["C5/USDT", "C4/USDT", "C2/USDT", "C0/USDT", "C6/USDT"]);
    expect(symbols(sorted(items, { key: "symbol", up: false }))[0]).toBe("C5/USDT");
  });

  it("counts verdicts, names the best trade and what was left out", () => {
    const { verdicts, best, failed, refused } = summarise(items);
    expect(verdicts).toEqual({ TRADE: 2, WAIT: 1, NO_TRADE: 0 });
    expect(best?.symbol).toBe("C3/USDT");
    expect([symbols(failed), symbols(refused)]).toEqual([["C0/USDT"], ["C6/USDT"]]);
  });

  it("has no best coin where none is worth taking, however high a waiting one scores", () => {
    expect(summarise([item(0, "done", { score: 49, action: "WAIT" })]).best).toBeNull();
  });
});

describe("the order in the address", () => {
  it("is left out where it is the usual one", () => {
    expect(writeSort(BY_SCORE)).toBeNull();
    expect(writeSort({ key: "score", up: true })).toBe("score");
  });

  it("comes back as it was written, and nonsense is the usual one", () => {
    expect(readSort("-rr")).toEqual({ key: "rr", up: false });
    expect(readSort("symbol")).toEqual({ key: "symbol", up: true });
    expect(readSort("-nothing")).toEqual(BY_SCORE);
    expect(readSort(undefined)).toEqual(BY_SCORE);
  });
});

describe("the plans of a scan", () => {
  it("hold for one candle of the largest timeframe from the last close of the smallest", () => {
    const until = validUntil({ createdAt: "2026-03-13T04:22:10Z", timeframes: ["4h", "1h", "15m"] });
    expect(new Date(until).toISOString()).toBe("2026-03-13T08:15:00.000Z");
  });
});

describe("moving a coin", () => {
  it("takes it out and puts it at its new place", () => {
    expect(moved(["a", "b", "c", "d"], 0, 2)).toEqual(["b", "c", "a", "d"]);
    expect(moved(["a", "b", "c", "d"], 3, 0)).toEqual(["d", "a", "b", "c"]);
  });
});
