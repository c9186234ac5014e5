import { describe, expect, it } from "vitest";
import { samplePayload } from "./sample.ts";
import { sizeLeg, splitQuantity } from "./sizing.ts";

describe("the size of a plan", () => {
  it("splits the quantity by share and loses nothing to rounding", () => {
    expect(splitQuantity(0.05847, [0.6, 0.4])).toEqual([0.03508, 0.02339]);
    expect(splitQuantity(1, [0.6, 0.4])).toEqual([1, 0]);
    expect(splitQuantity(0.1, [0.33, 0.33, 0.34]).reduce((sum, part) => sum + part, 0)).toBeCloseTo(0.1, 12);
  });

  it("prices every rung and averages by what is really bought", () => {
    const sizing = sizeLeg(samplePayload(), "pullback");
    expect(sizing?.rows.map((row) => [row.name, row.quantity])).toEqual([
      ["PB1", 0.2],
      ["PB2", 0.133],
    ]);
    expect(sizing?.average.cost).toBeCloseTo(0.2 * 1000 + 0.133 * 995);
    expect(sizing?.average.price).toBeCloseTo((0.2 * 1000 + 0.133 * 995) / 0.333);
    expect(sizing?.used).toBeCloseTo((0.2 * 1000 + 0.133 * 995) / 1000);
  });

  it("turns R into money after fees", () => {
    expect(sizeLeg(samplePayload(), "pullback")?.gain).toBeCloseTo(5 * (0.5 * 1.5 + 0.5 * 2.5));
    expect(sizeLeg(samplePayload(), "breakout")?.gain).toBeCloseTo(7);
  });

  it("buys a breakout at its limit, and is silent about a leg that is not there", () => {
    expect(sizeLeg(samplePayload(), "breakout")?.rows).toMatchObject([{ name: "BO", price: 1022, quantity: 0.4 }]);
    expect(sizeLeg(samplePayload({ breakout: null }), "breakout")).toBeNull();
  });
});
