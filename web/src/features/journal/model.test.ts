import { describe, expect, it } from "vitest";
import type { TakenTrade } from "../../lib/api-model.ts";
import { inOrder, judge, rangeOf, studentT } from "./model.ts";

const trade = (id: string, takenAt: string, closedAt: string | null = null): TakenTrade => ({
  id,
  planId: id,
  planVersion: 1,
  action: "TRADE",
  score: 41,
  symbol: "BTC/USDT",
  venue: "sandbox",
  leg: "pullback",
  price: 100,
  quantity: 1,
  takenAt,
  exitPrice: closedAt === null ? null : 110,
  closedAt,
  invalidatedAt: null,
  result: closedAt === null ? null : 10,
  resultR: closedAt === null ? null : 1,
});

describe("the journal's order", () => {
  it("has open positions before closed ones, the newest first", () => {
    const trades = [
      trade("early", "2024-03-01T00:00:00Z"),
      trade("first out", "2024-03-02T00:00:00Z", "2024-03-05T00:00:00Z"),
      trade("last out", "2024-03-01T00:00:00Z", "2024-03-06T00:00:00Z"),
      trade("late", "2024-03-04T00:00:00Z"),
    ];
    const { open, closed } = inOrder(trades);
    expect(open.map((each) => each.id)).toEqual(["late", "early"]);
    expect(closed.map((each) => each.id)).toEqual(["last out", "first out"]);
  });
});

describe("the 95 % range of the mean", () => {
  it("is that of Student's t", () => {
    // The tables: 2.571 with 5, 2.093 with 19, 1.984 with 99 degrees of freedom.
    expect(studentT(5)).toBeCloseTo(2.571, 2);
    expect(studentT(19)).toBeCloseTo(2.093, 3);
    expect(studentT(99)).toBeCloseTo(1.984, 3);
    const range = rangeOf([1, 2, 3, 4, 5, 6]);
    expect(range?.mean).toBe(3.5);
    expect(range?.low).toBeCloseTo(3.5 - (2.571 * Math.sqrt(3.5)) / Math.sqrt(6), 2);
  });

  it("does not exist for a single trade", () => {
    expect(rangeOf([1])).toBeNull();
  });
});

describe("what may be said", () => {
  const range = (low: number, high: number) => ({ mean: (low + high) / 2, low, high, count: 30 });

  it("is nothing while there are few trades, however good they were", () => {
    expect(judge(0, null)).toBe("none");
    expect(judge(19, range(0.5, 1))).toBe("few");
  });

  it("depends on where zero lies", () => {
    expect(judge(20, range(-0.1, 0.6))).toBe("zero");
    expect(judge(20, range(0.1, 0.6))).toBe("above");
    expect(judge(20, range(-0.6, -0.1))).toBe("below");
  });
});
