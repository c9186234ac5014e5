import { describe, expect, it } from "vitest";
import { gist } from "./score-reasons.ts";

describe("what brought a part its points", () => {
  it("leaves out what brought none, and the points themselves", () => {
    expect(gist(["RSI 1h 47,4 (+3)", "MACD 1h negatif, turun (+0)", "arah turun (−4)"])).toBe("RSI 1h 47,4; arah turun");
  });

  it("still says why where nothing brought a point", () => {
    expect(gist(["4h: di bawah semua EMA (+0)", "1h: di bawah semua EMA (+0)", "Daily di bawah EMA20 (+0)"])).toBe(
      "4h: di bawah semua EMA; 1h: di bawah semua EMA",
    );
  });

  it("keeps brackets that are not points", () => {
    expect(gist(["S1 kekuatan 0,9 (15m)"])).toBe("S1 kekuatan 0,9 (15m)");
  });
});
