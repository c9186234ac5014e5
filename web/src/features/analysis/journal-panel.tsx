import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { api } from "../../lib/api.ts";
import type { TakenTrade } from "../../lib/api-model.ts";
import { explain } from "../../lib/errors.ts";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { takenQuery } from "../../lib/server.ts";
import { Button } from "../../ui/button.tsx";
import { Definition } from "../../ui/definition.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { ExitDialog, type LeavingTrade } from "./exit-dialog.tsx";
import { journalTexts } from "./journal-texts.ts";
import { currencies } from "./payload.ts";
import { planPrice } from "./price-text.ts";
import type { AnalysisView } from "./view-model.ts";

const SHOWN = 5;

/** The plans of this coin that were really taken; not there while there are none. */
export function JournalPanel({ view }: { view: AnalysisView }) {
  const t = useMessages(journalTexts);
  const [leaving, setLeaving] = useState<LeavingTrade | null>(null);
  const { data, error, refetch } = useQuery(takenQuery);
  const { symbol } = view.payload;
  const mine = new Set([view.plan.planId, ...view.versions.map((each) => each.planId)]);
  const trades = (data ?? []).filter((trade) => mine.has(trade.planId)).slice(0, SHOWN);
  if (trades.length === 0 && (data || !error)) return null;
  return (
    <Panel title={t("journal")}>
      {error && !data ? (
        <ErrorState title={t("journalFailed")} error={error} onRetry={() => void refetch()} />
      ) : (
        <ul>
          {trades.map((trade) => (
            <TradeRow key={trade.id} trade={trade} view={view} onClose={() => setLeaving({ id: trade.id, symbol, price: trade.price, priceDigits: view.payload.priceDigits })} />
          ))}
        </ul>
      )}
      <ExitDialog trade={leaving} onClose={() => setLeaving(null)} />
    </Panel>
  );
}

function TradeRow({ trade, view, onClose }: { trade: TakenTrade; view: AnalysisView; onClose: () => void }) {
  const t = useMessages(journalTexts);
  const queries = useQueryClient();
  const { payload, format, versions } = view;
  const { base, quote } = currencies(payload.symbol);
  const write = (price: number) => planPrice(format, price, payload.priceDigits);
  const version = versions.find((each) => each.planId === trade.planId)?.version;
  const remove = useMutation({
    mutationFn: () => api.delete(`/api/taken/${trade.id}`),
    onSuccess: () => {
      notify(t("removed"));
      return queries.invalidateQueries({ queryKey: takenQuery.queryKey });
    },
    onError: (error) => notify(explain(error).text, "problem"),
  });
  return (
    <li className="flex items-center gap-2 border-b border-line py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="text-body text-ink">
          <span className="font-medium">
            {version ? `v${version} · ` : ""}
            {trade.leg === "pullback" ? "PB" : "BO"}
          </span>{" "}
          {format.quantity(trade.quantity)} {base} · {write(trade.price)}
          {trade.exitPrice !== null && ` → ${write(trade.exitPrice)}`}
        </p>
        <p className="text-secondary text-ink-3">{t("openSince", { time: format.dateTime(trade.takenAt) })}</p>
      </div>
      {trade.exitPrice === null ? (
        <Button size="sm" onClick={onClose}>
          {t("closePosition")}
        </Button>
      ) : (
        <Definition
          says={t("resultSays")}
          className={cx(
            "text-body font-semibold",
            (trade.result ?? 0) > 0 ? "text-up" : (trade.result ?? 0) < 0 ? "text-down" : "text-ink",
          )}
        >
          {format.money(trade.result, quote, { signed: true })}
        </Definition>
      )}
      <IconButton
        label={t("remove", { symbol: payload.symbol })}
        icon={<Trash2 aria-hidden size={15} />}
        disabled={remove.isPending}
        onClick={() => remove.mutate()}
      />
    </li>
  );
}
