import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "../../lib/api.ts";
import { useMessages } from "../../lib/i18n.ts";
import { takenQuery } from "../../lib/server.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Input } from "../../ui/input.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { journalTexts } from "./journal-texts.ts";
import { readAmount } from "./number-field.ts";
import { currencies } from "./payload.ts";
import { planPrice } from "./price-text.ts";

/** The trade that is being closed; `price` is what was paid. */
export interface LeavingTrade {
  id: string;
  symbol: string;
  price: number;
  priceDigits: number;
}

interface Props {
  trade: LeavingTrade | null;
  onClose: () => void;
}

/** At what price a taken plan was left. */
export function ExitDialog({ trade, onClose }: Props) {
  const t = useMessages(journalTexts);
  return (
    <Dialog
      open={trade !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("closeTitle", { symbol: trade?.symbol ?? "" })}
      description={t("closeBody")}
    >
      {trade && <ExitForm trade={trade} onClose={onClose} />}
    </Dialog>
  );
}

function ExitForm({ trade, onClose }: { trade: LeavingTrade; onClose: () => void }) {
  const t = useMessages(journalTexts);
  const queries = useQueryClient();
  const format = useFormat();
  const [price, setPrice] = useState("");
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: (exitPrice: number) => api.patch(`/api/taken/${trade.id}`, { exitPrice }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: takenQuery.queryKey });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const exit = readAmount(price, format.language, trade.price);
    if (exit !== null) save.mutate(exit);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3" noValidate>
      <Input
        autoFocus
        label={t("exitPrice")}
        unit={currencies(trade.symbol).quote}
        inputMode="decimal"
        hint={t("enteredAt", { price: planPrice(format, trade.price, trade.priceDigits) })}
        value={price}
        error={tried && readAmount(price, format.language, trade.price) === null ? t("numberWrong") : null}
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
