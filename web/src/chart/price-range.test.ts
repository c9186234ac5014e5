import { describe, expect, it } from "vitest";
import { visibleRange } from "./price-range.ts";

describe("the price axis", () => {
  it("always shows the whole plan", () => {
    expect(visibleRange({ low: 90, high: 100 }, [120, 80], [])).toEqual({ low: 80, high: 120 });
  });

  it("stretches to a near zone and ignores a far one", () => {
    const near = { low: 78, high: 79 };
    const far = { low: 20, high: 21 };
    expect(visibleRange({ low: 80, high: 100 }, [], [near, far])).toEqual({ low: 78, high: 100 });
  });

  it("has no range without prices", () => {
    expect(visibleRange(null, [], [{ low: 1, high: 2 }])).toBeNull();
    expect(visibleRange(null, [5], [])).toEqual({ low: 5, high: 5 });
  });
});
