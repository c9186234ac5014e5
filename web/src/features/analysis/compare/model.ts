import type { OutcomeBrief, Verdict } from "../../../lib/api-model.ts";
import type { Format } from "../../../lib/format.ts";
import { planPrice } from "../price-text.ts";

export type Unit = "price" | "percent" | "ratio" | "points" | "quantity" | "money" | "word" | "r";
export type GroupName = "plan" | "score" | "market";

export interface Row {
  name: string;
  label: string;
  unit: Unit;
  before: number | string | null;
  after: number | string | null;
  change: number | null;
  same: boolean;
}

export interface Side {
  planId: string;
  version: number;
  createdAt: string;
  at: string;
  action: Verdict;
  score: number;
  outcome: OutcomeBrief | null;
}

interface Statement {
  title: string;
  text: string;
}

/** GET /api/plan/{a}/compare/{b}: what the second version has that the first had not. */
export interface Comparison {
  before: Side;
  after: Side;
  headline: { verdict: Statement; plan: Statement; rr: Statement };
  groups: { name: GroupName; rows: Row[] }[];
  text: { before: string; after: string };
  /** The comparison as plain text. */
  copy: string;
}

interface Writing {
  format: Format;
  /** Decimals of the venue's tick. */
  digits: number;
}

/** A value of the tables in its unit; missing is a dot. */
export function writeValue(value: number | string | null, unit: Unit, { format, digits }: Writing): string {
  if (typeof value === "string") return value;
  if (value === null) return format.number(null);
  switch (unit) {
    case "price":
      return planPrice(format, value, digits);
    case "percent":
      return format.percent(value);
    case "ratio":
      return `${format.number(value)}×`;
    case "quantity":
      return format.quantity(value);
    case "money":
      return format.number(value);
    case "r":
      return format.r(value);
    default:
      return format.compactDecimals(value, 1);
  }
}

/** A difference, always with its sign. */
export function writeChange(change: number, unit: Unit, writing: Writing): string {
  const sign = change > 0 ? "+" : change < 0 ? "−" : "";
  return sign + writeValue(Math.abs(change), unit, writing);
}
