import { useQueries } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";
import type { PlanSummary } from "../../lib/api-model.ts";
import { copyText } from "../../lib/clipboard.ts";
import { useLanguage, useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { verdicts } from "../../ui/status-chip.tsx";
import { notify } from "../../ui/toast.tsx";
import { uiTexts } from "../../ui/texts.ts";
import { AnalysisView } from "./analysis-view.tsx";
import { chartTexts } from "./chart-texts.ts";
import { olderPlan } from "./overlay.ts";
import { firstLeg, type LegName, type Plan } from "./payload.ts";
import { orderPrice } from "./price-text.ts";
import { planQuery } from "./queries.ts";
import type { Running } from "./run-progress.tsx";
import { texts } from "./texts.ts";
import { useAnalysisChart } from "./use-analysis-chart.ts";
import { PHONE, useMedia } from "./use-media.ts";
import { useLadderTags } from "./use-ladder-tags.ts";
import { isStale } from "./standing.ts";
import { useStanding } from "./use-standing.ts";
import type { AnalysisView as View } from "./view-model.ts";

interface Props {
  plan: Plan;
  versions: readonly PlanSummary[];
  versionsError: unknown;
  onRetryVersions: () => void;
  busy: boolean;
  waiting: boolean;
  running: Running;
  onUpdate: () => void;
  onOpen: (planId: string) => void;
  journal: (coin: { symbol: string; venue: string }) => ReactNode;
}

/** How many earlier plans can be laid over the chart. */
const OVERLAYS = 3;

/** One stored version with everything that is worked out around it: leg, price, standing, chart. */
export function ShownAnalysis({ plan, versions, ...rest }: Props) {
  const t = useMessages(texts);
  const words = useMessages(chartTexts);
  const names = useMessages(verdicts);
  const ui = useMessages(uiTexts);
  const format = useFormat();
  const { payload } = plan;
  const [wish, setWish] = useState<LegName | null>(null);
  const leg = wish && payload[wish] ? wish : firstLeg(payload);
  const newest = versions.every((each) => each.version <= plan.version);
  const brief = useMedia(PHONE);
  const { older, layers } = useOlderPlans(plan, versions);
  const standing = useStanding(plan);
  const events = useMemo(() => standing.outcomes.flatMap((outcome) => outcome.events), [standing]);
  const chart = useAnalysisChart({
    symbol: payload.symbol,
    venue: payload.venue,
    payload,
    leg,
    newest,
    older,
    events,
    format,
    brief,
    sized: !isStale(standing),
  });
  const tags = useLadderTags({ ...chart, format });
  const view: View = {
    plan,
    payload,
    leg,
    standing,
    versions,
    newest,
    format,
  };
  const copy = async (id: string) => {
    const rung = chart.rungs.find((each) => each.id === id);
    if (!rung) return;
    const value = orderPrice(rung.price, payload.priceDigits);
    if (await copyText(value)) notify(ui("copiedValue", { value }));
    else notify(ui("copyFailed"), "problem");
  };
  const extra = [
    ...layers,
    ...(chart.after ? [{ id: "after", label: words("after"), on: chart.after.on, toggle: chart.after.toggle }] : []),
  ];
  return (
    <>
      <p role="status" className="sr-only">
        {t("verdictSpoken", { symbol: payload.symbol, verdict: names(payload.action), headline: payload.headline })}
      </p>
      <AnalysisView
        {...rest}
        view={view}
        onLeg={setWish}
        chart={{
          symbol: payload.symbol,
          synthetic: payload.venue === "sandbox",
          timeframe: chart.timeframe,
          onTimeframe: chart.setTimeframe,
          columns: chart.columns,
          error: chart.error,
          onRetry: chart.retry,
          overlay: chart.overlay,
          rungs: chart.rungs,
          tags,
          tickDigits: payload.priceDigits,
          extra,
          onCopy: (id) => void copy(id),
        }}
      />
    </>
  );
}

/** Earlier versions that somebody laid over the chart. */
function useOlderPlans(plan: Plan, versions: readonly PlanSummary[]) {
  const t = useMessages(chartTexts);
  const language = useLanguage();
  const format = useFormat();
  const [shown, setShown] = useState<readonly string[]>([]);
  const earlier = versions.filter((each) => each.version < plan.version).slice(0, OVERLAYS);
  const wanted = earlier.filter((each) => shown.includes(each.planId));
  const older = useQueries({
    queries: wanted.map((each) => planQuery(each.planId, language)),
    combine: (results) =>
      results.flatMap((result) => (result.data ? [olderPlan(result.data.payload, result.data.version, format)] : [])),
  });
  const layers = earlier.map((each) => ({
    id: each.planId,
    label: t("older", { version: each.version }),
    on: shown.includes(each.planId),
    toggle: () =>
      setShown(shown.includes(each.planId) ? shown.filter((id) => id !== each.planId) : [...shown, each.planId]),
  }));
  return { older, layers };
}
