import { describe, expect, it } from "vitest";
import { Format } from "../lib/format.ts";
import { axisPrice, zoneOffset } from "./chart-formats.ts";

describe("the reader's clock and axis", () => {
  it("knows how far a zone is ahead, also in summer", () => {
    expect(zoneOffset(Date.UTC(2024, 2, 14, 12), "Asia/Jakarta")).toBe(420);
    expect(zoneOffset(Date.UTC(2024, 0, 14, 12), "Europe/Berlin")).toBe(60);
    expect(zoneOffset(Date.UTC(2024, 6, 14, 12), "Europe/Berlin")).toBe(120);
    expect(zoneOffset(Date.UTC(2024, 6, 14, 12), "America/New_York")).toBe(-240);
  });

  it("writes axis prices with five digits and no finer than the tick", () => {
    const write = (value: number, digits: number) => axisPrice(new Format("id", "Asia/Jakarta"), digits)(value);
    expect(write(73500, 2)).toBe("73.500");
    expect(write(612.5, 2)).toBe("612,50");
    expect(write(0.6125, 4)).toBe("0,6125");
    expect(write(0.00001234, 8)).toBe("0,00001234");
  });
});
