import { useQueryClient, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { Dialog } from "radix-ui";
import { useId, useState, type KeyboardEvent } from "react";
import { useMessages } from "../lib/i18n.ts";
import { meQuery, symbolsQuery } from "../lib/server.ts";
import { Kbd } from "../ui/kbd.tsx";
import { uiTexts } from "../ui/texts.ts";
import { showOverlay, useOverlay } from "./overlays.ts";
import { nearest, useOpenSymbol, usePaletteEntries } from "./palette-entries.ts";
import { PaletteList } from "./palette-list.tsx";
import { paletteTexts, shellTexts } from "./texts.ts";

const close = () => showOverlay(null);

/** Markets, commands and one's own things behind one field: Ctrl/Cmd K. */
export function Palette() {
  const t = useMessages(paletteTexts);
  const open = useOverlay() === "palette";
  return (
    <Dialog.Root open={open} onOpenChange={(next) => showOverlay(next ? "palette" : null)}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-24 left-1/2 z-50 flex max-h-[min(560px,75dvh)] w-[660px] max-w-[calc(100vw-24px)] -translate-x-1/2 animate-appear flex-col overflow-hidden rounded-dialog border border-control bg-panel shadow-float max-md:top-3"
        >
          <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
          <PaletteBody />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody() {
  const t = useMessages(paletteTexts);
  const s = useMessages(shellTexts);
  const u = useMessages(uiTexts);
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const { sections, searching } = usePaletteEntries(typed, true);
  const openTyped = useOpenTyped();
  const entries = sections.flatMap((section) => section.entries);
  const active = Math.min(chosen, Math.max(0, entries.length - 1));
  const run = (index: number) => {
    const entry = entries[index];
    if (!entry) return;
    close();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && entries.length) {
      event.preventDefault();
      setChosen((active + step + entries.length) % entries.length);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const withMod = event.ctrlKey || event.metaKey;
      const chart = withMod ? entries.findIndex((entry) => entry.id.startsWith("chart ")) : -1;
      if (chart >= 0) run(chart);
      else if (searching && active === 0) void openTyped(typed, !withMod).then((found) => found || run(0));
      else run(active);
    }
  };
  const current = entries[active];
  return (
    <>
      <div className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-4">
        <Search aria-hidden size={18} className="shrink-0 text-ink-3" />
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={current ? `${listId}-${active}` : undefined}
          aria-label={s("search")}
          placeholder={s("search")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1 bg-transparent text-base text-ink outline-none"
        />
        <Dialog.Close aria-label={u("close")} className="rounded-tag hit-44">
          <Kbd keys="escape" />
        </Dialog.Close>
      </div>
      <PaletteList id={listId} typed={typed} sections={sections} active={active} onChoose={setChosen} onRun={run} searching={searching} />
      <div className="flex h-10 shrink-0 items-center gap-4 border-t border-line px-4 text-secondary text-ink-2">
        <span className="flex items-center gap-1.5 max-md:hidden">
          <Kbd keys="arrowup" />
          <Kbd keys="arrowdown" /> {t("choose")}
        </span>
        <span className="flex items-center gap-1.5 max-md:hidden">
          <Kbd keys="enter" /> {t("run")}
        </span>
        <button type="button" onClick={() => showOverlay("shortcuts")} className="flex items-center gap-1.5 hover:text-ink max-md:hidden">
          <Kbd keys="?" /> {s("shortcuts").toLowerCase()}
        </button>
        <span role="status" className="ml-auto">
          {searching && entries.length === 0 ? t("searching") : t("results", { count: entries.length })}
        </span>
      </div>
    </>
  );
}

/** Enter before the answer is there: wait for it and open (or analyse) the nearest symbol. False when there is none. */
function useOpenTyped(): (typed: string, start: boolean) => Promise<boolean> {
  const client = useQueryClient();
  const open = useOpenSymbol();
  const venue = useQuery(meQuery).data?.venue.name;
  return async (typed, start) => {
    const hits = await client.fetchQuery(symbolsQuery(typed, venue)).catch(() => []);
    const top = nearest(typed, hits)[0];
    if (!top) return false;
    close();
    open(top.symbol, start);
    return true;
  };
}
