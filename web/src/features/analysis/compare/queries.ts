import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";
import type { Comparison } from "../../../lib/api-model.ts";
import type { Language } from "../../../lib/i18n.ts";

/** The versions never change, but what became of them does. */
export const comparisonQuery = (from: string, to: string, language: Language) =>
  queryOptions({
    queryKey: ["compare", from, to, language],
    queryFn: ({ signal }) => api.get<Comparison>(`/api/plan/${from}/compare/${to}`, { lang: language }, signal),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
