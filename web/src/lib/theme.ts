import { useSyncExternalStore } from "react";

export type ThemeChoice = "system" | "dark" | "light";
export type Palette = "normal" | "colourblind";
export type Appearance = {
  readonly choice: ThemeChoice;
  readonly palette: Palette;
  /** What is shown now, with "system" resolved. */
  readonly theme: "dark" | "light";
};

const THEME_KEY = "nofomo.theme";
const PALETTE_KEY = "nofomo.palette";
const GROUND = { dark: "#0E100F", light: "#F2F1EC" } as const;
const listeners = new Set<() => void>();
const systemLight = globalThis.matchMedia?.("(prefers-color-scheme: light)");

let appearance = read();

function read(): Appearance {
  const stored = globalThis.localStorage?.getItem(THEME_KEY);
  const choice: ThemeChoice = stored === "dark" || stored === "light" ? stored : "system";
  const palette: Palette = globalThis.localStorage?.getItem(PALETTE_KEY) === "colourblind" ? "colourblind" : "normal";
  return { choice, palette, theme: resolve(choice) };
}

function resolve(choice: ThemeChoice): "dark" | "light" {
  if (choice !== "system") return choice;
  return systemLight?.matches ? "light" : "dark";
}

function apply(next: Appearance): void {
  appearance = next;
  const root = globalThis.document?.documentElement;
  if (root) {
    root.dataset.theme = next.theme;
    root.dataset.palette = next.palette;
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", GROUND[next.theme]);
  }
  for (const listener of listeners) listener();
}

systemLight?.addEventListener("change", () => apply({ ...appearance, theme: resolve(appearance.choice) }));
if (globalThis.document) apply(appearance);

export function setTheme(choice: ThemeChoice): void {
  globalThis.localStorage?.setItem(THEME_KEY, choice);
  apply({ ...appearance, choice, theme: resolve(choice) });
}

export function setPalette(palette: Palette): void {
  globalThis.localStorage?.setItem(PALETTE_KEY, palette);
  apply({ ...appearance, palette });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Theme and palette; whoever draws with colours (the chart) is told of every change. */
export function useAppearance(): Appearance {
  return useSyncExternalStore(subscribe, () => appearance);
}

/** The value of a colour token now, e.g. token("accent"). */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
