import { describe, expect, it } from "vitest";
import { Format } from "../../../lib/format.ts";
import { writeChange, writeValue } from "./model.ts";

const writing = { format: new Format("id", "Asia/Jakarta"), digits: 2 };

describe("values of a comparison", () => {
  it("are written in their unit", () => {
    expect(writeValue(72680, "price", writing)).toBe("72.680");
    expect(writeValue(0.005, "percent", writing)).toBe("0,5%");
    expect(writeValue(1.12, "ratio", writing)).toBe("1,12×");
    expect(writeValue(55.14, "points", writing)).toBe("55,1");
    expect(writeValue(0.05847, "quantity", writing)).toBe("0,05847");
    expect(writeValue(25, "money", writing)).toBe("25,00");
    expect(writeValue(1.24, "r", writing)).toBe("1,24R");
    expect(writeValue("tertutup", "word", writing)).toBe("tertutup");
    expect(writeValue(null, "price", writing)).toBe("·");
  });

  it("differ with a sign", () => {
    expect(writeChange(280, "price", writing)).toBe("+280,00");
    expect(writeChange(-0.16, "r", writing)).toBe("−0,16R");
    expect(writeChange(12.4, "points", writing)).toBe("+12,4");
  });
});
