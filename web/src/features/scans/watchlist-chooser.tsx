import { Check, ChevronsUpDown, Plus } from "lucide-react";
import type { Watchlist } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Menu } from "../../ui/menu.tsx";
import { watchlistTexts } from "./watchlist-texts.ts";

interface Props {
  lists: readonly Watchlist[];
  chosen: Watchlist | null;
  /** The name of the list that is about to begin. */
  draft: string | null;
  onChoose: (watchlistId: string) => void;
  onMake: () => void;
}

/** Which list is scanned; the way to a new one. */
export function WatchlistChooser({ lists, chosen, draft, onChoose, onMake }: Props) {
  const t = useMessages(watchlistTexts);
  const tick = (list: Watchlist) => (
    <span className="w-4 shrink-0">{list.watchlistId === chosen?.watchlistId && <Check aria-hidden size={14} />}</span>
  );
  return (
    <Menu
      align="start"
      label={t("watchlists")}
      trigger={
        <button
          type="button"
          aria-label={chosen ? t("choose", { name: chosen.name, count: chosen.symbols.length }) : (draft ?? t("none"))}
          className="inline-flex h-10 min-w-0 items-center justify-between gap-3 rounded-control border border-control px-3 hover:bg-raised max-md:h-11 max-md:w-full"
        >
          <span className="min-w-0 truncate text-base font-semibold text-ink">{chosen?.name ?? draft ?? t("none")}</span>
          <span className="flex shrink-0 items-center gap-3 text-secondary text-ink-3">
            {chosen && t("coins", { count: chosen.symbols.length })}
            <ChevronsUpDown aria-hidden size={14} className="text-ink-2" />
          </span>
        </button>
      }
      entries={[
        ...lists.map((list) => ({
          id: list.watchlistId,
          label: list.name,
          icon: tick(list),
          note: t("coins", { count: list.symbols.length }),
          run: () => onChoose(list.watchlistId),
        })),
        ...(lists.length > 0 ? (["line"] as const) : []),
        { id: "new", label: t("make"), icon: <Plus aria-hidden size={15} />, run: onMake },
      ]}
    />
  );
}
