import { Trash2 } from "lucide-react";
import type { TakenTrade } from "../../lib/api-model.ts";
import { cx } from "../../lib/cx.ts";
import type { Format } from "../../lib/format.ts";
import { useMessages } from "../../lib/i18n.ts";
import { currencies } from "../../lib/symbol.ts";
import { Button } from "../../ui/button.tsx";
import { Definition } from "../../ui/definition.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { journalTexts } from "./texts.ts";

/** Gains and losses carry their sign as well as their colour. */
export function toneOf(value: number | null): string {
  return value === null || value === 0 ? "text-ink" : value > 0 ? "text-up" : "text-down";
}

export const legName = (leg: TakenTrade["leg"]) => (leg === "pullback" ? "PB" : "BO");

/** What a closed trade brought, in its quote currency. */
export function TradeResult({ trade, format }: { trade: TakenTrade; format: Format }) {
  const t = useMessages(journalTexts);
  return (
    <Definition says={t("resultSays")} className={cx("font-semibold", toneOf(trade.result))}>
      {format.money(trade.result, currencies(trade.symbol).quote, { signed: true })}
    </Definition>
  );
}

interface ActionsProps {
  trade: TakenTrade;
  /** Offer to correct a closed one too. */
  correctable?: boolean;
  onExit: () => void;
  onRemove: () => void;
}

/** Close, correct, remove. */
export function TradeActions({ trade, correctable = false, onExit, onRemove }: ActionsProps) {
  const t = useMessages(journalTexts);
  const { symbol } = trade;
  return (
    <>
      {trade.exitPrice === null ? (
        <Button size="sm" onClick={onExit}>
          {t("closePosition")}
        </Button>
      ) : (
        correctable && (
          <Button size="sm" aria-label={t("correctLabel", { symbol })} onClick={onExit}>
            {t("correct")}
          </Button>
        )
      )}
      <IconButton label={t("remove", { symbol })} icon={<Trash2 aria-hidden size={15} />} onClick={onRemove} />
    </>
  );
}
