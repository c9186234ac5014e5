import { useQuery } from "@tanstack/react-query";
import type { JournalSummary, TakenTrade } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Panel } from "../../ui/panel.tsx";
import { ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { LossToday } from "./loss-today.tsx";
import { ENOUGH, judge, rangeOf } from "./model.ts";
import { summaryQuery } from "./queries.ts";
import { Figure, Value } from "../../ui/figure.tsx";
import { journalTexts, summaryTexts } from "./texts.ts";
import { legName, toneOf } from "./trade-pieces.tsx";

/** What the trades say together: the loss of today first, the size of the sample beside every rate, and honest words. */
export function SummaryPanel({ trades }: { trades: readonly TakenTrade[] }) {
  const t = useMessages(summaryTexts);
  const { data, error, refetch } = useQuery(summaryQuery);
  const range = rangeOf(trades.flatMap((trade) => (trade.resultR === null ? [] : [trade.resultR])));
  return (
    <Panel
      title={t("title")}
      aside={
        data && (
          <span>
            {t("openCount", { count: data.open })} · {t("sample", { count: data.closed })}
          </span>
        )
      }
    >
      {data ? (
        <>
          <Figures summary={data} range={range} />
          <p className="mt-3 border-t border-line pt-3 text-body text-pretty text-ink-2">
            {t(judge(data.closed, range), { count: data.closed, enough: ENOUGH })}
          </p>
        </>
      ) : error ? (
        <ErrorState title={t("failed")} error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonLines lines={3} />
      )}
    </Panel>
  );
}

function Figures({ summary, range }: { summary: JournalSummary; range: ReturnType<typeof rangeOf> }) {
  const t = useMessages(summaryTexts);
  const j = useMessages(journalTexts);
  const format = useFormat();
  const r = (value: number | null) => format.r(value, { signed: true });
  const { closed, wins, winRate, expectancyR, sumR, results } = summary;
  const legs = summary.byLeg.filter((leg) => leg.closed > 0);
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 md:grid-cols-3 xl:grid-cols-5">
        <LossToday />
        <Figure name={t("results")} says={t("resultsSays")}>
          {results.length === 0 ? (
            <Value>{format.money(null, "")}</Value>
          ) : (
            results.map(({ amount, currency }) => (
              <Value key={currency} tone={toneOf(amount)}>
                {format.money(amount, currency, { signed: true })}
              </Value>
            ))
          )}
        </Figure>
        <Figure name={t("sumR")} says={j("rSays")}>
          <Value tone={toneOf(sumR)}>{r(sumR)}</Value>
        </Figure>
        <Figure
          name={t("expectancy")}
          says={range ? t("rangeSays", { count: range.count }) : j("rSays")}
          note={range && t("range", { low: r(range.low), high: r(range.high) })}
        >
          <Value tone={toneOf(expectancyR)}>{r(expectancyR)}</Value>
        </Figure>
        <Figure name={t("wins")} note={closed > 0 && t("winsOf", { wins, count: closed })}>
          <Value>{format.percent(winRate, { max: 0 })}</Value>
        </Figure>
      </dl>
      {legs.length > 1 && (
        <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-1 text-secondary text-ink-3">
          {legs.map(({ leg, closed: count, winRate: rate, expectancyR: mean }) => (
            <li key={leg}>
              {t("legLine", {
                leg: legName(leg === "breakout" ? "breakout" : "pullback"),
                count,
                rate: format.percent(rate, { max: 0 }),
                expectancy: r(mean),
              })}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
