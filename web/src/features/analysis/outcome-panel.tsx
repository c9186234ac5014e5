import type { LegOutcome, OutcomeEvent } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Definition } from "../../ui/definition.tsx";
import { Panel } from "../../ui/panel.tsx";
import { outcomeTexts } from "./outcome-texts.ts";
import { eventWord, sideOf, type EventWord } from "./outcome-words.ts";
import { planPrice } from "./price-text.ts";
import { SignedR } from "./signed-r.tsx";
import type { AnalysisView } from "./view-model.ts";

/** What the market made of the shown version, leg by leg, in the order it happened. Absent while nothing did. */
export function OutcomePanel({ view }: { view: AnalysisView }) {
  const t = useMessages(outcomeTexts);
  const { plan, standing, format } = view;
  const told = standing.outcomes.filter((outcome) => outcome.events.length > 0);
  const until = told.map((outcome) => outcome.checkedUntil).sort().at(-1);
  if (until === undefined) return null;
  return (
    <Panel
      title={t("title", { version: plan.version })}
      aside={t("checked", { time: format.clockOrDay(until, Date.parse(view.payload.at)) })}
    >
      {told.map((outcome) => (
        <LegEvents key={outcome.leg} outcome={outcome} view={view} named={standing.outcomes.length > 1} />
      ))}
    </Panel>
  );
}

function LegEvents({ outcome, view, named }: { outcome: LegOutcome; view: AnalysisView; named: boolean }) {
  const t = useMessages(outcomeTexts);
  const { format } = view;
  const { leg, result, filled, ambiguous, events } = outcome;
  return (
    <div className="border-line not-first-of-type:mt-2 not-first-of-type:border-t not-first-of-type:pt-2">
      {(named || result !== null) && (
        <p className="flex items-baseline justify-between gap-2 text-body">
          <span className="text-ink-2">
            {t(`leg_${leg}`)}
            {filled > 0 && filled < 1 && (
              <span className="text-ink-3"> · {t("filled", { share: format.percent(filled, { max: 0 }) })}</span>
            )}
          </span>
          {result !== null && (
            <Definition says={t("resultSays")}>
              <SignedR value={result} format={format} />
            </Definition>
          )}
        </p>
      )}
      <ol>
        {events.map((event) => (
          <EventRow key={`${event.kind} ${event.at}`} word={eventWord(event, leg)} event={event} view={view} />
        ))}
      </ol>
      {ambiguous && <p className="mt-1 text-secondary text-ink-3">{t("ambiguous")}</p>}
    </div>
  );
}

function EventRow({ event, word, view }: { event: OutcomeEvent; word: EventWord; view: AnalysisView }) {
  const t = useMessages(outcomeTexts);
  const { format, payload } = view;
  const side = sideOf(event.kind);
  const share = event.share === null || event.share <= 0 ? null : format.percent(event.share, { max: 0 });
  return (
    <li className="flex items-baseline gap-2 py-1 text-body">
      <span className="w-[5.5em] shrink-0 text-secondary text-ink-3">
        {format.clockOrDay(event.at, Date.parse(payload.at))}
      </span>
      <span className="min-w-0 flex-1 text-ink">
        {t(word)}
        {side && share && (
          <span className="text-secondary text-ink-3">
            {" "}
            {t(side === "bought" ? "shareBought" : "shareSold", { share })}
          </span>
        )}
      </span>
      {event.price !== null && (
        <span className="text-ink-2">{planPrice(format, event.price, payload.priceDigits)}</span>
      )}
    </li>
  );
}
