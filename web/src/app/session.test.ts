import { describe, expect, it } from "vitest";
import { safeNext } from "./session.ts";

describe("where signing in leads", () => {
  it("is the page that was asked for", () => {
    expect(safeNext("/settings/profile")).toBe("/settings/profile");
    expect(safeNext("/analysis?symbol=BTC%2FUSDT")).toBe("/analysis?symbol=BTC%2FUSDT");
  });

  it("is never another site, nor signing in again", () => {
    for (const next of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-in?next=/a", "", undefined]) {
      expect(safeNext(next)).toBe("/analysis");
    }
  });
});
