import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Watchlist } from "../../lib/api-model.ts";
import { api } from "../../lib/api.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { notify } from "../../ui/toast.tsx";
import { moved } from "./model.ts";
import { watchlistsQuery } from "./queries.ts";
import { watchlistTexts } from "./watchlist-texts.ts";

const KEY = watchlistsQuery.queryKey;
const complain = (error: Error) => notify(explain(error).text, "problem");
const bodyOf = ({ name, venue, symbols }: Omit<Watchlist, "watchlistId">) => ({ name, venue, symbols });

export type NewWatchlist = Omit<Watchlist, "watchlistId">;

/** The lists and what can be done with them. Changes show at once, are sent one after another, and go back when refused. */
export function useWatchlists(onOpen: (watchlistId: string | null) => void) {
  const t = useMessages(watchlistTexts);
  const client = useQueryClient();
  const query = useQuery(watchlistsQuery);
  const set = useCallback(
    (change: (lists: Watchlist[]) => Watchlist[]) => client.setQueryData(KEY, (lists) => change(lists ?? [])),
    [client],
  );
  const settle = () => (client.isMutating({ mutationKey: KEY }) <= 1 ? client.invalidateQueries({ queryKey: KEY }) : undefined);

  const change = useMutation({
    mutationKey: KEY,
    scope: { id: "watchlists" },
    mutationFn: (list: Watchlist) => api.put<Watchlist>(`/api/watchlists/${list.watchlistId}`, bodyOf(list)),
    onError: complain,
    onSettled: settle,
  });
  const replace = (list: Watchlist) => {
    void client.cancelQueries({ queryKey: KEY });
    set((lists) => lists.map((each) => (each.watchlistId === list.watchlistId ? list : each)));
    change.mutate(list);
  };

  const make = useMutation({
    mutationKey: KEY,
    scope: { id: "watchlists" },
    mutationFn: (list: NewWatchlist) => api.post<Watchlist>("/api/watchlists", bodyOf(list)),
    onSuccess: (made) => {
      set((lists) => [...lists, made]);
      onOpen(made.watchlistId);
    },
    onError: complain,
    onSettled: settle,
  });

  const remove = useMutation({
    mutationKey: KEY,
    scope: { id: "watchlists" },
    mutationFn: (list: Watchlist) => api.delete(`/api/watchlists/${list.watchlistId}`),
    onMutate: async (list) => {
      await client.cancelQueries({ queryKey: KEY });
      set((lists) => lists.filter((each) => each.watchlistId !== list.watchlistId));
    },
    onSuccess: (_answer, list) => {
      onOpen(null);
      notify(t("removed", { name: list.name }), "done", { label: t("undo"), run: () => make.mutate(list) });
    },
    onError: complain,
    onSettled: settle,
  });

  /** A list as it is at the moment of the change, not as it was when the button was drawn. */
  const edit = (watchlistId: string, by: (symbols: readonly string[]) => string[]) => {
    const list = client.getQueryData(KEY)?.find((each) => each.watchlistId === watchlistId);
    if (list) replace({ ...list, symbols: by(list.symbols) });
  };

  return {
    query,
    lists: query.data ?? [],
    making: make.isPending,
    make: make.mutate,
    remove: remove.mutate,
    rename: (list: Watchlist, name: string) => replace({ ...list, name }),
    add: (list: Watchlist, symbols: readonly string[]) =>
      edit(list.watchlistId, (now) => [...now, ...symbols.filter((symbol) => !now.includes(symbol))]),
    /** `placeOf` tells the new place from the one that the coin has by then. */
    move: (list: Watchlist, symbol: string, placeOf: (from: number) => number) =>
      edit(list.watchlistId, (now) => {
        const from = now.indexOf(symbol);
        return moved(now, from, Math.min(now.length - 1, Math.max(0, placeOf(from))));
      }),
    /** A list without coins is none: with its last coin it goes as a whole. */
    drop: (list: Watchlist, symbol: string) => {
      if (list.symbols.length === 1) return remove.mutate(list);
      const place = list.symbols.indexOf(symbol);
      edit(list.watchlistId, (now) => now.filter((each) => each !== symbol));
      const back = () =>
        edit(list.watchlistId, (now) => (now.includes(symbol) ? [...now] : [...now.slice(0, place), symbol, ...now.slice(place)]));
      notify(t("removedCoin", { symbol }), "done", { label: t("undo"), run: back });
    },
  };
}

export type Watchlists = ReturnType<typeof useWatchlists>;
