import { ClockAlert } from "lucide-react";
import { useMessages } from "../../lib/i18n.ts";
import { planPrice } from "./price-text.ts";
import { texts } from "./texts.ts";
import type { AnalysisView } from "./view-model.ts";

/** Why this plan is no longer something to act on. */
export function StaleNotice({ view }: { view: AnalysisView }) {
  const t = useMessages(texts);
  const { standing, plan, payload, format } = view;
  const version = plan.version;
  const says =
    standing.kind === "ranAway"
      ? [t("staleRan", { version }), t("staleRanBody", { away: format.percent(standing.away, { max: 1 }) })]
      : standing.kind === "invalidated"
        ? [
            t("staleInvalid", { version }),
            t("staleInvalidBody", {
              price: planPrice(format, payload.pullback?.invalidation.price ?? payload.price, payload.priceDigits),
              time: format.time(standing.at),
            }),
          ]
        : [t("staleOver", { version }), t("staleOverBody", { time: format.dateTime(payload.validUntil) })];
  return (
    <div role="status" className="mt-2 flex gap-2.5 border-t border-line pt-2.5">
      <ClockAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-ink-2" />
      <div>
        <p className="text-body font-medium text-ink">{says[0]}</p>
        <p className="text-secondary text-ink-2">{says[1]}</p>
      </div>
    </div>
  );
}
