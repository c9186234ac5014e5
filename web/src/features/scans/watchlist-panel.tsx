import { useNavigate } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import type { Watchlist } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useVenueTitle } from "../../lib/venues.ts";
import { Menu } from "../../ui/menu.tsx";
import { Panel } from "../../ui/panel.tsx";
import { EmptyState, ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { SymbolAdder } from "./symbol-adder.tsx";
import type { Watchlists } from "./use-watchlists.ts";
import { WatchlistRows } from "./watchlist-rows.tsx";
import { watchlistTexts } from "./watchlist-texts.ts";

interface Props {
  watchlists: Watchlists;
  list: Watchlist | null;
  /** Where a new list looks for its coins. */
  venue: string;
  /** How many analyses are left today; null while it is not known. */
  left: number | null;
  /** The name of the list that the first coin will begin. */
  draft: string | null;
  onRename: () => void;
}

/** The coins of the chosen list and how to change them. Every change is kept at once. */
export function WatchlistPanel({ watchlists, list, venue, left, draft, onRename }: Props) {
  const t = useMessages(watchlistTexts);
  const { query, add, make, move, drop, remove } = watchlists;
  const navigate = useNavigate();
  const where = list?.venue ?? venue;
  const title = useVenueTitle(where);
  return (
    <Panel
      bare
      title={list?.name ?? draft ?? t("watchlist")}
      aside={
        list && (
          <>
            {title}
            <Menu
              label={t("actions")}
              trigger={
                <button type="button" aria-label={t("actions")} className="-my-1 rounded-control p-1.5 text-ink-2 hit-44 hover:bg-raised hover:text-ink">
                  <Ellipsis aria-hidden size={16} />
                </button>
              }
              entries={[
                { id: "rename", label: t("rename"), run: onRename },
                "line",
                { id: "remove", label: t("remove"), danger: true, run: () => remove(list) },
              ]}
            />
          </>
        )
      }
    >
      {query.isPending ? (
        <div className="px-4 pb-4">
          <SkeletonLines />
        </div>
      ) : query.isError ? (
        <div className="px-4 pb-4">
          <ErrorState title={t("failed")} error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : (
        <>
          <div className="px-4 pb-3">
            {!list && (
              <div className="mb-3">
                <EmptyState title={t(draft ? "emptyTitle" : "firstTitle")}>{t(draft ? "emptyMeans" : "firstMeans")}</EmptyState>
              </div>
            )}
            <SymbolAdder
              venue={where}
              have={list?.symbols ?? []}
              onAdd={(symbols) => (list ? add(list, symbols) : make({ name: draft ?? t("firstName"), venue, symbols }))}
            />
          </div>
          {list && (
            <WatchlistRows
              symbols={list.symbols}
              covered={left ?? list.symbols.length}
              onMove={(symbol, placeOf) => move(list, symbol, placeOf)}
              onDrop={(symbol) => drop(list, symbol)}
              onOpen={(symbol) => void navigate({ to: "/analysis", search: { symbol } })}
            />
          )}
        </>
      )}
    </Panel>
  );
}
