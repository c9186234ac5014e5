import { describe, expect, it } from "vitest";
import { readAmount, writeAmount } from "./amount.ts";

describe("a typed amount", () => {
  it("may use either decimal sign, grouped or not", () => {
    expect(readAmount("72960,5", "id")).toBe(72960.5);
    expect(readAmount(" 0.05847 ", "id")).toBe(0.05847);
    expect(readAmount("72.960,50", "id")).toBe(72960.5);
    expect(readAmount("72,960.50", "id")).toBe(72960.5);
  });

  it("is read as the plan's prices suggest where it could mean two things", () => {
    expect(readAmount("121.500", "id", 117_470)).toBe(121_500);
    expect(readAmount("121,500", "id", 117_470)).toBe(121_500);
    expect(readAmount("2.507", "id", 2.447)).toBe(2.507);
    expect(readAmount("2,507", "en", 2.447)).toBe(2.507);
    expect(readAmount("121.500", "id")).toBe(121_500);
    expect(readAmount("121.500", "en")).toBe(121.5);
  });

  it("is refused where it is nothing or not a number", () => {
    for (const text of ["", "0", "-1", "abc", "1e5", "1.2.3"]) expect(readAmount(text, "id")).toBeNull();
  });

  it("comes back as it was written", () => {
    for (const language of ["id", "en"] as const) {
      for (const value of [72960.5, 2.507, 0.0027, 121_500]) {
        expect(readAmount(writeAmount(value, 4, language), language, value)).toBe(value);
      }
    }
    expect(writeAmount(72960.5, 2, "id")).toBe("72960,50");
    expect(writeAmount(72960.5, 2, "en")).toBe("72960.50");
  });
});
