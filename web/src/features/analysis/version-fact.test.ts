import { describe, expect, it } from "vitest";
import type { PlanSummary } from "../../lib/api-model.ts";
import { Format } from "../../lib/format.ts";
import { versionFact } from "./version-fact.ts";

const format = new Format("id", "Asia/Jakarta");
const at = (text: string) => Date.parse(`2024-03-14T${text}Z`);
const row: PlanSummary = {
  planId: "1",
  version: 3,
  symbol: "BTC/USDT",
  venue: "sandbox",
  timeframes: ["4h", "1h", "15m"],
  action: "WAIT",
  score: 31,
  price: 72_726,
  createdAt: "2024-03-14T01:30:00Z",
  validUntil: "2024-03-14T05:30:00Z",
  pullback: [72_680, 72_520],
  breakout: null,
  note: "Gerbang BTC tertutup",
  outcome: null,
};
const known = { row, newest: false, moment: at("02:00:00"), format };

describe("the fact at the end of a version's line", () => {
  it("is for the newest how long it holds, and that it is over", () => {
    expect(versionFact({ ...known, newest: true })).toEqual({ word: "validTo", time: "12.30 WIB" });
    const over = versionFact({ ...known, newest: true, moment: at("06:00:00") });
    expect(over).toEqual({ word: "overAt", time: "12.30" });
  });

  it("is for an older one what stood in its way", () => {
    expect(versionFact(known)).toEqual({ word: "note", note: "Gerbang BTC tertutup" });
    expect(versionFact({ ...known, moment: at("09:00:00") })).toEqual({ word: "note", note: "Gerbang BTC tertutup" });
  });

  it("is before all what became of it, with the day where that was not today", () => {
    const outcome = { leg: "pullback", state: "invalidated", at: "2024-03-14T04:00:00Z", final: true, result: -1 } as const;
    expect(versionFact({ ...known, row: { ...row, outcome } })).toEqual({ word: "invalidated", time: "11.00", result: -1 });
    const later = Date.parse("2024-03-15T04:00:00Z");
    expect(versionFact({ ...known, row: { ...row, outcome }, newest: true, moment: later })).toEqual({
      word: "invalidated",
      time: "14 Mar 11.00",
      result: -1,
    });
  });

  it("tells of an entry that was reached and of time that is over only where the plan was to be taken", () => {
    const touched = { leg: "pullback", state: "touched", at: "2024-03-14T01:45:00Z", final: false, result: null } as const;
    const expired = { ...touched, state: "expired", at: "2024-03-14T05:30:00Z", final: true } as const;
    for (const outcome of [touched, expired]) {
      expect(versionFact({ ...known, row: { ...row, outcome } })).toEqual({ word: "note", note: row.note });
      const trade = { ...row, action: "TRADE" as const, outcome };
      expect(versionFact({ ...known, row: trade })).toMatchObject({ word: outcome.state, result: null });
    }
  });

  it("says of a plan without a resolved outcome that its time is over", () => {
    const waiting = { leg: "pullback", state: "waiting", at: null, final: false, result: null } as const;
    const trade = { ...row, action: "TRADE" as const, outcome: waiting };
    expect(versionFact({ ...known, row: trade, moment: at("06:00:00") })).toEqual({ word: "overAt", time: "12.30" });
  });
});
