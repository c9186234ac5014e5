import type { ReactNode } from "react";
import { useNow } from "../../../lib/clock.ts";
import { cx } from "../../../lib/cx.ts";
import { useMessages } from "../../../lib/i18n.ts";
import { useFormat } from "../../../lib/use-format.ts";
import { Panel } from "../../../ui/panel.tsx";
import { StatusChip, type Action } from "../../../ui/status-chip.tsx";
import { writeChange, writeValue, type GroupName, type Row, type Side } from "./model.ts";
import { compareTexts } from "./texts.ts";

interface Props {
  name: GroupName;
  rows: readonly Row[];
  before: Side;
  after: Side;
  /** Decimals of the venue's tick. */
  digits: number;
  /** Under the table. */
  children?: ReactNode;
}

/** One group of values: before, after, and the difference with its sign. */
export function CompareTable({ name, rows, before, after, digits, children }: Props) {
  const t = useMessages(compareTexts);
  const format = useFormat();
  const moment = useNow(60_000);
  const head = (side: Side) => `v${side.version} · ${format.clockOrDay(side.createdAt, moment)}`;
  const cell = "px-2 text-right whitespace-nowrap first:pl-0 last:pr-0";
  return (
    <Panel title={t(name)}>
      <div className="relative overflow-x-auto scroll-thin" tabIndex={0} role="region" aria-label={t(name)}>
        <table className="w-full border-collapse text-body">
          <thead>
            <tr className="text-secondary text-ink-3">
              <th scope="col" className={cx(cell, "h-8 text-left! font-normal max-md:sticky max-md:left-0 max-md:bg-panel")}>
                <span className="sr-only">{t("value")}</span>
              </th>
              {[head(before), head(after), t("difference")].map((text) => (
                <th key={text} scope="col" className={cx(cell, "h-8 font-normal")}>
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name} className="h-[33px] border-t border-line">
                <th
                  scope="row"
                  className={cx(
                    cell,
                    "text-left! max-md:sticky max-md:left-0 max-md:bg-panel",
                    row.name === "total" ? "font-semibold text-ink" : "font-normal text-ink-2",
                  )}
                >
                  {row.label}
                </th>
                <td className={cx(cell, "text-ink-2")}>
                  <Value row={row} value={row.before} digits={digits} />
                </td>
                <td className={cx(cell, "font-semibold text-ink")}>
                  <Value row={row} value={row.after} digits={digits} />
                </td>
                <td className={cx(cell, row.same ? "text-ink-3" : "text-ink-2")}>
                  <Difference row={row} digits={digits} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {children}
    </Panel>
  );
}

const VERDICTS: readonly unknown[] = ["TRADE", "WAIT", "NO_TRADE"];

function Value({ row, value, digits }: { row: Row; value: Row["before"]; digits: number }) {
  const format = useFormat();
  if (VERDICTS.includes(value)) return <StatusChip action={value as Action} size="sm" />;
  return writeValue(value, row.unit, { format, digits });
}

function Difference({ row, digits }: { row: Row; digits: number }) {
  const t = useMessages(compareTexts);
  const format = useFormat();
  if (row.same) return t("same");
  if (row.change !== null) return writeChange(row.change, row.unit, { format, digits });
  if (row.before === null) return t("added");
  return t(row.after === null ? "gone" : "changed");
}
