import { ArrowDown, ArrowUp } from "lucide-react";
import { useRef, type KeyboardEvent, type ReactNode } from "react";
import type { ScanItem } from "../../lib/api-model.ts";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Definition } from "../../ui/definition.tsx";
import { Select } from "../../ui/select.tsx";
import { firstDirection, ranksOf, sorted, SORTS, type Sort, type SortKey } from "./model.ts";
import { ScanRow } from "./scan-row.tsx";
import { scanTexts } from "./texts.ts";

interface Props {
  items: readonly ScanItem[];
  /** The plans are no longer something to act on. */
  over: boolean;
  sort: Sort;
  onSort: (sort: Sort) => void;
  onOpen: (planId: string) => void;
}

const SORT_NAMES = { score: "byScore", symbol: "bySymbol", action: "byAction", price: "byPrice", rr: "byRr" } as const;

/** The coins of a scan, ranked; on phones one below the other. Arrows walk the rows, Enter opens one. */
export function ScanTable({ items, over, sort, onSort, onOpen }: Props) {
  const t = useMessages(scanTexts);
  const body = useRef<HTMLTableSectionElement>(null);
  const ranks = ranksOf(items);
  const press = (key: SortKey) => onSort(key === sort.key ? { key, up: !sort.up } : { key, up: firstDirection(key) });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...(body.current?.querySelectorAll<HTMLElement>("[data-open]") ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
  };
  const head = (key: SortKey, label: ReactNode, side: "left" | "right" = "left") => (
    <Head sort={key === sort.key ? sort : null} side={side} onPress={() => press(key)}>
      {label}
    </Head>
  );
  return (
    <>
      <div className="border-t border-line px-4 py-2 lg:hidden">
        <Select
          label={t("sortBy")}
          hideLabel
          value={sort.key}
          onChange={(key) => onSort({ key, up: firstDirection(key) })}
          options={SORTS.map((key) => ({ value: key, label: t(SORT_NAMES[key]) }))}
        />
      </div>
      <div className="overflow-x-auto scroll-thin" role="region" aria-label={t("results")} tabIndex={-1}>
        <table role="table" className="w-full border-collapse text-body max-lg:block">
          <caption className="sr-only">{t("results")}</caption>
          <thead role="rowgroup" className="max-lg:sr-only">
            <tr role="row" className="text-secondary text-ink-3">
              <th role="columnheader" scope="col" className="h-8 pl-4 text-right font-normal">
                <span title={t("rankMeans")}>{t("rank")}</span>
              </th>
              {head("symbol", t("symbol"))}
              {head("action", t("verdict"))}
              {head("score", t("score"))}
              {head("price", t("price"), "right")}
              <Plain wide="min-w-32" says={t("pullbackMeans")}>{t("pullback")}</Plain>
              <Plain wide="min-w-18" says={t("breakoutMeans")}>{t("breakout")}</Plain>
              {head("rr", <abbr title={t("rrMeans")} className="no-underline">{t("rr")}</abbr>, "right")}
              <th role="columnheader" scope="col" className="h-8 pr-4 pl-2 text-left font-normal lg:w-full">
                {t("note")}
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup" ref={body} onKeyDown={onKeyDown} className="max-lg:block">
            {sorted(items, sort).map((item) => (
              <ScanRow key={item.position} item={item} over={over} rank={ranks.get(item.position) ?? null} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const ARROW = { size: 12, "aria-hidden": true } as const;

function Head({ sort, side, onPress, children }: { sort: Sort | null; side: "left" | "right"; onPress: () => void; children: ReactNode }) {
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={sort ? (sort.up ? "ascending" : "descending") : "none"}
      className={cx("h-8 px-2 font-normal whitespace-nowrap", side === "right" ? "min-w-16 text-right" : "min-w-20 text-left")}
    >
      <button type="button" onClick={onPress} className={cx("inline-flex items-center gap-1 rounded-tag hover:text-ink", sort && "font-medium text-ink")}>
        {children}
        {sort && (sort.up ? <ArrowUp {...ARROW} /> : <ArrowDown {...ARROW} />)}
      </button>
    </th>
  );
}

function Plain({ says, wide, children }: { says: string; wide: string; children: ReactNode }) {
  return (
    <th role="columnheader" scope="col" className={cx("h-8 px-2 text-right font-normal", wide)}>
      <Definition says={says}>{children}</Definition>
    </th>
  );
}
