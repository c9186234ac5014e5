import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useId, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import type { SymbolHit } from "../../lib/api-model.ts";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { symbolsQuery } from "../../lib/server.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Field, fieldClass } from "../../ui/input.tsx";
import { menuPanelClass } from "../../ui/menu.tsx";
import { isSeveral, splitSymbols } from "./typed-symbols.ts";
import { useAdding } from "./use-adding.ts";
import { Pair } from "./watchlist-rows.tsx";
import { watchlistTexts } from "./watchlist-texts.ts";

const SHOWN = 8;

interface Props {
  venue: string;
  /** What is in the list already. */
  have: readonly string[];
  onAdd: (symbols: string[]) => void;
}

/** Adds coins: one by its name with suggestions, many at once as "BTC, ETH SOL". */
export function SymbolAdder({ venue, have, onAdd }: Props) {
  const t = useMessages(watchlistTexts);
  const id = useId();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { adding, problem, add, forget } = useAdding({ venue, have, onAdd });
  const asked = useDeferredValue(text.trim());
  const several = isSeveral(text);
  const { data, isPlaceholderData } = useQuery({ ...symbolsQuery(asked, venue), enabled: open && asked !== "" && !several });
  const hits = several || !text.trim() ? [] : (data ?? []).slice(0, SHOWN);
  const at = Math.min(active, Math.max(0, hits.length - 1));

  const type = (next: string) => {
    setText(next);
    setActive(0);
    setOpen(true);
    forget();
  };
  const send = async (typed: string) => {
    setOpen(false);
    setText(await add(typed));
  };
  const choose = (hit: SymbolHit) => {
    setText("");
    if (!have.includes(hit.symbol)) onAdd([hit.symbol]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const hit = open ? hits[at] : undefined;
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setOpen(true);
      setActive((at + step + hits.length) % hits.length);
    } else if (event.key === "Enter" && text.trim()) {
      event.preventDefault();
      // What is suggested for the letters before is not what is meant by now.
      if (hit && !isPlaceholderData && asked === text.trim()) choose(hit);
      else void send(text);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData("text");
    if (text.trim() || !isSeveral(pasted)) return;
    event.preventDefault();
    setText(pasted);
    void send(pasted);
  };

  const listed = open && hits.length > 0;
  const hint = adding ? t("adding") : several ? t("addSeveral", { count: splitSymbols(text).length }) : undefined;
  return (
    <div className="relative">
      <Field label={t("add")} hint={hint} error={problem}>
        {(wiring) => (
          <input
            {...wiring}
            type="text"
            role="combobox"
            aria-expanded={listed}
            aria-controls={`${id}-list`}
            aria-activedescendant={listed ? `${id}-${at}` : undefined}
            aria-autocomplete="list"
            placeholder={t("addHint")}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            data-adder
            value={text}
            readOnly={adding}
            aria-busy={adding || undefined}
            onChange={(event) => type(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onBlur={() => setOpen(false)}
            className={cx(fieldClass, "uppercase placeholder:normal-case")}
          />
        )}
      </Field>
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={t("suggestions")}
        className={cx(menuPanelClass, "absolute inset-x-0 top-full mt-1 max-h-80", !listed && "hidden")}
      >
        {hits.map((hit, index) => (
          <Suggestion
            key={hit.symbol}
            id={`${id}-${index}`}
            hit={hit}
            active={index === at}
            had={have.includes(hit.symbol)}
            onPoint={() => setActive(index)}
            onChoose={() => choose(hit)}
          />
        ))}
      </ul>
    </div>
  );
}

interface SuggestionProps {
  id: string;
  hit: SymbolHit;
  active: boolean;
  had: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Suggestion({ id, hit, active, had, onPoint, onChoose }: SuggestionProps) {
  const t = useMessages(watchlistTexts);
  const format = useFormat();
  return (
    <li
      id={id}
      role="option"
      aria-selected={active}
      aria-disabled={had || undefined}
      onPointerMove={onPoint}
      // The field keeps the focus, so that one coin after another can be typed.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={cx(
        "flex min-h-9 cursor-pointer items-center justify-between gap-3 rounded-control px-2 text-body max-md:min-h-11",
        active && "bg-selected",
      )}
    >
      <span className="min-w-0 truncate">
        <Pair symbol={hit.symbol} faded={had} />
      </span>
      <span className="text-secondary text-ink-3">{had ? t("inList") : format.level(hit.last, hit.tick)}</span>
    </li>
  );
}
