import type { ReactNode } from "react";
import { cx } from "../lib/cx.ts";

export type Column<Row> = {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the right, words at the left. */
  align?: "left" | "right";
  /** Hidden on narrow screens. */
  wideOnly?: boolean;
};

type Props<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  dense?: boolean;
};

/** Rows with hairlines. Wider than its place it scrolls inside itself, the first column fixed. */
export function Table<Row>({ caption, columns, rows, rowKey, dense = false }: Props<Row>) {
  const place = (column: Column<Row>, index: number) =>
    cx(
      "px-2 first:pl-4 last:pr-4 whitespace-nowrap",
      column.align === "right" && "text-right",
      column.wideOnly && "max-md:hidden",
      index === 0 && "max-md:sticky max-md:left-0 max-md:bg-panel",
    );
  return (
    <div className="relative overflow-x-auto scroll-thin" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full border-collapse text-body">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-left text-secondary text-ink-3">
            {columns.map((column, index) => (
              <th key={column.id} scope="col" className={cx("h-8 font-normal", place(column, index))}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className={cx("border-t border-line text-ink-2", dense ? "h-8" : "h-[42px]")}>
              {columns.map((column, index) => (
                <td key={column.id} className={place(column, index)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
