import type { OutcomeBrief, OutcomeState, PlanSummary } from "../../lib/api-model.ts";
import type { Format } from "../../lib/format.ts";

type Happened = Exclude<OutcomeState, "waiting">;

/** What the right end of a version's line says: what became of it, else how long it holds, else what stood in its way. */
export type VersionFact =
  | { word: Happened; time: string; result: number | null }
  | { word: "validTo" | "overAt"; time: string }
  | { word: "note"; note: string };

interface Known {
  row: PlanSummary;
  newest: boolean;
  /** The present moment in ms. */
  moment: number;
  format: Format;
}

export function versionFact({ row, newest, moment, format }: Known): VersionFact {
  const time = (at: number | string) => format.clockOrDay(at, moment);
  const { outcome } = row;
  if (outcome && tells(outcome, row)) {
    return { word: outcome.state as Happened, time: time(outcome.at ?? row.validUntil), result: outcome.result };
  }
  const validUntil = Date.parse(row.validUntil);
  if (newest && moment < validUntil) return { word: "validTo", time: format.time(validUntil) };
  if (newest || (row.action === "TRADE" && moment >= validUntil)) return { word: "overAt", time: time(validUntil) };
  return { word: "note", note: row.note };
}

/** An entry that was reached, and a time that is over, matter only where the plan was to be taken. */
function tells({ state, final }: OutcomeBrief, { action }: PlanSummary): boolean {
  if (state === "waiting") return false;
  const small = state === "expired" || (!final && (state === "touched" || state === "triggered"));
  return action === "TRADE" || !small;
}
