import type { TakenTrade } from "../../lib/api-model.ts";
import { useNow } from "../../lib/clock.ts";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { currencies } from "../../lib/symbol.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Definition } from "../../ui/definition.tsx";
import { Table, type Column } from "../../ui/table.tsx";
import { PlanLink } from "./plan-link.tsx";
import { journalTexts } from "./texts.ts";
import { legName, toneOf, TradeActions, TradeResult } from "./trade-pieces.tsx";

export interface TradesProps {
  trades: readonly TakenTrade[];
  onExit: (trade: TakenTrade) => void;
  onRemove: (trade: TakenTrade) => void;
}

/** The trades of a desk: one row each. */
export function TradeTable({ caption, trades, onExit, onRemove }: TradesProps & { caption: string }) {
  const t = useMessages(journalTexts);
  const format = useFormat();
  const moment = useNow(60_000);
  const when = (at: string) => format.clockOrDay(at, moment);
  const closed = trades.some((trade) => trade.exitPrice !== null);
  const columns: Column<TakenTrade>[] = [
    { id: "plan", header: t("coin"), cell: (trade) => <PlanLink trade={trade} /> },
    { id: "when", header: t("when"), cell: (trade) => <When trade={trade} when={when} /> },
    { id: "leg", header: t("leg"), cell: (trade) => legName(trade.leg) },
    { id: "score", header: t("score"), align: "right", cell: (trade) => trade.score },
    {
      id: "quantity",
      header: t("quantity"),
      align: "right",
      cell: (trade) => `${format.quantity(trade.quantity)} ${currencies(trade.symbol).base}`,
    },
    { id: "entry", header: t("entry"), align: "right", cell: (trade) => format.compactDecimals(trade.price) },
  ];
  if (closed) {
    columns.push(
      { id: "exit", header: t("exit"), align: "right", cell: (trade) => format.compactDecimals(trade.exitPrice) },
      {
        id: "result",
        header: t("result"),
        align: "right",
        cell: (trade) => <TradeResult trade={trade} format={format} />,
      },
      {
        id: "r",
        header: <Definition says={t("rSays")}>{t("inR")}</Definition>,
        align: "right",
        cell: (trade) => (
          <span className={cx("font-semibold", toneOf(trade.resultR))}>
            {format.r(trade.resultR, { signed: true })}
          </span>
        ),
      },
    );
  }
  columns.push({
    id: "actions",
    header: <span className="sr-only">{t("actions")}</span>,
    align: "right",
    cell: (trade) => (
      <span className="inline-flex items-center gap-1.5">
        <TradeActions correctable trade={trade} onExit={() => onExit(trade)} onRemove={() => onRemove(trade)} />
      </span>
    ),
  });
  return <Table caption={caption} columns={columns} rows={trades} rowKey={(trade) => trade.id} />;
}

function When({ trade, when }: { trade: TakenTrade; when: (at: string) => string }) {
  const t = useMessages(journalTexts);
  if (trade.closedAt !== null) return t("heldFor", { from: when(trade.takenAt), to: when(trade.closedAt) });
  if (trade.invalidatedAt === null) return when(trade.takenAt);
  const time = when(trade.invalidatedAt);
  return (
    <>
      {when(trade.takenAt)}{" "}
      <Definition says={t("invalidated", { time })} className="text-warn">
        {t("invalidatedShort", { time })}
      </Definition>
    </>
  );
}
