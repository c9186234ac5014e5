import { describe, expect, it } from "vitest";
import type { ComparedRow } from "../../../lib/api-model.ts";
import { Format } from "../../../lib/format.ts";
import { telling, writeChange, writeValue } from "./model.ts";

const format = new Format("id", "Asia/Jakarta");

describe("values of a comparison", () => {
  it("are written in their unit at the row's decimals", () => {
    expect(writeValue(72680, { unit: "price", digits: 0 }, format)).toBe("72.680");
    expect(writeValue(1.12, { unit: "ratio", digits: 2 }, format)).toBe("1,12×");
    expect(writeValue(55.1, { unit: "points", digits: 1 }, format)).toBe("55,1");
    expect(writeValue(0.05847, { unit: "quantity", digits: 5 }, format)).toBe("0,05847");
    expect(writeValue(1.24, { unit: "r", digits: 2 }, format)).toBe("1,24R");
    expect(writeValue("tertutup", { unit: "word", digits: null }, format)).toBe("tertutup");
    expect(writeValue(null, { unit: "price", digits: 0 }, format)).toBe("·");
  });

  it("differ with a sign", () => {
    expect(writeChange(280, { unit: "price", digits: 0 }, format)).toBe("+280");
    expect(writeChange(-0.16, { unit: "r", digits: 2 }, format)).toBe("−0,16R");
  });
});

describe("the rows of a comparison", () => {
  const row = (name: string, before: string | number | null, after: string | number | null, codes: [string, string] | null = null): ComparedRow => ({
    name,
    label: name,
    unit: codes ? "word" : "price",
    before,
    after,
    change: null,
    same: before === after,
    digits: 0,
    beforeCode: codes?.[0] ?? null,
    afterCode: codes?.[1] ?? null,
  });

  it("leave out what neither version has, and count the gates that stayed open", () => {
    const { shown, openGates } = telling([
      row("ema20", 1, 2),
      row("boxLow", null, null),
      row("tp1", 3, null),
      row("gate.btc", "tertutup", "terbuka", ["closed", "open"]),
      row("gate.dxy", "tak tahu", "tak tahu", ["unknown", "unknown"]),
      row("gate.news", "terbuka", "terbuka", ["open", "open"]),
    ]);
    expect(shown.map((each) => each.name)).toEqual(["ema20", "tp1", "gate.btc", "gate.dxy"]);
    expect(openGates).toBe(1);
  });
});
