import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ChartColumns } from "../../chart/chart-model.ts";
import { timeframeMs } from "../../chart/chart-model.ts";
import { api } from "../../lib/api.ts";
import { serverNow } from "../../lib/clock.ts";
import type { Language } from "../../lib/i18n.ts";
import { plansQuery } from "../../lib/server.ts";
import type { Plan } from "./payload.ts";

/** A stored version in the reader's language. A version never changes, so what is here stays. */
export const planQuery = (planId: string, language: Language) =>
  queryOptions({
    queryKey: ["plan", planId, language],
    queryFn: ({ signal }) => api.get<Plan>(`/api/plan/${planId}`, { lang: language }, signal),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

/** The versions of one symbol on one preset, newest first. */
export const versionsQuery = (symbol: string, preset: string) => plansQuery({ symbol, timeframes: preset, limit: 50 });

const CHART_CANDLES = 500;

interface ChartWish {
  venue: string;
  symbol: string;
  timeframe: string;
  /** Candles up to this moment; null for those up to now. */
  to: number | null;
}

/** The candles of one timeframe. Those of the past are final; those up to now are asked for again at each close. */
export const chartQuery = ({ venue, symbol, timeframe, to }: ChartWish) =>
  queryOptions({
    queryKey: ["chart", venue, symbol, timeframe, to],
    queryFn: ({ signal }) => {
      const query = { venue, symbol, timeframe, to: to ?? undefined, limit: CHART_CANDLES };
      return api.get<ChartColumns>("/api/chart", query, signal);
    },
    staleTime: to === null ? 5_000 : Infinity,
    refetchInterval: to === null ? () => untilClose(timeframe, serverNow()) + 1500 : false,
  });

/** How long until the running candle of a timeframe closes. */
export function untilClose(timeframe: string, moment: number): number {
  const step = timeframeMs(timeframe);
  return step - (moment % step);
}
