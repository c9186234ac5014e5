import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./api.ts";
import type { Me, PlanList, SymbolHit, TakenTrade, Venue } from "./api-model.ts";

/** Facts of the server that several parts of the page ask for; each lives in one place of the query cache. */

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api.get<Me>("/api/me", {}, signal),
  staleTime: 15_000,
  refetchInterval: 30_000,
  retry: false,
});

export const venuesQuery = queryOptions({
  queryKey: ["venues"],
  queryFn: ({ signal }) => api.get<Venue[]>("/api/venues", {}, signal),
  staleTime: 300_000,
});

export const symbolsQuery = (text: string, venue?: string) =>
  queryOptions({
    queryKey: ["symbols", venue ?? "", text.trim().toLowerCase()],
    queryFn: ({ signal }) => api.get<SymbolHit[]>("/api/symbols", { q: text.trim(), venue }, signal),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

export const plansQuery = (filter: { symbol?: string; venue?: string; timeframes?: string; limit?: number } = {}) =>
  queryOptions({
    queryKey: ["plans", filter],
    queryFn: ({ signal }) => api.get<PlanList>("/api/plans", filter, signal),
    staleTime: 10_000,
  });

export const takenQuery = queryOptions({
  queryKey: ["taken"],
  queryFn: ({ signal }) => api.get<TakenTrade[]>("/api/taken", {}, signal),
  staleTime: 10_000,
});
