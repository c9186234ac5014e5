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
          <svg width="14" height="4">
            <path d="M0 2H14" stroke="var(--ink)" strokeWidth={line.height} strokeOpacity={line.share} />
          </svg>
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
