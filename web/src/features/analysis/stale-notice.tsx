import { ClockAlert } from "lucide-react";
import { useMessages } from "../../lib/i18n.ts";
import { outcomeTexts } from "./outcome-texts.ts";
import { eventWord } from "./outcome-words.ts";
import { planPrice } from "./price-text.ts";
import { firstEvent, tellingOutcome } from "./standing.ts";
import { texts } from "./texts.ts";
import type { AnalysisView } from "./view-model.ts";

/** Why this plan is no longer something to act on. */
export function StaleNotice({ view }: { view: AnalysisView }) {
  const [title, body] = useSays(view);
  return (
    <div role="status" className="mt-2 flex gap-2.5 border-t border-line pt-2.5">
      <ClockAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-ink-2" />
      <div>
        <p className="text-body font-medium text-ink">{title}</p>
        <p className="text-secondary text-ink-2">{body}</p>
      </div>
    </div>
  );
}

function useSays({ standing, plan, payload, format }: AnalysisView): [string, string] {
  const t = useMessages(texts);
  const words = useMessages(outcomeTexts);
  const { version } = plan;
  const write = (price: number) => planPrice(format, price, payload.priceDigits);
  switch (standing.kind) {
    case "ranAway": {
      const away = standing.away !== null && standing.away > 0 ? format.percent(standing.away, { min: 1, max: 1 }) : null;
      return [t("staleRan", { version }), away ? t("staleRanBody", { away }) : t("staleRanBack")];
    }
    case "invalidated": {
      const event = firstEvent(standing, "invalidated", "stop");
      const price = write(payload.pullback?.invalidation.price ?? payload.breakout?.stop ?? payload.price);
      const key = event?.kind === "stop" ? "staleStopBody" : "staleInvalidBody";
      return [t("staleInvalid", { version }), event ? t(key, { price, time: format.dateTime(event.at) }) : ""];
    }
    case "done": {
      const outcome = tellingOutcome(standing.outcomes);
      const last = outcome?.events.at(-1);
      const happened = outcome && last ? `${words(eventWord(last, outcome.leg))} ${format.dateTime(last.at)}.` : "";
      const result = outcome?.result ?? null;
      const worth = result === null ? "" : ` ${t("staleDoneResult", { result: format.r(result, { signed: true }) })}`;
      return [t("staleDone", { version }), happened + worth];
    }
    default:
      return [t("staleOver", { version }), t("staleOverBody", { time: format.dateTime(payload.validUntil) })];
  }
}
