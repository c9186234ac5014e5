import { describe, expect, it } from "vitest";
import { readRisk, readSearch, resolveOptions, toRequest } from "./options.ts";

describe("the address", () => {
  it("remembers what was chosen", () => {
    expect(readSearch({ symbol: "xrp/usdt", tf: "1d-4h-1h", risk: "0.75", mode: "breakout", tp3: "true" })).toEqual({
      symbol: "XRP/USDT",
      tf: "1d-4h-1h",
      risk: 0.75,
      mode: "breakout",
      tp3: true,
    });
  });

  it("leaves out what makes no sense", () => {
    expect(readSearch({ symbol: "<script>", tf: "1m", risk: 99, mode: "yolo", tp3: "maybe", plan: "../x" })).toEqual(
      {},
    );
    expect(readSearch({ symbol: 5, risk: "abc", plan: null })).toEqual({});
  });

  it("wins over the preferences, which win over the house", () => {
    const preferences = { timeframes: ["1d", "4h", "1h"], riskPct: 1, mode: "pullback" as const, tp3: true };
    expect(resolveOptions({}, undefined)).toMatchObject({
      symbol: "BTC/USDT",
      preset: "4h-1h-15m",
      riskPct: 0.5,
      mode: "auto",
      tp3: false,
    });
    expect(resolveOptions({}, preferences)).toMatchObject({
      preset: "1d-4h-1h",
      riskPct: 1,
      mode: "pullback",
      tp3: true,
    });
    expect(resolveOptions({ tf: "4h-1h-15m", tp3: false }, preferences)).toMatchObject({
      preset: "4h-1h-15m",
      tp3: false,
    });
  });

  it("becomes the request", () => {
    expect(toRequest(resolveOptions({ symbol: "XRP/USDT" }, undefined))).toEqual({
      symbol: "XRP/USDT",
      timeframes: ["4h", "1h", "15m"],
      riskPct: 0.5,
      mode: "auto",
      tp3: false,
    });
  });
});

describe("a typed risk", () => {
  it("may have a comma, a point or a sign", () => {
    expect(readRisk("0,5")).toBe(0.5);
    expect(readRisk(" 1.25% ")).toBe(1.25);
  });

  it("is refused outside of what is allowed", () => {
    for (const text of ["", "0", "0,01", "5,1", "-1", "abc", "1,2,3"]) expect(readRisk(text)).toBeNull();
  });
});
