import type { LegOutcome } from "../../lib/api-model.ts";

/** One analysis as the server tells it (DESIGN, section 5), its sentences already in the reader's language. */

export type Action = "TRADE" | "WAIT" | "NO_TRADE";
export type GateName = "btc" | "dxy" | "news" | "spread" | "depth" | "dailyLoss" | "hours" | "data";
export type GateState = "open" | "closed" | "unknown";
export type PartName = "trendStack" | "location" | "momentum" | "volume" | "levelsRr";
export type LegName = "pullback" | "breakout";
export type Mode = "auto" | LegName;

export interface Level {
  price: number;
  low: number;
  high: number;
  strength: number;
  reasons: string[];
}

export interface Target {
  price: number;
  rr: number;
  share: number;
  reasons: string[];
}

export interface Size {
  riskPct: number;
  equity: number;
  quantity: number;
  notional: number;
  maxLoss: number;
  fees: number;
  capped: boolean;
}

export interface Pullback {
  entries: { price: number; share: number }[];
  invalidation: { price: number; timeframe: string };
  targets: Target[];
  size: Size;
  reasons: string[];
}

export interface Breakout {
  trigger: number;
  limit: number;
  retest: { low: number; high: number };
  stop: number;
  targets: Target[];
  size: Size;
  reasons: string[];
}

export interface Gate {
  name: GateName;
  state: GateState;
  detail: string;
}

export interface Check {
  leg: LegName | "market";
  condition: string;
  found: string;
  needed: string;
  passed: boolean;
}

export interface ScorePart {
  name: PartName;
  points: number;
  of: number;
  reasons: string[];
}

export interface Payload {
  symbol: string;
  venue: string;
  at: string;
  validUntil: string;
  timeframes: string[];
  parametersVersion: number;
  options: { timeframes: string[]; mode: Mode; tp3: boolean; riskPct: number; equity: number; strictGates: boolean };
  price: number;
  /** Decimals of the venue's tick. */
  priceDigits: number;
  action: Action;
  headline: string;
  changeVerdict: string | null;
  changes: { text: string; price: number | null }[];
  bias: { direction: "bullish" | "bearish" | "neutral"; text: string };
  score: { total: number; verdict: "priority" | "worth" | "skip"; parts: ScorePart[] };
  box: { low: number; high: number; timeframe: string } | null;
  levels: { support: Level[]; resistance: Level[] };
  pullback: Pullback | null;
  breakout: Breakout | null;
  gates: Gate[];
  checks: Check[];
  reading: string[];
  fundamental: string[];
  text: string;
  warnings: string[];
}

/** A stored version: GET /api/plan/{id}, and what an analysis answers with. */
export interface Plan {
  planId: string;
  version: number;
  payload: Payload;
  /** What was known of each leg when the version was read. */
  outcomes: LegOutcome[];
}

/** The smallest timeframe: the one that triggers, and the one that the chart opens with. */
export function triggerTimeframe(payload: Payload): string {
  return payload.timeframes.at(-1) ?? "15m";
}

/** The leg to show first: the one asked for, else the pullback, else the breakout, else none. */
export function firstLeg(payload: Payload): LegName | null {
  if (payload.options.mode === "breakout" && payload.breakout) return "breakout";
  if (payload.pullback) return "pullback";
  return payload.breakout ? "breakout" : null;
}
