import { describe, expect, it } from "vitest";
import { sampleCandles, samplePayload } from "./sample.ts";
import { isStale, standingOf } from "./staleness.ts";

const plan = samplePayload();
const soon = Date.parse("2024-03-14T13:00:00Z");
const after = (...bars: [number, number, number][]) => sampleCandles("2024-03-14T12:00:00Z", bars);

describe("what became of a plan", () => {
  it("is fresh while nothing happened, and without candles", () => {
    expect(standingOf(plan, after([1005, 1012, 1008]), soon)).toEqual({ kind: "fresh" });
    expect(standingOf(plan, null, soon)).toEqual({ kind: "fresh" });
  });

  it("ignores candles from before it was made", () => {
    const earlier = sampleCandles("2024-03-14T11:30:00Z", [
      [900, 1100, 950],
      [900, 1100, 950],
      [1005, 1012, 1008],
    ]);
    expect(standingOf(plan, earlier, soon)).toEqual({ kind: "fresh" });
  });

  it("is touched from the close of the candle that reached the first entry", () => {
    const standing = standingOf(plan, after([1005, 1012, 1008], [1000, 1009, 1004]), soon);
    expect(standing).toEqual({ kind: "touched", at: Date.parse("2024-03-14T12:30:00Z") });
    expect(isStale(standing)).toBe(false);
  });

  it("is left behind when the first target came before the entry, and says how far price is away", () => {
    const standing = standingOf(plan, after([1005, 1022, 1018]), soon);
    expect(standing.kind).toBe("ranAway");
    expect(standing).toMatchObject({ away: expect.closeTo(0.018) });
    expect(isStale(standing)).toBe(true);
  });

  it("runs on when price went to the target and came back to the entry", () => {
    expect(standingOf(plan, after([1005, 1022, 1018], [999, 1018, 1001]), soon).kind).toBe("touched");
  });

  it("is invalidated by a close, not by a wick", () => {
    expect(standingOf(plan, after([980, 1010, 995]), soon).kind).toBe("touched");
    const standing = standingOf(plan, after([980, 1010, 995], [980, 996, 989]), soon);
    expect(standing).toEqual({ kind: "invalidated", at: Date.parse("2024-03-14T12:30:00Z") });
  });

  it("waits for the hour where the invalidation is on 1h", () => {
    const hourly = samplePayload({ pullback: { ...plan.pullback!, invalidation: { price: 990, timeframe: "1h" } } });
    const bars: [number, number, number][] = [
      [980, 1000, 985],
      [980, 1000, 985],
      [980, 1000, 985],
    ];
    expect(standingOf(hourly, after(...bars), soon).kind).toBe("touched");
    expect(standingOf(hourly, after(...bars, [980, 1000, 985]), soon).kind).toBe("invalidated");
  });

  it("runs out of time, and what happened afterwards no longer counts", () => {
    const end = Date.parse(plan.validUntil);
    expect(standingOf(plan, after([1005, 1012, 1008]), end)).toEqual({ kind: "expired", at: end });
    const late = sampleCandles("2024-03-14T16:00:00Z", [[900, 1000, 950]]);
    expect(standingOf(plan, late, end + 3_600_000).kind).toBe("expired");
  });

  it("without a pullback can only run out of time", () => {
    const none = samplePayload({ pullback: null });
    expect(standingOf(none, after([900, 1100, 950]), soon)).toEqual({ kind: "fresh" });
  });
});
