import { useNow } from "../../lib/clock.ts";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { currencies } from "../../lib/symbol.ts";
import { useFormat } from "../../lib/use-format.ts";
import { PlanLink } from "./plan-link.tsx";
import { journalTexts } from "./texts.ts";
import { legName, toneOf, TradeActions, TradeResult } from "./trade-pieces.tsx";
import type { TradesProps } from "./trade-table.tsx";

/** The trades of a phone: three lines each, the result at the right. */
export function TradeList({ trades, onExit, onRemove }: TradesProps) {
  const t = useMessages(journalTexts);
  const format = useFormat();
  const moment = useNow(60_000);
  const when = (at: string) => format.clockOrDay(at, moment);
  return (
    <ul>
      {trades.map((trade) => (
        <li key={trade.id} className="border-b border-line py-3 last:border-b-0">
          <div className="flex items-baseline justify-between gap-3">
            <span className="text-reading">
              <PlanLink trade={trade} />
            </span>
            {trade.exitPrice !== null && (
              <span className="text-right text-reading">
                <TradeResult trade={trade} format={format} />{" "}
                <span className={cx("font-semibold", toneOf(trade.resultR))}>
                  {format.r(trade.resultR, { signed: true })}
                </span>
              </span>
            )}
          </div>
          <p className="mt-0.5 text-body text-ink-2">
            {legName(trade.leg)} · {format.quantity(trade.quantity)} {currencies(trade.symbol).base} ·{" "}
            {format.compactDecimals(trade.price)}
            {trade.exitPrice !== null && ` → ${format.compactDecimals(trade.exitPrice)}`}
          </p>
          <div className="mt-1 flex items-center gap-2">
            <p className="min-w-0 flex-1 text-secondary text-ink-3">
              {trade.closedAt === null
                ? t("taken", { time: when(trade.takenAt) })
                : t("heldFor", { from: when(trade.takenAt), to: when(trade.closedAt) })}
              {trade.closedAt === null && trade.invalidatedAt !== null && (
                <span className="block text-warn">{t("invalidated", { time: when(trade.invalidatedAt) })}</span>
              )}
            </p>
            <TradeActions correctable trade={trade} onExit={() => onExit(trade)} onRemove={() => onRemove(trade)} />
          </div>
        </li>
      ))}
    </ul>
  );
}
