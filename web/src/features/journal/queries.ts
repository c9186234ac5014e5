import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import type { JournalSummary, JournalToday } from "../../lib/api-model.ts";
import { takenQuery } from "../../lib/server.ts";

export const summaryQuery = queryOptions({
  queryKey: ["journal", "summary"],
  queryFn: ({ signal }) => api.get<JournalSummary>("/api/journal/summary", {}, signal),
  staleTime: 10_000,
});

/** Asked for by itself: the server may have to look at candles first. */
export const todayQuery = queryOptions({
  queryKey: ["journal", "today"],
  queryFn: ({ signal }) => api.get<JournalToday>("/api/journal/today", {}, signal),
  staleTime: 30_000,
});

/** A change of the journal; list and summary are asked for again after it. */
function useJournalChange<Wish>(change: (wish: Wish) => Promise<unknown>, onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: takenQuery.queryKey });
      void queries.invalidateQueries({ queryKey: ["journal"] });
      onDone();
    },
  });
}

/** Write down the price at which a trade was left; said again, it corrects it. */
export const useClosing = (onDone: () => void) =>
  useJournalChange(
    ({ id, exitPrice }: { id: string; exitPrice: number }) => api.patch(`/api/taken/${id}`, { exitPrice }),
    onDone,
  );

export const useRemoval = (onDone: () => void) =>
  useJournalChange((id: string) => api.delete(`/api/taken/${id}`), onDone);
