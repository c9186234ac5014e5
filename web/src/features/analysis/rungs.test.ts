import { describe, expect, it } from "vitest";
import { Format } from "../../lib/format.ts";
import { buildRungs, toLines, type RungContext } from "./rungs.ts";
import { samplePayload } from "./sample.ts";

const context: RungContext = {
  leg: "pullback",
  price: 1010,
  format: new Format("id", "Asia/Jakarta"),
  words: (word, values) => [word, ...Object.values(values ?? {})].join(" "),
  brief: false,
  sized: true,
};
const names = (change: Partial<RungContext>, payload = samplePayload()) =>
  buildRungs(payload, { ...context, ...change }).map((rung) => rung.id);

describe("the rungs of the ladder", () => {
  it("stand in price order with the price now among them", () => {
    expect(names({})).toEqual(["TP2", "BO", "TP1", "price", "PB1", "PB2", "invalid"]);
    expect(names({ price: 997 })).toEqual(["TP2", "BO", "TP1", "PB1", "price", "PB2", "invalid"]);
  });

  it("leave the breakout's trigger out where there is little room", () => {
    expect(names({ brief: true })).not.toContain("BO");
  });

  it("show the breakout with its retest and quick stop", () => {
    expect(names({ leg: "breakout" })).toEqual(["TP1", "BO", "Retest", "SL", "price"]);
  });

  it("are the levels themselves where there is no plan", () => {
    const none = samplePayload({ pullback: null, breakout: null });
    expect(names({ leg: null }, none)).toEqual(["R1", "price", "S1"]);
    expect(names({ leg: null }, { ...none, levels: { support: [], resistance: [] } })).toEqual(["price"]);
  });

  it("keep the quantity to themselves once the plan is over", () => {
    const entries = buildRungs(samplePayload(), { ...context, sized: false }).filter((rung) => rung.role === "entry");
    expect(entries.map((rung) => rung.figure)).toEqual(["", ""]);
  });

  it("say share, quantity, reward and distance", () => {
    const rungs = buildRungs(samplePayload(), context);
    expect(rungs.find((rung) => rung.id === "PB1")).toMatchObject({
      kind: "buy 60%",
      figure: "0,2",
      distance: "−0,99%",
      priceText: "1.000",
    });
    expect(rungs.find((rung) => rung.id === "TP2")).toMatchObject({
      kind: "sell 50%",
      figure: "2,50R",
      distance: "+1,98%",
    });
    expect(rungs.find((rung) => rung.id === "price")?.priceText).toBe("1.010,00");
  });

  it("become lines of the same order and role", () => {
    const rungs = buildRungs(samplePayload(), context);
    expect(toLines(rungs).map((line) => line.role)).toEqual([
      "target",
      "breakout",
      "target",
      "price",
      "entry",
      "entry",
      "invalidation",
    ]);
  });
});
