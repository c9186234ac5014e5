import { useMemo } from "react";
import { copyText } from "../../../lib/clipboard.ts";
import { useMessages } from "../../../lib/i18n.ts";
import { useFormat } from "../../../lib/use-format.ts";
import { uiTexts } from "../../../ui/texts.ts";
import { notify } from "../../../ui/toast.tsx";
import { DEFAULT_LAYERS } from "../../../chart/chart-model.ts";
import { chartTexts } from "../chart-texts.ts";
import { ChartPanel } from "../chart-panel.tsx";
import { olderPlan } from "../overlay.ts";
import { firstLeg, type Plan } from "../payload.ts";
import { orderPrice } from "../price-text.ts";
import { useAnalysisChart } from "../use-analysis-chart.ts";
import { useLadderTags } from "../use-ladder-tags.ts";
import { PHONE, useMedia } from "../use-media.ts";
import { compareTexts } from "./texts.ts";

interface Props {
  before: Plan;
  after: Plan;
  /** Whether the second one is the newest version of its chain, so that the price now belongs beside it. */
  newest: boolean;
}

/** The plans are what is compared: levels and box stay away until they are asked for. */
const LAYERS = { ...DEFAULT_LAYERS, zones: false, box: false };

/** Both plans on one chart: the older dotted from its own moment, the newer with the ladder. */
export function CompareChart({ before, after, newest }: Props) {
  const t = useMessages(chartTexts);
  const ui = useMessages(uiTexts);
  const format = useFormat();
  const brief = useMedia(PHONE);
  const { payload } = after;
  const older = useMemo(() => [olderPlan(before.payload, before.version, format)], [before, format]);
  const chart = useAnalysisChart({
    symbol: payload.symbol,
    venue: payload.venue,
    payload,
    leg: firstLeg(payload),
    newest,
    older,
    format,
    brief,
  });
  const tags = useLadderTags({ ...chart, format });
  const overlay = useMemo(
    () => chart.overlay && { ...chart.overlay, name: brief ? `v${after.version}` : `v${after.version} ${format.clock(payload.at)}` },
    [chart.overlay, after.version, payload.at, format, brief],
  );
  const copy = async (id: string) => {
    const rung = chart.rungs.find((each) => each.id === id);
    if (!rung) return;
    const value = orderPrice(rung.price, payload.priceDigits);
    if (await copyText(value)) notify(ui("copiedValue", { value }));
    else notify(ui("copyFailed"), "problem");
  };
  return (
    <ChartPanel
      low
      symbol={payload.symbol}
      synthetic={payload.venue === "sandbox"}
      timeframe={chart.timeframe}
      onTimeframe={chart.setTimeframe}
      columns={chart.columns}
      error={chart.error}
      onRetry={chart.retry}
      overlay={overlay}
      rungs={chart.rungs}
      tags={tags}
      tickDigits={payload.priceDigits}
      extra={chart.after ? [{ id: "after", label: t("after"), on: chart.after.on, toggle: chart.after.toggle }] : []}
      firstLayers={LAYERS}
      spacing={8}
      legend={<Legend before={before.version} after={after.version} />}
      onCopy={(id) => void copy(id)}
    />
  );
}

/** Dotted is the older plan, solid the newer one. */
function Legend({ before, after }: { before: number; after: number }) {
  const t = useMessages(compareTexts);
  return (
    <p className="flex flex-wrap items-center gap-x-4 text-secondary text-ink-2 max-md:hidden">
      <span className="inline-flex items-center gap-2">
        <span aria-hidden className="w-5 border-t-2 border-dotted border-ink-3" />
        {t("planOf", { version: before })}
      </span>
      <span className="inline-flex items-center gap-2">
        <span aria-hidden className="w-5 border-t-2 border-accent" />
        {t("planOf", { version: after })}
      </span>
    </p>
  );
}
