import type { ComparedRow } from "../../../lib/api-model.ts";
import type { Format } from "../../../lib/format.ts";

const UNITS: Partial<Record<ComparedRow["unit"], string>> = { percent: "%", ratio: "×", r: "R" };

type Written = Pick<ComparedRow, "unit" | "digits">;

/** A value of the tables in its unit, at the row's decimals; missing is a dot. */
export function writeValue(value: number | string | null, { unit, digits }: Written, format: Format): string {
  if (typeof value === "string") return value;
  if (value === null) return format.number(null);
  return format.number(value, digits ?? 2) + (UNITS[unit] ?? "");
}

/** A difference, always with its sign. */
export function writeChange(change: number, row: Written, format: Format): string {
  const sign = change > 0 ? "+" : change < 0 ? "−" : "";
  return sign + writeValue(Math.abs(change), row, format);
}

/**
 * The rows that are worth a line. What neither version has is left out, and gates that were open both times are only
 * counted: they say nothing about the difference.
 */
export function telling(rows: readonly ComparedRow[]): { shown: ComparedRow[]; openGates: number } {
  const known = rows.filter((row) => row.before !== null || row.after !== null);
  const isOpen = (row: ComparedRow) =>
    row.name.startsWith("gate.") && row.beforeCode === "open" && row.afterCode === "open";
  return { shown: known.filter((row) => !isOpen(row)), openGates: known.filter(isOpen).length };
}
