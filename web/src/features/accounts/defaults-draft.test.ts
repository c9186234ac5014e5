import { describe, expect, it } from "vitest";
import type { Preferences } from "../../lib/api-model.ts";
import { changeOf, draftOf, parseHour, problemsOf } from "./defaults-draft.ts";

const kept: Preferences = {
  venue: "sandbox",
  timeframes: ["4h", "1h", "15m"],
  riskPct: 0.5,
  mode: "auto",
  tp3: false,
  equity: 12345.6,
  currency: "USDT",
  tradingHours: { from: "07:00", to: "23:30" },
  strictGates: true,
};

describe("the analysis defaults", () => {
  it("come back from editing as they were, in both languages", () => {
    for (const language of ["id", "en"] as const) {
      const { venue: _venue, ...rest } = kept;
      expect(changeOf(draftOf(kept, language), language)).toEqual(rest);
      expect(problemsOf(draftOf(kept, language), language).size).toBe(0);
    }
    expect(draftOf(kept, "id")).toMatchObject({ riskPct: "0,5", equity: "12345,6", from: "07.00" });
  });

  it("say which field is wrong", () => {
    const draft = draftOf(kept, "id");
    expect(problemsOf({ ...draft, riskPct: "6" }, "id")).toEqual(new Set(["risk"]));
    expect(problemsOf({ ...draft, riskPct: "0,01", equity: "0" }, "id")).toEqual(new Set(["risk", "equity"]));
    expect(problemsOf({ ...draft, from: "25", to: "8" }, "id")).toEqual(new Set(["hours"]));
    expect(problemsOf({ ...draft, from: "7", to: "07.00" }, "id")).toEqual(new Set(["hours"]));
    expect(problemsOf({ ...draft, hoursOn: false, from: "" }, "id").size).toBe(0);
  });

  it("send null for the whole day", () => {
    expect(changeOf({ ...draftOf(kept, "id"), hoursOn: false }, "id").tradingHours).toBeNull();
  });

  it("read hours as people write them", () => {
    expect(["7", "07.30", "7:05", "23:59"].map(parseHour)).toEqual(["07:00", "07:30", "07:05", "23:59"]);
    expect(["24:00", "7:60", "", "noon", "7:5"].map(parseHour)).toEqual([null, null, null, null, null]);
  });
});
