import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Scan, ScanItem } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { meQuery } from "../../lib/server.ts";
import { useTitle } from "../../lib/use-title.ts";
import { BarSlot } from "../../ui/bar-slot.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { EarlierScans } from "./earlier-scans.tsx";
import { readSort, writeSort, type ScanOptions } from "./model.ts";
import { NameDialog } from "./name-dialog.tsx";
import { scansQuery } from "./queries.ts";
import { ScanBar, type OptionFields } from "./scan-bar.tsx";
import { ScanResult } from "./scan-result.tsx";
import { scanTexts } from "./texts.ts";
import { Starters } from "./starters.tsx";
import { useScanActions } from "./use-scan-actions.ts";
import { useScan, type ScanWish } from "./use-scan.ts";
import { useWatchlists } from "./use-watchlists.ts";
import { WatchlistChooser } from "./watchlist-chooser.tsx";
import { WatchlistPanel } from "./watchlist-panel.tsx";
import { watchlistTexts } from "./watchlist-texts.ts";

/** What the address remembers. */
export interface ScanSearch {
  list?: string;
  scan?: string;
  sort?: string;
}

interface Props {
  search: ScanSearch;
  onSearch: (change: { [Key in keyof ScanSearch]?: ScanSearch[Key] | null }) => void;
  options: ScanOptions;
  fields: OptionFields;
  /** The options in a few words. */
  summary: string;
}

/** The whole page: which coins, how, how it is getting on, and what came out. */
export function ScanDesk({ search, onSearch, options, fields, summary }: Props) {
  const t = useMessages(scanTexts);
  const w = useMessages(watchlistTexts);
  useTitle(t("title"));
  const [naming, setNaming] = useState<"new" | "rename" | null>(null);
  const me = useQuery(meQuery).data;
  const quota = me?.quota ?? null;
  const venue = me?.venue.name ?? "";
  // A new list is only a name until its first coin is there.
  const [draft, setDraft] = useState<string | null>(null);
  const open = (list: string | null) => {
    setDraft(null);
    onSearch({ list });
  };
  const watchlists = useWatchlists(open);
  const chosen = watchlists.lists.find((each) => each.watchlistId === search.list) ?? watchlists.lists[0] ?? null;
  const list = draft === null ? chosen : null;
  const earlier = useQuery(scansQuery);
  const shown = search.scan ?? earlier.data?.scans[0]?.scanId ?? null;
  const { query, running, start, cancel } = useScan(shown, (scan) => onSearch({ scan, sort: null }));
  const busy = running || start.isPending;
  const scan = (wish: ScanWish) => start.mutate({ wish, options });
  const begin = () => list && list.symbols.length > 0 && scan({ watchlistId: list.watchlistId });
  const retry = (items: readonly ScanItem[], { venue: where }: Scan) => scan({ symbols: items.map((item) => item.symbol), venue: where });
  const count = list?.symbols.length ?? 0;
  useScanActions({ count, busy, running, onScan: begin, onCancel: () => cancel.mutate(), onMake: () => setNaming("new") });
  return (
    <div className="flex flex-col gap-3">
      <BarSlot>
        <span aria-hidden className="truncate text-base font-semibold text-ink">
          {t("title")}
        </span>
      </BarSlot>
      <h1 className="sr-only">{t("title")}</h1>
      <ScanBar
        chooser={<WatchlistChooser lists={watchlists.lists} chosen={list} draft={draft} onChoose={open} onMake={() => setNaming("new")} />}
        fields={fields}
        summary={summary}
        count={count}
        quota={quota}
        busy={busy}
        onScan={begin}
      />
      {start.isError && (
        <div className="border-line bg-panel p-4 max-md:border-y md:rounded-panel md:border">
          <ErrorState title={t("startFailed")} error={start.error} />
        </div>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 xl:grid-cols-[minmax(0,1fr)_348px]">
        <div className={shown === null ? "max-xl:order-2" : ""}>
          <ScanResult
            scan={query.data ?? null}
            error={shown === null ? earlier.error : query.error}
            onReload={() => void (shown === null ? earlier.refetch() : query.refetch())}
            any={shown !== null || !earlier.isSuccess}
            begin={
              watchlists.query.isSuccess &&
              count === 0 && (
                <Starters
                  venue={venue}
                  busy={watchlists.making}
                  onBegin={(symbols) => watchlists.make({ name: draft ?? w("firstName"), venue, symbols })}
                />
              )
            }
            quota={quota}
            sort={readSort(search.sort)}
            cancelling={cancel.isPending || (cancel.isSuccess && running)}
            starting={start.isPending}
            onSort={(sort) => onSearch({ sort: writeSort(sort) })}
            onCancel={() => cancel.mutate()}
            onRetry={retry}
          />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 md:max-xl:grid-cols-2">
          <WatchlistPanel
            watchlists={watchlists}
            list={list}
            venue={venue}
            left={quota ? Math.max(0, quota.limit - quota.used) : null}
            draft={draft}
            onRename={() => setNaming("rename")}
          />
          <EarlierScans shown={shown} onOpen={(id) => onSearch({ scan: id, sort: null })} />
        </div>
      </div>
      {naming === "new" && (
        <NameDialog
          title={w("makeTitle")}
          confirm={w("makeIt")}
          name=""
          onName={setDraft}
          onClose={() => setNaming(null)}
        />
      )}
      {naming === "rename" && list && (
        <NameDialog
          title={w("renameTitle")}
          confirm={w("save")}
          name={list.name}
          onName={(name) => watchlists.rename(list, name)}
          onClose={() => setNaming(null)}
        />
      )}
    </div>
  );
}
