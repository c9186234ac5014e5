import type { LegOutcome, OutcomeEvent, PlanOutcome } from "../../lib/api-model.ts";
import type { Plan } from "./payload.ts";

export type EventKind = OutcomeEvent["kind"];
export type StandingKind = PlanOutcome["standing"];

/** What a version is worth now. */
export interface Standing {
  kind: StandingKind;
  /** How far price stands above the first entry, as a fraction. */
  away: number | null;
  outcomes: readonly LegOutcome[];
}

const OVER: readonly StandingKind[] = ["invalidated", "expired", "ranAway", "done"];

/** Whether size and entries may still be shown as something to do. */
export function isStale(standing: Standing): boolean {
  return OVER.includes(standing.kind);
}

/** The server's word; until it is here, what was kept with the version. Without a leg only its time can run out. */
export function standingOf(answer: PlanOutcome | undefined, plan: Plan, now: number): Standing {
  if (answer && answer.outcomes.length > 0) return { kind: answer.standing, away: answer.away, outcomes: answer.outcomes };
  const { outcomes, payload } = plan;
  return { kind: keptKind(outcomes, now >= Date.parse(payload.validUntil)), away: null, outcomes };
}

function keptKind(outcomes: readonly LegOutcome[], over: boolean): StandingKind {
  if (outcomes.some(({ filled, final, state }) => filled > 0 && !final && state !== "invalidated")) return "touched";
  const told = tellingOutcome(outcomes);
  if (!told?.final) return over ? "expired" : "fresh";
  const { state } = told;
  return state === "invalidated" || state === "expired" || state === "ranAway" ? state : "done";
}

/** The first event of one of these kinds over all legs; null where none happened. */
export function firstEvent(standing: Standing, ...kinds: EventKind[]): OutcomeEvent | null {
  const found = standing.outcomes
    .flatMap((outcome) => outcome.events)
    .filter((event) => kinds.includes(event.kind))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return found[0] ?? null;
}

/** The leg that went furthest: one that closed with a result before one that only filled, before one that waits. */
export function tellingOutcome(outcomes: readonly LegOutcome[]): LegOutcome | null {
  const weight = (outcome: LegOutcome) => (outcome.result !== null ? 2 : 0) + (outcome.filled > 0 ? 1 : 0);
  return [...outcomes].sort((a, b) => weight(b) - weight(a))[0] ?? null;
}
