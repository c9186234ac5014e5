import { Link } from "@tanstack/react-router";
import { Ellipsis, GripVertical } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Menu } from "../../ui/menu.tsx";
import { useReorder } from "./use-reorder.ts";
import { watchlistTexts } from "./watchlist-texts.ts";

interface Props {
  symbols: readonly string[];
  /** How many of them today's quota still covers. */
  covered: number;
  /** `placeOf` tells the new place from the one that the coin has by then. */
  onMove: (symbol: string, placeOf: (from: number) => number) => void;
  onDrop: (symbol: string) => void;
  onOpen: (symbol: string) => void;
}

/** The coins of a list in their order: pulled by the handle, moved with the arrow keys, or through the menu. */
export function WatchlistRows({ symbols, covered, onMove, onDrop, onOpen }: Props) {
  const t = useMessages(watchlistTexts);
  const [spoken, setSpoken] = useState("");
  const follow = useRef<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const move = (from: number, placeOf: (from: number) => number) => {
    const symbol = symbols[from];
    if (symbol === undefined) return;
    follow.current = symbol;
    setSpoken(t("movedTo", { symbol, place: placeOf(from) + 1, of: symbols.length }));
    onMove(symbol, placeOf);
  };
  const step = (from: number, by: number) => move(from, (place) => place + by);
  const { handle, style, dragged } = useReorder(symbols.length, { onDrop: (from, to) => move(from, () => to), onStep: step });
  // The focus stays on the handle of the coin that was moved, wherever its row is now.
  useEffect(() => {
    if (follow.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(follow.current)}"]`)?.focus();
    follow.current = null;
  }, [symbols]);
  return (
    <>
      <ol ref={list}>
        {symbols.map((symbol, index) => (
          <li
            key={symbol}
            style={style(index)}
            className={cx(
              "relative flex h-9 last:rounded-b-[7px] items-center gap-1 border-t border-line pr-2 pl-1 max-md:h-12",
              dragged === index ? "z-10 rounded-control border border-accent bg-raised shadow-float" : "bg-panel",
              dragged !== null && dragged !== index && "transition-transform duration-150 ease-out",
              index === covered && index > 0 && "mt-7",
            )}
          >
            {index === covered && index > 0 && (
              <span className="absolute -top-6 left-4 text-caption text-warn">{t("beyond")}</span>
            )}
            <button
              type="button"
              data-handle={symbol}
              aria-label={t("handle", { symbol })}
              {...handle(index)}
              className="flex h-full w-8 cursor-grab touch-none items-center justify-center rounded-control text-ink-3 hover:text-ink active:cursor-grabbing max-md:w-11"
            >
              <GripVertical aria-hidden size={15} />
            </button>
            <span className="w-6 text-right text-secondary text-ink-3">{index + 1}</span>
            <Link to="/analysis" search={{ symbol }} className="ml-2 min-w-0 flex-1 truncate text-body hover:underline">
              <Pair symbol={symbol} faded={index >= covered} />
            </Link>
            <Menu
              label={t("coinActions", { symbol })}
              trigger={
                <button type="button" aria-label={t("coinActions", { symbol })} className="rounded-control p-1.5 text-ink-2 hit-44 hover:bg-raised hover:text-ink">
                  <Ellipsis aria-hidden size={16} />
                </button>
              }
              entries={[
                { id: "top", label: t("top"), disabled: index === 0, run: () => move(index, () => 0) },
                { id: "up", label: t("up"), disabled: index === 0, run: () => step(index, -1) },
                { id: "down", label: t("down"), disabled: index === symbols.length - 1, run: () => step(index, 1) },
                { id: "open", label: t("analyse"), run: () => onOpen(symbol) },
                "line",
                { id: "drop", label: t("drop"), danger: true, run: () => onDrop(symbol) },
              ]}
            />
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {spoken}
      </p>
    </>
  );
}

/** BTC/USDT, the coin stronger than what it is priced in. */
export function Pair({ symbol, faded = false }: { symbol: string; faded?: boolean }) {
  const [base = symbol, quote] = symbol.split("/");
  return (
    <>
      <span className={cx("font-medium", faded ? "text-ink-3" : "text-ink")}>{base}</span>
      {quote && <span className="text-ink-3">/{quote}</span>}
    </>
  );
}
