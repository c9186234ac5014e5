import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { timeframeMs, type ChartColumns, type OlderPlan } from "../../chart/chart-model.ts";
import type { OutcomeEvent } from "../../lib/api-model.ts";
import { asServerTime, useNow } from "../../lib/clock.ts";
import type { Format } from "../../lib/format.ts";
import { useMessages } from "../../lib/i18n.ts";
import { symbolsQuery } from "../../lib/server.ts";
import type { ChartTimeframe } from "./chart-panel.tsx";
import { chartTexts } from "./chart-texts.ts";
import { buildOverlay } from "./overlay.ts";
import { triggerTimeframe, type LegName, type Payload } from "./payload.ts";
import { chartQuery } from "./queries.ts";
import { buildRungs, type RungWord } from "./rungs.ts";

/** How far back an analysis may lie to be shown beside the candles of now. */
const LIVE_CANDLES = 300;
/** How much of what came after an old analysis is shown when somebody asks. */
const AFTER_CANDLES = 120;
const PRICE_EVERY = 10_000;
const NONE: readonly OutcomeEvent[] = [];

interface Wish {
  symbol: string;
  venue: string;
  payload: Payload | null;
  leg: LegName | null;
  newest: boolean;
  older: OlderPlan[];
  /** What happened to the plan so far. */
  events?: readonly OutcomeEvent[];
  format: Format;
  /** On a small screen. */
  brief: boolean;
  /** Whether the plan may still be acted on. */
  sized?: boolean;
}

/** Candles, price and everything that ladder and chart show of one analysis. */
export function useAnalysisChart({ symbol, venue, payload, leg, newest, older, events = NONE, format, brief, sized = true }: Wish) {
  const t = useMessages(chartTexts);
  const trigger = (payload ? triggerTimeframe(payload) : "15m") as ChartTimeframe;
  const [chosen, setChosen] = useState<ChartTimeframe | null>(null);
  const [after, setAfter] = useState(false);
  const timeframe = chosen ?? trigger;
  const step = timeframeMs(timeframe);
  const at = payload ? Date.parse(payload.at) : null;
  const minute = useNow(60_000);
  const live = at === null || (newest && minute - at < LIVE_CANDLES * step);
  const to = live ? null : after ? at + AFTER_CANDLES * step : at;

  const chart = useQuery(chartQuery({ venue, symbol, timeframe, to }));
  const ticker = useQuery({
    ...symbolsQuery(symbol, venue),
    enabled: live,
    staleTime: PRICE_EVERY / 2,
    refetchInterval: PRICE_EVERY,
  });
  const columns = usable(chart.data);
  const hit = live ? ticker.data?.find((each) => each.symbol === symbol && each.venue === venue) : undefined;
  const price = hit?.last ?? (live ? columns?.close.at(-1) : undefined) ?? payload?.price ?? null;

  const rungs = useMemo(() => {
    if (!payload || price === null) return [];
    const words = (word: RungWord, values?: Record<string, string | number | undefined>) => t(word, values);
    return buildRungs(payload, { leg, price, format, words, brief, sized });
    // The words change with the language, and so does the format.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [payload, leg, price, format, brief, sized]);

  const overlay = useMemo(
    () => payload && buildOverlay(payload, { rungs, format, timeframe, columns, older, events, boxWord: "Box" }),
    [payload, rungs, format, timeframe, columns, older, events],
  );

  return {
    timeframe,
    trigger,
    setTimeframe: setChosen,
    columns,
    error: chart.error,
    retry: () => void chart.refetch(),
    live,
    /** When the price shown was learnt, in ms. */
    pricedAt: hit ? asServerTime(ticker.dataUpdatedAt) : live ? asServerTime(chart.dataUpdatedAt) : at,
    price,
    rungs,
    overlay,
    tickDigits: payload?.priceDigits ?? digitsOf(columns),
    after: live ? null : { on: after, toggle: () => setAfter(!after) },
  };
}

function usable(columns: ChartColumns | undefined): ChartColumns | null {
  return columns && columns.ts.length > 0 ? columns : null;
}

/** Decimals that recent closes are written with; where no analysis says what the tick is. */
function digitsOf(columns: ChartColumns | null): number {
  const closes = columns?.close.slice(-50) ?? [];
  return Math.min(8, Math.max(0, ...closes.map((close) => String(close).split(".")[1]?.length ?? 0)));
}
