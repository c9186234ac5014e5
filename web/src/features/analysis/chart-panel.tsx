import { FlaskConical, Maximize, Minimize } from "lucide-react";
import { useMemo, useRef, useState, type ReactNode } from "react";
import { barAt } from "../../chart/bars.ts";
import { ChartCanvas } from "../../chart/chart-canvas.tsx";
import { DEFAULT_LAYERS, type ChartColumns, type Layers, type Overlay } from "../../chart/chart-model.ts";
import { createGeometryStore } from "../../chart/geometry-store.ts";
import { PriceLadder, type LadderTag } from "../../chart/price-ladder.tsx";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Definition } from "../../ui/definition.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Badge } from "../../ui/tag.tsx";
import { AverageLegend } from "./average-legend.tsx";
import { chartTexts } from "./chart-texts.ts";
import { ChartTwin } from "./chart-twin.tsx";
import { createHoverStore } from "./hover-store.ts";
import { LayersMenu, type ExtraLayer } from "./layers-menu.tsx";
import { OhlcLegend } from "./ohlc-legend.tsx";
import type { Rung } from "./rungs.ts";
import { texts } from "./texts.ts";
import { PHONE, useMedia } from "./use-media.ts";
import { useFullScreen } from "./use-full-screen.ts";

export const TIMEFRAMES = ["15m", "1h", "4h", "1d"] as const;
export type ChartTimeframe = (typeof TIMEFRAMES)[number];

export interface ChartPanelProps {
  symbol: string;
  synthetic: boolean;
  timeframe: ChartTimeframe;
  onTimeframe: (timeframe: ChartTimeframe) => void;
  columns: ChartColumns | null;
  error: unknown;
  onRetry: () => void;
  overlay: Overlay | null;
  rungs: readonly Rung[];
  tags: readonly LadderTag[];
  tickDigits: number;
  extra: readonly ExtraLayer[];
  onCopy: (id: string) => void;
  /** What stands beside the timeframes instead of the figures of a candle. */
  legend?: ReactNode;
  /** What is drawn before somebody chooses otherwise. */
  firstLayers?: Layers;
  /** Pixels per candle at first. */
  spacing?: number;
  /** A lower chart, for answers that need little beside it. */
  low?: boolean;
}

/** The chart with the price ladder to its right. */
export function ChartPanel(props: ChartPanelProps) {
  const {
    symbol,
    synthetic,
    timeframe,
    onTimeframe,
    columns,
    error,
    onRetry,
    overlay,
    rungs,
    tags,
    tickDigits,
    extra,
    onCopy,
    legend,
    firstLayers = DEFAULT_LAYERS,
    spacing,
    low = false,
  } = props;
  const t = useMessages(chartTexts);
  const format = useFormat();
  const root = useRef<HTMLElement>(null);
  const { full, over, toggle } = useFullScreen(root);
  const compact = useMedia(PHONE);
  const [layers, setLayers] = useState(firstLayers);
  const [geometry] = useState(createGeometryStore);
  const [hover] = useState(createHoverStore);
  const last = useMemo(() => barAt(columns, (columns?.ts.length ?? 0) - 1), [columns]);

  return (
    <section
      ref={root}
      aria-label={t("chart", { symbol, timeframe })}
      className={cx(
        "flex min-w-0 flex-col overflow-hidden border-line bg-panel",
        over ? "fixed inset-0 z-40" : "h-full border-y md:rounded-panel md:border",
      )}
    >
      <header className="flex min-h-11 items-center gap-3.5 border-b border-line px-3 max-md:border-b-0 max-md:pt-2">
        <Segmented
          label={t("timeframe")}
          value={timeframe}
          onChange={onTimeframe}
          choices={TIMEFRAMES.map((value) => ({ value, label: value }))}
          size="sm"
        />
        {legend ?? <OhlcLegend hover={hover} last={last} format={format} tickDigits={tickDigits} />}
        <div className="ml-auto flex items-center gap-2">
          {synthetic && full && <Synthetic />}
          {!legend && <AverageLegend layers={layers} />}
          <LayersMenu layers={layers} onChange={setLayers} extra={extra} />
          <IconButton
            label={t(full ? "leaveFullScreen" : "fullScreen")}
            onClick={toggle}
            icon={
              full ? (
                <Minimize aria-hidden size={16} />
              ) : (
                <Maximize aria-hidden size={16} />
              )
            }
          />
        </div>
      </header>
      <div
        className={cx(
          "relative flex-1",
          full ? "min-h-0" : low ? "min-h-[372px] xl:min-h-[440px]" : "min-h-[372px] md:min-h-[480px] xl:min-h-[560px]",
        )}
      >
        <div className="absolute inset-y-0 left-0" style={{ right: tags.length > 0 ? (compact ? 106 : 206) : 8 }}>
          <ChartCanvas
            columns={columns}
            timeframe={timeframe}
            overlay={overlay}
            layers={layers}
            format={format}
            tickDigits={tickDigits}
            compact={compact}
            {...(spacing === undefined ? {} : { spacing })}
            geometry={geometry}
            onHover={hover.set}
            label={t("chart", { symbol, timeframe })}
            keys={t("keys")}
          />
        </div>
        {columns && (
          <PriceLadder tags={tags} geometry={geometry} compact={compact} label={t("ladder")} onCopy={onCopy} />
        )}
        {!columns && <Waiting error={error} timeframe={timeframe} onRetry={onRetry} />}
      </div>
      <ChartTwin rungs={rungs} columns={columns} format={format} tickDigits={tickDigits} />
    </section>
  );
}

function Synthetic() {
  const t = useMessages(texts);
  return (
    <Definition says={t("syntheticSays")} label={t("synthetic")}>
      <Badge tone="dashed" icon={<FlaskConical aria-hidden size={13} />}>
        {t("syntheticShort")}
      </Badge>
    </Definition>
  );
}

function Waiting({ error, timeframe, onRetry }: { error: unknown; timeframe: string; onRetry: () => void }) {
  const t = useMessages(chartTexts);
  return (
    <div className="absolute inset-0 flex items-center justify-center bg-panel p-6">
      {error ? (
        <ErrorState title={t("failed", { timeframe })} error={error} onRetry={onRetry}>
          {t("failedBody")}
        </ErrorState>
      ) : (
        <p role="status" className="text-body text-ink-3">
          {t("loading", { timeframe })}
        </p>
      )}
    </div>
  );
}
