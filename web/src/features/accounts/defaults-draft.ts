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

/** "7", "07.30", "7:30" as HH:MM; null when it is no time of day. */
export function parseHour(typed: string): string | null {
  const found = /^(\d{1,2})(?:[.:](\d{2}))?$/.exec(typed.trim());
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? "0")];
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}` : null;
}

function shownHour(hour: string, language: Language): string {
  return language === "id" ? hour.replace(":", ".") : hour;
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
    from: shownHour(tradingHours?.from ?? "07:00", language),
    to: shownHour(tradingHours?.to ?? "23:00", language),
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
  const [from, to] = [parseHour(draft.from), parseHour(draft.to)];
  if (draft.hoursOn && (from === null || to === null || from === to)) found.add("hours");
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
    tradingHours: draft.hoursOn ? { from: parseHour(draft.from) ?? "", to: parseHour(draft.to) ?? "" } : null,
    strictGates: draft.strictGates,
  };
}
