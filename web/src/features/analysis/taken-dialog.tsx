import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { readAmount, writeAmount } from "../../lib/amount.ts";
import { api } from "../../lib/api.ts";
import { decimalsOf } from "../../lib/format.ts";
import { useMessages } from "../../lib/i18n.ts";
import { currencies } from "../../lib/symbol.ts";
import { takenQuery } from "../../lib/server.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Input } from "../../ui/input.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { takenTexts } from "./taken-texts.ts";
import { panelTexts } from "./panel-texts.ts";
import type { LegName } from "./payload.ts";
import { sizeLeg } from "./sizing.ts";
import { legsOf, type AnalysisView } from "./view-model.ts";

interface Props {
  view: AnalysisView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Note that a plan was really taken: which leg, at what price, how much. Prefilled with what the plan says. */
export function TakenDialog({ view, open, onOpenChange }: Props) {
  const t = useMessages(takenTexts);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("takenTitle", { version: view.plan.version })}
      description={t("takenBody")}
    >
      {open && view.leg && <TakenForm view={view} first={view.leg} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function TakenForm({ view, first, onDone }: { view: AnalysisView; first: LegName; onDone: () => void }) {
  const t = useMessages(takenTexts);
  const names = useMessages(panelTexts);
  const queries = useQueryClient();
  const { payload, plan, format } = view;
  const [leg, setLeg] = useState(first);
  const [draft, setDraft] = useState<{ price?: string; quantity?: string }>({});
  const [tried, setTried] = useState(false);
  const sizing = sizeLeg(payload, leg);
  const quantityDigits = sizing ? decimalsOf(Number(sizing.average.quantity.toPrecision(12))) : 8;
  const price =
    draft.price ?? writeAmount(sizing?.average.price ?? payload.price, payload.priceDigits, format.language);
  const quantity = draft.quantity ?? writeAmount(sizing?.average.quantity ?? 0, quantityDigits, format.language);
  const paid = readAmount(price, format.language, sizing?.average.price ?? payload.price);
  const amount = readAmount(quantity, format.language, sizing?.average.quantity);
  const wrong = (value: number | null) => (tried && value === null ? t("numberWrong") : null);
  const { base, quote } = currencies(payload.symbol);

  const save = useMutation({
    mutationFn: (body: { leg: LegName; price: number; quantity: number }) =>
      api.post(`/api/plan/${plan.planId}/taken`, body),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: takenQuery.queryKey });
      notify(t("saved"));
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (paid !== null && amount !== null) save.mutate({ leg, price: paid, quantity: amount });
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-3" noValidate>
      {legsOf(payload).length > 1 && (
        <Segmented
          block
          label={t("leg")}
          value={leg}
          onChange={(next) => {
            setLeg(next);
            setDraft({});
          }}
          choices={legsOf(payload).map((value) => ({ value, label: names(value) }))}
        />
      )}
      <Input
        label={t("price")}
        unit={quote}
        inputMode="decimal"
        value={price}
        error={wrong(paid)}
        onChange={(event) => setDraft({ ...draft, price: event.target.value })}
      />
      <Input
        label={t("quantity")}
        unit={base}
        inputMode="decimal"
        value={quantity}
        error={wrong(amount)}
        onChange={(event) => setDraft({ ...draft, quantity: event.target.value })}
      />
      {save.isError && <ErrorState title={t("saveFailed")} error={save.error} />}
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onDone}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
