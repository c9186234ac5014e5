import { describe, expect, it } from "vitest";
import { parseNumber } from "./parse-number.ts";

describe("reading typed numbers", () => {
  it("takes the comma and the point for decimals in both languages", () => {
    for (const language of ["id", "en"] as const) {
      expect(parseNumber("0,5", language)).toBe(0.5);
      expect(parseNumber("0.5", language)).toBe(0.5);
      expect(parseNumber("0.125", language)).toBe(0.125);
      expect(parseNumber("5000", language)).toBe(5000);
      expect(parseNumber("1.234,5", language)).toBe(1234.5);
      expect(parseNumber("1,234.5", language)).toBe(1234.5);
    }
  });

  it("reads a lone group of three as the language groups", () => {
    expect(parseNumber("5.000", "id")).toBe(5000);
    expect(parseNumber("5,000", "en")).toBe(5000);
    expect(parseNumber("5,125", "id")).toBe(5.125);
    expect(parseNumber("1.000.000", "id")).toBe(1_000_000);
  });

  it("refuses what it cannot be sure of", () => {
    for (const typed of ["", "abc", "1,2,3", "1.00.000", "--1", "1e5", "5%"]) {
      expect(parseNumber(typed, "id")).toBeNaN();
    }
  });

  it("reads back what a format wrote", () => {
    for (const [language, locale] of [["id", "id-ID"], ["en", "en-US"]] as const) {
      for (const value of [0.05, 1, 12.5, 999.99, 1000, 12345.6, 9_876_543.21]) {
        expect(parseNumber(new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value), language)).toBe(value);
      }
    }
  });
});
