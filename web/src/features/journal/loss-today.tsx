import type { JournalSummary } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Figure, Value } from "../../ui/figure.tsx";
import { summaryTexts } from "./texts.ts";

/** What the day has cost so far, beside the limit at which the daily loss gate closes. */
export function LossToday({ summary }: { summary: JournalSummary }) {
  const t = useMessages(summaryTexts);
  const format = useFormat();
  const { amount, limit, currency } = summary.lossToday;
  return (
    <Figure name={t("lossToday")} says={t("lossSays")} note={t("lossOf", { limit: format.money(limit, currency) })}>
      <Value tone={amount !== null && amount > 0 ? "text-down" : "text-ink"}>
        {amount === null ? t("lossUnknown") : format.money(amount > 0 ? -amount : 0, currency)}
      </Value>
    </Figure>
  );
}
