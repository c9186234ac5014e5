import { useQuery } from "@tanstack/react-query";
import { Check, ChevronDown, ChevronsUpDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useDeferredValue, useId, useRef, useState, type KeyboardEvent } from "react";
import type { SymbolHit } from "../../lib/api-model.ts";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { symbolsQuery } from "../../lib/server.ts";
import { useFormat } from "../../lib/use-format.ts";
import { fieldClass } from "../../ui/input.tsx";
import { menuPanelClass } from "../../ui/menu.tsx";
import { texts } from "./texts.ts";

interface Props {
  value: string;
  venueTitle: string;
  onChange: (symbol: string) => void;
  /** `block` fills the width of its place, for the sheet on phones; `bar` is the title in the phone's top bar. */
  look?: "field" | "block" | "bar";
}

/** The coin: a button that opens a search over the venue's markets. */
export function SymbolPicker({ value, venueTitle, onChange, look = "field" }: Props) {
  const t = useMessages(texts);
  const [open, setOpen] = useState(false);
  const choose = (symbol: string) => {
    setOpen(false);
    if (symbol !== value) onChange(symbol);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={`${t("symbol")}: ${value}, ${venueTitle}`}
          className={cx(
            "inline-flex items-center gap-3 rounded-control",
            look === "bar" ? "hit-44" : "h-10 border border-control px-3 hover:bg-raised max-md:h-11",
            look === "block" ? "w-full justify-between" : "shrink-0",
          )}
        >
          <span className="text-base font-semibold text-ink">{value}</span>
          {look === "bar" ? (
            <ChevronDown aria-hidden size={16} className="-ml-1.5 text-ink-2" />
          ) : (
            <span className="flex items-center gap-3 text-secondary text-ink-3">
              <span className={cx(look === "field" && "max-xl:hidden")}>{venueTitle}</span>
              <ChevronsUpDown aria-hidden size={14} className="text-ink-2" />
            </span>
          )}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className={cx(menuPanelClass, "w-[min(420px,calc(100vw-16px))] p-2")}
        >
          <SymbolSearch value={value} onChoose={choose} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function SymbolSearch({ value, onChoose }: { value: string; onChoose: (symbol: string) => void }) {
  const t = useMessages(texts);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const asked = useDeferredValue(text);
  const { data, isError, isPlaceholderData } = useQuery(symbolsQuery(asked));
  const hits = (data ?? []).slice(0, 50);
  const at = Math.min(active, Math.max(0, hits.length - 1));

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.min(hits.length - 1, Math.max(0, at + step));
      setActive(next);
      list.current?.children[next]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      const hit = hits[at];
      // What is not listed is asked for all the same: the server names the nearest.
      if (hit && !isPlaceholderData) onChoose(hit.symbol);
      else if (text.trim()) onChoose(text.trim().toUpperCase());
    }
  };

  return (
    <>
      <input
        autoFocus
        type="text"
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={hits.length > 0 ? `${id}-${at}` : undefined}
        aria-label={t("searchSymbol")}
        placeholder={t("searchSymbol")}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className={fieldClass}
      />
      <ul
        ref={list}
        id={id}
        role="listbox"
        aria-label={t("symbol")}
        className="mt-2 max-h-80 overflow-auto scroll-thin"
      >
        {hits.map((hit, index) => (
          <SymbolRow
            key={hit.symbol}
            id={`${id}-${index}`}
            hit={hit}
            active={index === at}
            chosen={hit.symbol === value}
            onPoint={() => setActive(index)}
            onChoose={() => onChoose(hit.symbol)}
          />
        ))}
      </ul>
      {hits.length === 0 && (data || isError) && (
        <p role="status" className="px-2 py-3 text-body text-ink-2">
          {isError ? t("searchFailed") : t("noSymbol", { text: asked.trim().toUpperCase() })}
        </p>
      )}
    </>
  );
}

interface RowProps {
  id: string;
  hit: SymbolHit;
  active: boolean;
  chosen: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function SymbolRow({ id, hit, active, chosen, onPoint, onChoose }: RowProps) {
  const t = useMessages(texts);
  const format = useFormat();
  const change = hit.change24h;
  return (
    <li
      id={id}
      role="option"
      aria-selected={chosen}
      onPointerMove={onPoint}
      onClick={onChoose}
      className={cx(
        "grid min-h-9 cursor-pointer grid-cols-[16px_minmax(0,1fr)_auto_72px] items-center gap-2 rounded-control px-2 max-md:min-h-11",
        active && "bg-selected",
      )}
    >
      {chosen ? <Check aria-hidden size={14} /> : <span />}
      <span className="min-w-0 truncate text-body">
        <span className="font-medium text-ink">{hit.base}</span>
        <span className="text-ink-3">/{hit.quote}</span>
        <span className="ml-2 text-caption text-ink-3">{hit.venue}</span>
      </span>
      <span className="text-body text-ink" title={t("lastPrice")}>
        {format.level(hit.last, hit.tick)}
      </span>
      <span
        title={t("change24h")}
        className={cx(
          "text-right text-secondary",
          change == null || change === 0 ? "text-ink-3" : change > 0 ? "text-up" : "text-down",
        )}
      >
        {format.change(change)}
      </span>
    </li>
  );
}
