import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Tokens = Record<string, string>;
const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function block(selector: string): Tokens {
  const start = css.indexOf(`${selector} {`);
  expect(start, selector).toBeGreaterThanOrEqual(0);
  const body = css.slice(start, css.indexOf("}", start));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

const dark = block(":root");
const light = { ...dark, ...block(':root[data-theme="light"]') };
const THEMES: [string, Tokens][] = [
  ["dark", dark],
  ["light", light],
  ["dark colour-blind", { ...dark, ...block(':root[data-palette="colourblind"]') }],
  ["light colour-blind", { ...light, ...block(':root[data-theme="light"][data-palette="colourblind"]') }],
];

function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast of two colours. */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function worst(tokens: Tokens, name: string, grounds: string[]): number {
  return Math.min(...grounds.map((ground) => contrast(tokens[name] ?? "", tokens[ground] ?? "")));
}

describe.each(THEMES)("the %s theme", (_name, tokens) => {
  it("lets every text be read on every ground", () => {
    for (const name of ["ink", "ink-2", "ink-3", "accent", "up", "down", "warn", "live"]) {
      expect(worst(tokens, name, ["page", "panel", "raised", "selected"]), name).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("lets the text on buttons be read", () => {
    expect(contrast(tokens["on-accent"]!, tokens.accent!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens["on-live"]!, tokens.live!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.page!, tokens.ink!)).toBeGreaterThanOrEqual(4.5);
  });

  it("shows the edges of controls", () => {
    expect(worst(tokens, "control", ["page", "panel", "raised"])).toBeGreaterThanOrEqual(3);
  });
});

describe("the look's own figures", () => {
  it.each([
    [dark, "control", "panel", 3.7],
    [dark, "ink", "panel", 15.3],
    [dark, "ink-2", "panel", 9.2],
    [dark, "ink-3", "panel", 6.0],
    [dark, "accent", "panel", 9.1],
    [dark, "up", "panel", 7.9],
    [dark, "down", "panel", 6.8],
    [dark, "warn", "panel", 9.2],
    [dark, "live", "panel", 7.5],
    [light, "control", "panel", 3.5],
    [light, "ink", "panel", 16.6],
    [light, "ink-2", "panel", 8.2],
    [light, "ink-3", "panel", 5.7],
    [light, "accent", "panel", 6.6],
    [light, "up", "panel", 5.8],
    [light, "down", "panel", 5.8],
    [light, "warn", "panel", 6.0],
    [light, "live", "panel", 6.4],
  ])("hold for %#", (tokens, name, ground, ratio) => {
    expect(contrast(tokens[name]!, tokens[ground]!)).toBeCloseTo(ratio, 1);
  });
});
