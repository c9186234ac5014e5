import type { PlanMode, Preferences, ProfileChange } from "../../lib/api-model.ts";
import type { Language } from "../../lib/i18n.ts";
import { parseNumber } from "../../lib/parse-number.ts";

/** The analysis defaults while somebody edits them: numbers are still texts. */
export type Draft = {
  timeframes: string;
  mode: PlanMode;
  riskPct: string;
  equity: string;
  currency: string;
  tp3: boolean;
  hoursOn: boolean;
  from: string;
  to: string;
  strictGates: boolean;
};
export type DraftProblem = "risk" | "equity" | "hours";

function shown(value: number, language: Language): string {
  return String(value).replace(".", language === "id" ? "," : ".");
}

export function draftOf(preferences: Preferences, language: Language): Draft {
  const { timeframes, mode, riskPct, equity, currency, tp3, tradingHours, strictGates } = preferences;
  return {
    timeframes: timeframes.join("-"),
    mode,
    riskPct: shown(riskPct, language),
    equity: shown(equity, language),
    currency,
    tp3,
    hoursOn: tradingHours !== null,
    from: tradingHours?.from ?? "07:00",
    to: tradingHours?.to ?? "23:00",
    strictGates,
  };
}

/** What is wrong with a draft, field by field. */
export function problemsOf(draft: Draft, language: Language): Set<DraftProblem> {
  const found = new Set<DraftProblem>();
  const risk = parseNumber(draft.riskPct, language);
  if (!(risk >= 0.05 && risk <= 5)) found.add("risk");
  const equity = parseNumber(draft.equity, language);
  if (!(equity > 0 && equity <= 1e12)) found.add("equity");
  if (draft.hoursOn && (!draft.from || !draft.to || draft.from === draft.to)) found.add("hours");
  return found;
}

/** A correct draft as the change to be saved. */
export function changeOf(draft: Draft, language: Language): ProfileChange {
  return {
    timeframes: draft.timeframes.split("-"),
    mode: draft.mode,
    riskPct: parseNumber(draft.riskPct, language),
    equity: parseNumber(draft.equity, language),
    currency: draft.currency,
    tp3: draft.tp3,
    tradingHours: draft.hoursOn ? { from: draft.from, to: draft.to } : null,
    strictGates: draft.strictGates,
  };
}
