import { queryOptions } from "@tanstack/react-query";
import type { Scan, ScanList, Watchlist } from "../../lib/api-model.ts";
import { api } from "../../lib/api.ts";
import type { Language } from "../../lib/i18n.ts";

const POLL_MS = 700;
const SHOWN_SCANS = 12;

export const watchlistsQuery = queryOptions({
  queryKey: ["watchlists"],
  queryFn: ({ signal }) => api.get<Watchlist[]>("/api/watchlists", {}, signal),
  staleTime: 60_000,
});

export const scansQuery = queryOptions({
  queryKey: ["scans"],
  queryFn: ({ signal }) => api.get<ScanList>("/api/scans", { limit: SHOWN_SCANS }, signal),
});

/** One scan, asked for again and again while it runs. */
export const scanQuery = (scanId: string, language: Language) =>
  queryOptions({
    queryKey: ["scan", scanId, language],
    queryFn: ({ signal }) => api.get<Scan>(`/api/scans/${scanId}`, { lang: language }, signal),
    refetchInterval: (query) => (query.state.data?.state === "running" ? POLL_MS : false),
    staleTime: 5_000,
  });
