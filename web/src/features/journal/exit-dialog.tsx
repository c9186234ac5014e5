import { useState, type FormEvent } from "react";
import { readAmount, writeAmount } from "../../lib/amount.ts";
import type { TakenTrade } from "../../lib/api-model.ts";
import { decimalsOf } from "../../lib/format.ts";
import { useMessages } from "../../lib/i18n.ts";
import { currencies } from "../../lib/symbol.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Input } from "../../ui/input.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { useClosing } from "./queries.ts";
import { journalTexts } from "./texts.ts";

interface Props {
  trade: TakenTrade | null;
  onClose: () => void;
}

/** At what price a taken plan was left; a closed one can be corrected. */
export function ExitDialog({ trade, onClose }: Props) {
  const t = useMessages(journalTexts);
  const closed = trade?.exitPrice != null;
  return (
    <Dialog
      open={trade !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t(closed ? "correctTitle" : "closeTitle", { symbol: trade?.symbol ?? "" })}
      description={t("closeBody")}
    >
      {trade && <ExitForm trade={trade} onClose={onClose} />}
    </Dialog>
  );
}

function ExitForm({ trade, onClose }: { trade: TakenTrade; onClose: () => void }) {
  const t = useMessages(journalTexts);
  const format = useFormat();
  const before = trade.exitPrice;
  const [price, setPrice] = useState(
    before === null ? "" : writeAmount(before, Math.min(8, decimalsOf(before)), format.language),
  );
  const [tried, setTried] = useState(false);
  const save = useClosing(onClose);
  const exit = readAmount(price, format.language, trade.price);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (exit !== null) save.mutate({ id: trade.id, exitPrice: exit });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3" noValidate>
      <Input
        autoFocus
        label={t("exitPrice")}
        unit={currencies(trade.symbol).quote}
        inputMode="decimal"
        hint={t("enteredAt", { price: format.compactDecimals(trade.price) })}
        value={price}
        error={tried && exit === null ? t("numberWrong") : null}
        onChange={(event) => setPrice(event.target.value)}
      />
      {save.isError && <ErrorState title={t("saveFailed")} error={save.error} />}
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
