import type { ReactNode } from "react";
import { cx } from "../lib/cx.ts";
import { Definition } from "./definition.tsx";

interface FigureProps {
  name: string;
  says?: ReactNode;
  note?: ReactNode;
  children: ReactNode;
}

/** One figure with its name, what it means, and the sample it rests on. */
export function Figure({ name, says, note, children }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="text-secondary text-ink-3">{says ? <Definition says={says}>{name}</Definition> : name}</dt>
      <dd>
        {children}
        {note && <p className="text-secondary text-ink-3">{note}</p>}
      </dd>
    </div>
  );
}

export function Value({ tone = "text-ink", children }: { tone?: string; children: ReactNode }) {
  return <p className={cx("text-title font-semibold", tone)}>{children}</p>;
}
