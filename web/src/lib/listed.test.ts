import { describe, expect, it } from "vitest";
import { listed } from "./listed.ts";

describe("words in a row", () => {
  it("have commas but before the last one", () => {
    expect(listed(["1", "2", "3"], " dan ")).toBe("1, 2 dan 3");
    expect(listed(["1", "2"], " and ")).toBe("1 and 2");
    expect(listed(["1"], " and ")).toBe("1");
    expect(listed([], " and ")).toBe("");
  });
});
