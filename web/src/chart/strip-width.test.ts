import { describe, expect, it } from "vitest";
import { openingView } from "./strip-width.ts";

describe("the opening view", () => {
  it("shows a hundred candles and four hours of future to scale on a desktop", () => {
    expect(openingView(588, { bars: 16, compact: false })).toEqual({ spacing: 5, future: 16, past: 101 });
  });

  it("keeps a short validity visible and a long one from eating the past", () => {
    expect(openingView(588, { bars: 0.2, compact: false }).future).toBe(16);
    expect(openingView(588, { bars: 96, compact: false }).future).toBe(29);
    expect(openingView(235, { bars: 16, compact: true }).future).toBe(9);
  });

  it("never asks for no past at all", () => {
    expect(openingView(20, { bars: 16, compact: true }).past).toBe(10);
  });
});
