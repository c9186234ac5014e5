import type { ReactNode } from "react";
import type { ComparedRow, ComparedSide, Comparison } from "../../../lib/api-model.ts";
import { useNow } from "../../../lib/clock.ts";
import { cx } from "../../../lib/cx.ts";
import { useMessages } from "../../../lib/i18n.ts";
import { useFormat } from "../../../lib/use-format.ts";
import { Panel } from "../../../ui/panel.tsx";
import { StatusChip, type Action } from "../../../ui/status-chip.tsx";
import { telling, writeChange, writeValue } from "./model.ts";
import { compareTexts } from "./texts.ts";

interface Props {
  group: Comparison["groups"][number];
  before: ComparedSide;
  after: ComparedSide;
  /** Under the table. */
  children?: ReactNode;
}

/** One group of values: before, after, and the difference with its sign. */
export function CompareTable({ group, before, after, children }: Props) {
  const t = useMessages(compareTexts);
  const format = useFormat();
  const moment = useNow(60_000);
  const { shown, openGates } = telling(group.rows);
  const head = (side: ComparedSide) => `v${side.version} · ${format.clockOrDay(side.createdAt, moment)}`;
  const cell = "px-2 text-right whitespace-nowrap first:pl-0 last:pr-0";
  return (
    <Panel title={group.label}>
      <div className="relative overflow-x-auto scroll-thin" tabIndex={0} role="region" aria-label={group.label}>
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
            {shown.map((row) => (
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
                  <Value row={row} value={row.before} code={row.beforeCode} />
                </td>
                <td className={cx(cell, "font-semibold text-ink")}>
                  <Value row={row} value={row.after} code={row.afterCode} />
                </td>
                <td className={cx(cell, row.same ? "text-ink-3" : "text-ink-2")}>
                  <Difference row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {openGates > 0 && (
        <p className="border-t border-line pt-2 text-secondary text-ink-3">{t("openGates", { count: openGates })}</p>
      )}
      {children}
    </Panel>
  );
}

const VERDICTS: readonly (string | null)[] = ["TRADE", "WAIT", "NO_TRADE"];

interface ValueProps {
  row: ComparedRow;
  value: ComparedRow["before"];
  code: string | null;
}

/** A verdict is its chip; a closed gate is marked as on the analysis. */
function Value({ row, value, code }: ValueProps) {
  const format = useFormat();
  if (VERDICTS.includes(code)) return <StatusChip action={code as Action} size="sm" />;
  const text = writeValue(value, row, format);
  return code === "closed" ? <span className="text-warn">{text}</span> : text;
}

function Difference({ row }: { row: ComparedRow }) {
  const t = useMessages(compareTexts);
  const format = useFormat();
  if (row.same) return t("same");
  if (row.change !== null) return writeChange(row.change, row, format);
  if (row.before === null) return t("added");
  return t(row.after === null ? "gone" : "changed");
}
