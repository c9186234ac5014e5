import { useEffect, useRef } from "react";
import type { Bar } from "../../chart/chart-model.ts";
import type { Format } from "../../lib/format.ts";
import type { HoverStore } from "./hover-store.ts";

interface Props {
  hover: HoverStore;
  /** Read out while nothing is pointed at. */
  last: Bar | null;
  format: Format;
  tickDigits: number;
}

const PARTS = ["open", "high", "low", "close"] as const;

/** Open, high, low and close of the bar under the crosshair, else of the last one. */
export function OhlcLegend({ hover, last, format, tickDigits }: Props) {
  const root = useRef<HTMLDListElement>(null);
  useEffect(
    () =>
      hover.subscribe((pointed) => {
        const bar = pointed ?? last;
        const values = root.current?.querySelectorAll("dd");
        PARTS.forEach((part, i) => {
          const value = values?.[i];
          if (value) value.textContent = bar ? format.number(bar[part], tickDigits) : "·";
        });
        if (root.current) root.current.title = bar ? format.dateTime(bar.ts) : "";
      }),
    [hover, last, format, tickDigits],
  );
  return (
    <dl ref={root} className="flex min-w-0 gap-2.5 overflow-hidden text-secondary whitespace-nowrap max-lg:hidden">
      {PARTS.map((part) => (
        <div key={part} className="flex gap-1">
          <dt className="text-ink-3">{part[0]?.toUpperCase()}</dt>
          <dd className="text-ink-2" />
        </div>
      ))}
    </dl>
  );
}
