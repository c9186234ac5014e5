import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CandlestickChart, FileClock, Ruler, ScanSearch, type LucideIcon } from "lucide-react";
import { useDeferredValue } from "react";
import { availableActions, useActionList } from "../lib/actions.ts";
import { watchlistsQuery } from "../features/scans/queries.ts";
import type { PlanSummary, SymbolHit } from "../lib/api-model.ts";
import { useMessages } from "../lib/i18n.ts";
import { ranked, symbolRank } from "../lib/search-rank.ts";
import { meQuery, plansQuery, symbolsQuery } from "../lib/server.ts";
import { useFormat } from "../lib/use-format.ts";
import { verdicts } from "../ui/status-chip.tsx";
import { paletteTexts, shellTexts } from "./texts.ts";
import { useVenueTitle } from "../lib/venues.ts";

export type Entry = {
  id: string;
  icon: LucideIcon;
  /** "Analisa", set in the normal weight. */
  verb?: string;
  /** The thing itself: ETH/USDT, a command's name. */
  label: string;
  note?: string;
  keys?: string[];
  run: () => void;
};
export type Section = { id: "markets" | "commands" | "yours"; entries: Entry[] };

const SHOWN_MARKETS = 4;
const SHOWN_COMMANDS = 6;
const SHOWN_PLANS = 4;
const SHOWN_LISTS = 3;

/** The symbols that really contain what was typed, the nearest first. */
export function nearest(typed: string, hits: readonly SymbolHit[]): SymbolHit[] {
  return hits
    .map((hit, index) => ({ hit, index, score: symbolRank(typed, hit) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map((each) => each.hit);
}

/** What the palette offers for what was typed; markets first when a symbol begins with it. */
export function usePaletteEntries(typed: string, open: boolean): { sections: Section[]; searching: boolean } {
  const text = useDeferredValue(typed.trim());
  const venue = useQuery(meQuery).data?.venue.name;
  const search = useQuery({ ...symbolsQuery(text, venue), enabled: open && text !== "" });
  const plans = useQuery({ ...plansQuery({ limit: 50 }), enabled: open });
  const hits = typed.trim() ? nearest(typed, search.data ?? []) : [];
  const markets: Section = { id: "markets", entries: useMarketEntries(hits) };
  const commands: Section = { id: "commands", entries: useCommandEntries(typed) };
  const yours: Section = { id: "yours", entries: [...useWatchlistEntries(typed, open), ...usePlanEntries(typed, plans.data?.plans ?? [])] };
  const top = hits[0];
  const marketsFirst = top !== undefined && symbolRank(typed, top) >= 60;
  const order = marketsFirst ? [markets, commands, yours] : [commands, markets, yours];
  const searching = text !== "" && (search.isFetching || text !== typed.trim());
  return { sections: order.filter((section) => section.entries.length > 0), searching };
}

/** Open the analysis page for a symbol; `start` also starts the analysis. */
export function useOpenSymbol(): (symbol: string, start: boolean) => void {
  const navigate = useNavigate();
  return (symbol, start) => void navigate({ to: "/analysis", search: start ? { symbol, start: "1" } : { symbol } });
}

function useMarketEntries(hits: readonly SymbolHit[]): Entry[] {
  const t = useMessages(paletteTexts);
  const format = useFormat();
  const open = useOpenSymbol();
  const top = hits[0];
  const venue = useVenueTitle(top?.venue ?? "");
  if (!top) return [];
  const price = top.last === null ? null : top.tick ? format.atTick(top.last, top.tick) : format.level(top.last);
  const change = top.change24h === null ? null : `${format.change(top.change24h)} ${t("day")}`;
  const analyse: Entry = {
    id: `analyse ${top.symbol}`,
    icon: Ruler,
    verb: t("analyse"),
    label: top.symbol,
    note: [venue, price, change].filter(Boolean).join(" · "),
    keys: ["enter"],
    run: () => open(top.symbol, true),
  };
  const charts = hits.slice(0, SHOWN_MARKETS).map((hit, index) => ({
    id: `chart ${hit.symbol}`,
    icon: CandlestickChart,
    verb: t("chart"),
    label: hit.symbol,
    ...(index === 0 ? { keys: ["mod", "enter"] } : {}),
    run: () => open(hit.symbol, false),
  }));
  return [analyse, ...charts];
}

function useCommandEntries(typed: string): Entry[] {
  useActionList();
  const offered = availableActions().filter((action) => action.id !== "palette");
  return ranked(typed, offered, (action) => `${action.label()} ${action.keywords?.() ?? ""}`)
    .slice(0, typed.trim() ? SHOWN_COMMANDS : 12)
    .map((action) => ({
      id: action.id,
      icon: action.icon,
      label: action.label(),
      ...(action.shortcut ? { keys: action.shortcut.split("+") } : {}),
      run: action.run,
    }));
}

/** The scan page with one of the watchlists chosen. */
function useWatchlistEntries(typed: string, open: boolean): Entry[] {
  const t = useMessages(shellTexts);
  const p = useMessages(paletteTexts);
  const navigate = useNavigate();
  const lists = useQuery({ ...watchlistsQuery, enabled: open }).data ?? [];
  return ranked(typed, lists, (list) => `${t("scan")} ${list.name}`)
    .slice(0, SHOWN_LISTS)
    .map((list) => ({
      id: `watchlist ${list.watchlistId}`,
      icon: ScanSearch,
      verb: t("scan"),
      label: list.name,
      note: p("coins", { count: list.symbols.length }),
      run: () => void navigate({ to: "/scan", search: { list: list.watchlistId } }),
    }));
}

function usePlanEntries(typed: string, plans: readonly PlanSummary[]): Entry[] {
  const t = useMessages(paletteTexts);
  const v = useMessages(verdicts);
  const format = useFormat();
  const navigate = useNavigate();
  return ranked(typed, plans, (plan) => `${plan.symbol} v${plan.version} ${t("plan")}`)
    .slice(0, SHOWN_PLANS)
    .map((plan) => ({
      id: `plan ${plan.planId}`,
      icon: FileClock,
      verb: t("plan"),
      label: `${plan.symbol} v${plan.version}`,
      note: `${format.dayMonth(plan.createdAt)} ${format.clock(plan.createdAt)} · ${v(plan.action)} · ${plan.score}/50`,
      run: () => void navigate({ to: "/analysis", search: { plan: plan.planId } }),
    }));
}
