import type { LineRole } from "../../chart/chart-model.ts";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { CopyButton } from "../../ui/copy.tsx";
import { chartTexts } from "./chart-texts.ts";
import { LegSwitch } from "./leg-switch.tsx";
import type { LegName } from "./payload.ts";
import { orderPrice } from "./price-text.ts";
import type { Rung } from "./rungs.ts";
import { Outcome } from "./size-panel.tsx";
import { sizeLeg } from "./sizing.ts";
import { isStale } from "./standing.ts";
import type { AnalysisView } from "./view-model.ts";

const BARS: Record<LineRole, string> = {
  entry: "bg-accent",
  target: "bg-up",
  level: "bg-ink-3",
  price: "hidden",
  breakout: "bg-[repeating-linear-gradient(to_bottom,var(--accent)_0_4px,transparent_4px_7px)]",
  invalidation: "bg-[repeating-linear-gradient(to_bottom,var(--down)_0_7px,transparent_7px_10px)]",
};

interface Props {
  view: AnalysisView;
  rungs: readonly Rung[];
  onLeg: (leg: LegName) => void;
}

/** The ladder as a list, for phones: a tap copies a price. */
export function LadderList({ view, rungs, onLeg }: Props) {
  const t = useMessages(chartTexts);
  const { payload, leg, standing } = view;
  const sizing = leg && sizeLeg(payload, leg);
  return (
    <section aria-label={t("ladder")} className="border-y border-line bg-panel px-4 py-3 md:hidden">
      <div className="flex min-h-8 items-center justify-between">
        <h2 className="text-body font-semibold text-ink">{t("ladder")}</h2>
        <LegSwitch view={view} onLeg={onLeg} />
      </div>
      <ul>
        {rungs
          .filter((rung) => rung.role !== "price")
          .map((rung) => (
            <li key={rung.id} className="flex min-h-11 items-center gap-3 border-b border-line last:border-b-0">
              <span aria-hidden className={cx("h-7 w-[3px] shrink-0", BARS[rung.role])} />
              <span className="min-w-9 shrink-0 text-body font-medium text-ink">{rung.name}</span>
              <span className="min-w-0 flex-1 truncate text-secondary text-ink-3">
                {[rung.kind, rung.figure].filter(Boolean).join(" · ")}
              </span>
              <span className="text-lead font-semibold text-ink">{rung.priceText}</span>
              <CopyButton
                iconOnly
                value={orderPrice(rung.price, payload.priceDigits)}
                label={t("copyRung", { name: rung.name, price: rung.priceText })}
              />
            </li>
          ))}
      </ul>
      {sizing && !isStale(standing) && <Outcome view={view} sizing={sizing} />}
    </section>
  );
}
