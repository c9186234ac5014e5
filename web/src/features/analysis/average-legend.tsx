import type { Layers } from "../../chart/chart-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { chartTexts } from "./chart-texts.ts";

const LINES = [
  { name: "ema5", height: 1, share: "var(--ema-20)" },
  { name: "ema20", height: 1.25, share: "var(--ema-20)" },
  { name: "ema50", height: 1.5, share: "var(--ema-50)" },
  { name: "ema100", height: 1.75, share: "var(--ema-50)" },
  { name: "ema200", height: 2.25, share: "var(--ema-200)" },
] as const;

/** Which weight is which average. */
export function AverageLegend({ layers }: { layers: Layers }) {
  const t = useMessages(chartTexts);
  return (
    <div aria-hidden className="flex items-center gap-2.5 text-secondary text-ink-2 max-xl:hidden">
      {LINES.filter((line) => layers[line.name]).map((line) => (
        <span key={line.name} className="inline-flex items-center gap-1.5">
          <span
            className="inline-block w-3.5"
            style={{ height: line.height, background: `color-mix(in srgb, var(--ink) ${line.share}, transparent)` }}
          />
          {line.name.slice(3)}
        </span>
      ))}
      {layers.zones && (
        <span className="inline-flex items-center gap-1.5">
          <span className="inline-block h-2.5 w-3 bg-selected" />
          {t("zones")}
        </span>
      )}
    </div>
  );
}
