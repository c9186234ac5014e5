import type { OutcomeEvent, OutcomeState, PlanLeg } from "../../lib/api-model.ts";
import type { Translate } from "../../lib/i18n.ts";
import type { outcomeTexts } from "./outcome-texts.ts";
import type { EventKind } from "./standing.ts";

type Say = Translate<keyof (typeof outcomeTexts)["phrases"]>;

/** What became of a version and when, in as few words as a list has room for. */
export function factWords(t: Say, state: Exclude<OutcomeState, "waiting">, time: string): string {
  switch (state) {
    case "touched":
      return t("factTouched", { time });
    case "triggered":
      return t("factTriggered", { time });
    case "tp1":
    case "tp2":
    case "tp3":
      return t("factTp", { target: state.toUpperCase(), time });
    case "invalidated":
      return t("factInvalidated", { time });
    case "expired":
      return t("factExpired", { time });
    case "ranAway":
      return t("factRanAway", { time });
    case "time":
      return t("factTime", { time });
  }
}

/** Whether an event bought, sold, or only ended something. */
export function sideOf(kind: EventKind): "bought" | "sold" | null {
  if (kind.startsWith("entry") || kind === "trigger") return "bought";
  return kind === "expired" || kind === "ranAway" ? null : "sold";
}

export type EventWord = `event_${EventKind | "exit"}`;

/** A pullback has no resting stop: after the close that ended it, it was sold at the market. */
export function eventWord({ kind }: OutcomeEvent, leg: PlanLeg): EventWord {
  return kind === "stop" && leg === "pullback" ? "event_exit" : `event_${kind}`;
}
