import type { PlanSummary } from "../../lib/api-model.ts";
import type { Format } from "../../lib/format.ts";
import type { Standing } from "./staleness.ts";

/** What the right end of a version's line says: what became of it, else how long it holds, else what stood in its way. */
export type VersionFact =
  | { word: "invalidAt" | "touchedAt" | "overAt" | "validTo"; time: string }
  | { word: "leftBehind" }
  | { word: "note"; note: string };

interface Known {
  row: PlanSummary;
  standing: Standing | undefined;
  newest: boolean;
  /** The present moment in ms. */
  moment: number;
  format: Format;
}

export function versionFact({ row, standing, newest, moment, format }: Known): VersionFact {
  const time = (at: number) => format.clockOrDay(at, moment);
  const validUntil = Date.parse(row.validUntil);
  if (standing?.kind === "invalidated") return { word: "invalidAt", time: time(standing.at) };
  if (standing?.kind === "ranAway") return { word: "leftBehind" };
  if (standing?.kind === "touched" && row.action === "TRADE") return { word: "touchedAt", time: time(standing.at) };
  if (newest && moment < validUntil) return { word: "validTo", time: format.time(validUntil) };
  if (newest || (row.action === "TRADE" && moment >= validUntil)) return { word: "overAt", time: time(validUntil) };
  return { word: "note", note: row.note };
}
