import { describe, expect, it } from "vitest";
import { matches, shownKeys } from "./keys.ts";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe("shortcuts", () => {
  it("use Ctrl, and Command on a Mac", () => {
    expect(matches(press("k", { ctrlKey: true }), "mod+k", false)).toBe(true);
    expect(matches(press("k", { metaKey: true }), "mod+k", true)).toBe(true);
    expect(matches(press("k", { ctrlKey: true }), "mod+k", true)).toBe(false);
    expect(shownKeys("mod+k", false)).toEqual(["Ctrl", "K"]);
    expect(shownKeys("mod+enter", true)).toEqual(["⌘", "↵"]);
  });

  it("do not fire with another key held", () => {
    expect(matches(press("a"), "a", false)).toBe(true);
    expect(matches(press("a", { ctrlKey: true }), "a", false)).toBe(false);
    expect(matches(press("A", { shiftKey: true }), "a", false)).toBe(false);
    expect(matches(press("A", { shiftKey: true }), "shift+a", false)).toBe(true);
    expect(matches(press("a", { altKey: true }), "a", false)).toBe(false);
  });

  it("know signs that need Shift on some keyboards only", () => {
    expect(matches(press("?", { shiftKey: true }), "?", false)).toBe(true);
    expect(matches(press("?"), "?", false)).toBe(true);
  });
});
