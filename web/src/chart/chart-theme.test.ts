import { describe, expect, it } from "vitest";
import { fade } from "./chart-theme.ts";

describe("colours on the canvas", () => {
  it("fades a token", () => {
    expect(fade("#4FC08D", 0.22)).toBe("rgba(79, 192, 141, 0.22)");
    expect(fade("#fff", 1)).toBe("rgba(255, 255, 255, 1)");
  });

  it("falls back to grey where a token is missing", () => {
    expect(fade("", 0.5)).toBe("rgba(128, 128, 128, 0.5)");
  });
});
