import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMessages } from "../../lib/i18n.ts";
import { currencies } from "../../lib/symbol.ts";
import { takenQuery } from "../../lib/server.ts";
import { useFormat } from "../../lib/use-format.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { inOrder } from "./model.ts";
import { journalTexts } from "./texts.ts";
import { legName, TradeActions, TradeResult } from "./trade-pieces.tsx";
import { useTradeDialogs } from "./use-trade-dialogs.tsx";

const SHOWN = 5;

/** The plans of one coin that were really taken; not there while there are none. */
export function JournalPanel({ symbol, venue }: { symbol: string; venue: string }) {
  const t = useMessages(journalTexts);
  const format = useFormat();
  const { exit, remove, dialogs } = useTradeDialogs();
  const { data, error, refetch } = useQuery(takenQuery);
  const mine = (data ?? []).filter((trade) => trade.symbol === symbol && trade.venue === venue);
  const { open, closed } = inOrder(mine);
  if (mine.length === 0 && (data || !error)) return null;
  return (
    <Panel
      title={t("journal")}
      aside={
        <Link to="/journal" className={buttonClass({ variant: "link", size: "sm" })}>
          {t("wholeJournal")}
        </Link>
      }
    >
      {error && !data ? (
        <ErrorState title={t("journalFailed")} error={error} onRetry={() => void refetch()} />
      ) : (
        <ul>
          {[...open, ...closed].slice(0, SHOWN).map((trade) => (
            <li key={trade.id} className="flex items-center gap-2 border-b border-line py-2 last:border-b-0">
              <div className="min-w-0 flex-1">
                <p className="text-body text-ink">
                  <span className="font-medium">
                    v{trade.planVersion} · {legName(trade.leg)}
                  </span>{" "}
                  {format.quantity(trade.quantity)} {currencies(symbol).base} · {format.compactDecimals(trade.price)}
                  {trade.exitPrice !== null && ` → ${format.compactDecimals(trade.exitPrice)}`}
                </p>
                <p className="text-secondary text-ink-3">{t("taken", { time: format.dateTime(trade.takenAt) })}</p>
              </div>
              {trade.exitPrice !== null && <TradeResult trade={trade} format={format} />}
              <TradeActions trade={trade} onExit={() => exit(trade)} onRemove={() => remove(trade)} />
            </li>
          ))}
        </ul>
      )}
      {dialogs}
    </Panel>
  );
}
