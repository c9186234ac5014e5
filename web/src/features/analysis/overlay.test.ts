import { describe, expect, it } from "vitest";
import { Format } from "../../lib/format.ts";
import { barsOfBox, buildOverlay, olderPlan } from "./overlay.ts";
import { sampleCandles, samplePayload } from "./sample.ts";

const format = new Format("en", "UTC");
const inside: [number, number, number] = [995, 1015, 1005];
const outside: [number, number, number] = [1050, 1060, 1055];
const at = Date.parse("2024-03-14T12:00:00Z");
const box = { low: 990, high: 1020 };

describe("an analysis on the chart", () => {
  it("names zones by rank and sources", () => {
    const overlay = buildOverlay(samplePayload(), {
      rungs: [],
      format,
      timeframe: "15m",
      boxWord: "Box",
      columns: null,
      older: [], events: [],
    });
    expect(overlay.zones.map((zone) => zone.label)).toEqual(["R1 · 4h", "S1 · 1h EMA20 + 15m box"]);
    expect(overlay.box?.label).toBe("Box 990.00–1,020");
  });

  it("draws no box on larger candles than its own", () => {
    const overlay = buildOverlay(samplePayload(), {
      rungs: [],
      format,
      timeframe: "1h",
      boxWord: "Box",
      columns: null,
      older: [], events: [],
    });
    expect(overlay.box).toBeNull();
  });

  it("lets a box reach back as long as candles closed inside it", () => {
    const candles = sampleCandles("2024-03-14T10:45:00Z", [inside, outside, inside, inside, inside]);
    expect(barsOfBox(candles, { box, step: 900_000, at })).toBe(3);
  });

  it("still knows a box that price has just left, and forgets one it left long ago", () => {
    const left = sampleCandles("2024-03-14T11:00:00Z", [inside, inside, outside, outside]);
    expect(barsOfBox(left, { box, step: 900_000, at })).toBe(4);
    const never = sampleCandles("2024-03-14T11:00:00Z", [outside, outside, outside, outside]);
    expect(barsOfBox(never, { box, step: 900_000, at })).toBe(0);
  });

  it("names the lines of an earlier plan by its version", () => {
    const labels = olderPlan(samplePayload(), 2, format).lines.map((line) => line.label);
    expect(labels).toContain("v2 PB1 1,000");
    expect(labels).toContain("v2 Inv 990.00");
    expect(olderPlan(samplePayload({ pullback: null, breakout: null }), 2, format).lines).toEqual([]);
  });
});
