import type { Mode } from "./payload.ts";

export const PRESETS = ["4h-1h-15m", "1d-4h-1h"] as const;
export type Preset = (typeof PRESETS)[number];
export const RISK = { least: 0.05, most: 5 } as const;

/** What the person asks for. */
export interface AnalysisOptions {
  symbol: string;
  preset: Preset;
  riskPct: number;
  mode: Mode;
  tp3: boolean;
}

/** What the bar of options and its sheet on phones are told. */
export interface OptionsProps {
  options: AnalysisOptions;
  venueTitle: string;
  equity: number | null;
  currency: string;
  busy: boolean;
  /** The day's quota is used. */
  spent: boolean;
  waitUntil: number | null;
  onChange: (change: Partial<AnalysisOptions>) => void;
  onAnalyse: () => void;
}

/** What the address remembers; whatever is missing comes from the preferences. */
export interface AnalysisSearch {
  symbol?: string;
  tf?: Preset;
  risk?: number;
  mode?: Mode;
  tp3?: boolean;
  /** The version that is open. */
  plan?: string;
}

export interface AnalysisPreferences {
  timeframes: string[];
  riskPct: number;
  mode: Mode;
  tp3: boolean;
}

const MODES: readonly Mode[] = ["auto", "pullback", "breakout"];
export const FIRST_SYMBOL = "BTC/USDT";

/** Read an address that anybody may have typed: what makes no sense is left out. */
export function readSearch(raw: Record<string, unknown>): AnalysisSearch {
  const search: AnalysisSearch = {};
  const symbol = typeof raw.symbol === "string" ? raw.symbol.trim().toUpperCase() : "";
  if (/^[A-Z0-9]{1,20}([/\-_:]?[A-Z0-9]{1,20})?$/.test(symbol)) search.symbol = symbol;
  const preset = PRESETS.find((known) => known === raw.tf);
  if (preset) search.tf = preset;
  const risk = typeof raw.risk === "number" ? raw.risk : Number.parseFloat(String(raw.risk));
  if (risk >= RISK.least && risk <= RISK.most) search.risk = risk;
  const mode = MODES.find((known) => known === raw.mode);
  if (mode) search.mode = mode;
  if (raw.tp3 === true || raw.tp3 === "true") search.tp3 = true;
  if (raw.tp3 === false || raw.tp3 === "false") search.tp3 = false;
  if (typeof raw.plan === "string" && /^[\w-]{8,64}$/.test(raw.plan)) search.plan = raw.plan;
  return search;
}

export function resolveOptions(search: AnalysisSearch, preferences: AnalysisPreferences | undefined): AnalysisOptions {
  const preferred = PRESETS.find((preset) => preset === preferences?.timeframes.join("-"));
  return {
    symbol: search.symbol ?? FIRST_SYMBOL,
    preset: search.tf ?? preferred ?? PRESETS[0],
    riskPct: search.risk ?? preferences?.riskPct ?? 0.5,
    mode: search.mode ?? preferences?.mode ?? "auto",
    tp3: search.tp3 ?? preferences?.tp3 ?? false,
  };
}

/** The body of POST /api/analyze. */
export function toRequest(options: AnalysisOptions) {
  const { symbol, preset, riskPct, mode, tp3 } = options;
  return { symbol, timeframes: preset.split("-"), riskPct, mode, tp3 };
}

/** `4h-1h-15m` → `4h · 1h · 15m`. */
export function presetText(preset: string): string {
  return preset.replaceAll("-", " · ");
}

/** A typed risk, comma or point, with or without the sign; null where it is not one or lies outside what is allowed. */
export function readRisk(text: string): number | null {
  const clean = text.replace("%", "").trim().replace(",", ".");
  if (!/^\d+(\.\d+)?$/.test(clean)) return null;
  const value = Number(clean);
  return value >= RISK.least && value <= RISK.most ? value : null;
}
