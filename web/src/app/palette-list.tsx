import { useEffect, useRef } from "react";
import { cx } from "../lib/cx.ts";
import { useMessages } from "../lib/i18n.ts";
import { emphasis } from "../lib/search-rank.ts";
import { Kbd } from "../ui/kbd.tsx";
import type { Entry, Section } from "./palette-entries.ts";
import { paletteTexts } from "./texts.ts";

type Props = {
  id: string;
  typed: string;
  sections: readonly Section[];
  active: number;
  searching: boolean;
  onChoose: (index: number) => void;
  onRun: (index: number) => void;
};

/** The hits under their headings; the chosen one is kept in sight. */
export function PaletteList({ id, typed, sections, active, searching, onChoose, onRun }: Props) {
  const t = useMessages(paletteTexts);
  const starts = sections.map((_, at) => sections.slice(0, at).reduce((sum, each) => sum + each.entries.length, 0));
  return (
    <div id={id} role="listbox" aria-label={t("title")} className="min-h-0 flex-1 overflow-y-auto scroll-thin p-2">
      {sections.map((section, at) => (
        <div key={section.id} role="group" aria-labelledby={`${id}-${section.id}`} className="mb-1">
          <p id={`${id}-${section.id}`} className="px-2.5 pt-3 pb-1.5 text-secondary text-ink-3">
            {t(section.id)}
          </p>
          {section.entries.map((entry, offset) => {
            const index = (starts[at] ?? 0) + offset;
            return (
              <Row key={entry.id} id={`${id}-${index}`} entry={entry} typed={typed} chosen={index === active} onChoose={() => onChoose(index)} onRun={() => onRun(index)} />
            );
          })}
        </div>
      ))}
      {sections.length === 0 && !searching && <p className="px-2.5 py-6 text-body text-ink-2">{t("none", { typed: typed.trim() })}</p>}
    </div>
  );
}

type RowProps = { id: string; entry: Entry; typed: string; chosen: boolean; onChoose: () => void; onRun: () => void };

function Row({ id, entry, typed, chosen, onChoose, onRun }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const [before, match, after] = emphasis(typed, entry.label);
  return (
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={chosen}
      onPointerMove={onChoose}
      onClick={onRun}
      className={cx("flex min-h-10 cursor-pointer items-center gap-3 rounded-control px-2.5 text-reading text-ink max-md:min-h-11", chosen && "bg-selected")}
    >
      <entry.icon aria-hidden size={17} className="shrink-0 text-ink-2" />
      <span className="min-w-0 flex-1 truncate">
        {entry.verb && `${entry.verb} `}
        <span className={entry.verb ? "font-medium" : undefined}>
          {before}
          {match && <span className="text-accent">{match}</span>}
          {after}
        </span>
        {entry.note && <span className="text-body text-ink-3"> {entry.note}</span>}
      </span>
      {entry.keys && (
        <span className="max-md:hidden">
          <Kbd keys={entry.keys.join("+")} />
        </span>
      )}
    </div>
  );
}
