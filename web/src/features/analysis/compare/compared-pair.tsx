import { useQuery } from "@tanstack/react-query";
import type { PlanSummary } from "../../../lib/api-model.ts";
import { useLanguage, useMessages } from "../../../lib/i18n.ts";
import { Panel } from "../../../ui/panel.tsx";
import { ErrorState, SkeletonLines } from "../../../ui/states.tsx";
import type { Plan } from "../payload.ts";
import { planQuery } from "../queries.ts";
import { useOutcome } from "../use-standing.ts";
import { CompareBar } from "./compare-bar.tsx";
import { CompareChart } from "./compare-chart.tsx";
import { CompareGauges } from "./compare-gauges.tsx";
import { CompareHeadline } from "./compare-headline.tsx";
import { CompareTable } from "./compare-table.tsx";
import { CompareText } from "./compare-text.tsx";
import { comparisonQuery } from "./queries.ts";
import { compareTexts } from "./texts.ts";

interface Props {
  before: PlanSummary;
  after: PlanSummary;
  afterPlan: Plan;
  versions: readonly PlanSummary[];
  onPair: (pair: { from: string; to: string }) => void;
}

/** Two versions side by side: what it means, the chart, the values, the words. */
export function ComparedPair({ before, after, afterPlan, versions, onPair }: Props) {
  const t = useMessages(compareTexts);
  const language = useLanguage();
  const comparison = useQuery(comparisonQuery(before.planId, after.planId, language));
  useOutcome(before.planId);
  useOutcome(after.planId);
  const beforePlan = useQuery(planQuery(before.planId, language)).data;
  const { symbol, timeframes } = afterPlan.payload;
  const newest = versions.every((each) => each.version <= after.version);
  const { data, error, refetch } = comparison;
  const shown = data?.before.planId === before.planId && data.after.planId === after.planId ? data : null;
  return (
    <>
      <CompareBar
        symbol={symbol}
        timeframes={timeframes}
        from={before}
        to={after}
        versions={versions}
        copy={shown?.copy ?? null}
        onChoose={onPair}
      />
      {shown ? (
        <CompareHeadline comparison={shown} />
      ) : (
        <Panel>
          {error ? (
            <ErrorState title={t("failed")} error={error} onRetry={() => void refetch()} />
          ) : (
            <SkeletonLines lines={2} />
          )}
        </Panel>
      )}
      {beforePlan && <CompareChart before={beforePlan} after={afterPlan} newest={newest} />}
      {shown && (
        <>
          <div className="grid gap-3 max-md:gap-0 max-md:*:-mt-px lg:grid-cols-2 xl:grid-cols-3 lg:max-xl:*:last:col-span-2">
            {shown.groups.map((group) => (
              <CompareTable key={group.name} group={group} before={shown.before} after={shown.after}>
                {group.name === "score" && <CompareGauges before={shown.before} after={shown.after} />}
              </CompareTable>
            ))}
          </div>
          <CompareText comparison={shown} />
        </>
      )}
      <p className="text-secondary text-ink-3 max-md:px-4 max-md:py-3">{t("kept")}</p>
    </>
  );
}
