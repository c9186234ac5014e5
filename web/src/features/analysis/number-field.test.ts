import { describe, expect, it } from "vitest";
import { readAmount, writeAmount } from "./number-field.ts";

describe("a typed amount", () => {
  it("may use either decimal sign", () => {
    expect(readAmount("72960,5")).toBe(72960.5);
    expect(readAmount(" 0.05847 ")).toBe(0.05847);
  });

  it("is refused where it is nothing, not a number or could mean two things", () => {
    for (const text of ["", "0", "-1", "abc", "72.960,50", "1e5"]) expect(readAmount(text)).toBeNull();
  });

  it("comes back as it was written", () => {
    expect(readAmount(writeAmount(72960.5, 2, "id"))).toBe(72960.5);
    expect(writeAmount(72960.5, 2, "id")).toBe("72960,50");
    expect(writeAmount(72960.5, 2, "en")).toBe("72960.50");
  });
});
