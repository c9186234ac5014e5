import { useMemo } from "react";
import type { Comparison } from "../../../lib/api-model.ts";
import { useMessages } from "../../../lib/i18n.ts";
import { Panel } from "../../../ui/panel.tsx";
import { compareTexts } from "./texts.ts";
import { markWords, type Piece } from "./word-marks.ts";

/** Both texts side by side, line beside line, with the words marked that differ. On a phone one line under the other. */
export function CompareText({ comparison }: { comparison: Comparison }) {
  const t = useMessages(compareTexts);
  const { before, after, text } = comparison;
  const rows = useMemo(() => markWords(text.before, text.after), [text]);
  const same = text.before === text.after;
  return (
    <Panel title={t("text")} aside={<span className="max-md:w-full">{t(same ? "textSame" : "textMarks")}</span>}>
      <div className="grid gap-x-8 md:grid-cols-2">
        {[before, after].map((side) => (
          <p key={side.planId} aria-hidden className="mb-1 text-secondary text-ink-3 max-md:hidden">
            v{side.version}
          </p>
        ))}
        {rows.map((row, index) => {
          const changed = isChanged(row.before) || isChanged(row.after) || !row.before || !row.after;
          return changed ? (
            <div key={index} className="contents max-md:block max-md:border-l-2 max-md:border-line max-md:pl-2 max-md:not-first:mt-1">
              <Line pieces={row.before} version={before.version} kind="del" />
              <Line pieces={row.after} version={after.version} kind="ins" />
            </div>
          ) : (
            <div key={index} className="contents">
              <Line pieces={row.before} />
              <Line pieces={row.after} copy />
            </div>
          );
        })}
      </div>
    </Panel>
  );
}

const isChanged = (pieces: readonly Piece[] | null) => pieces?.some((piece) => piece.changed) ?? false;

interface LineProps {
  pieces: readonly Piece[] | null;
  version?: number;
  kind?: "del" | "ins";
  /** The same line once more: only where both stand side by side. */
  copy?: boolean;
}

const MARKS = {
  del: "text-ink-3 line-through decoration-1",
  ins: "rounded-tag bg-selected px-0.5 text-ink underline decoration-ink-2 underline-offset-3",
} as const;

function Line({ pieces, version, kind, copy = false }: LineProps) {
  if (pieces === null) return <p aria-hidden className="max-md:hidden" />;
  if (pieces.length === 0) return <p aria-hidden className={copy ? "h-2.5 max-md:hidden" : "h-2.5"} />;
  return (
    <p className={`min-w-0 text-reading text-pretty text-ink-2 ${copy ? "max-md:hidden" : ""}`} aria-hidden={copy || undefined}>
      {version !== undefined && <span className="mr-1.5 text-secondary text-ink-3 md:hidden">v{version}</span>}
      {pieces.map((piece, index) => {
        if (!piece.changed || !kind) return piece.text;
        const Mark = kind;
        const end = /\s+$/.exec(piece.text)?.[0] ?? "";
        return (
          <span key={index}>
            <Mark className={MARKS[kind]}>{piece.text.trimEnd()}</Mark>
            {end}
          </span>
        );
      })}
    </p>
  );
}
