import { useQuery } from "@tanstack/react-query";
import { OctagonPause } from "lucide-react";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Figure, Value } from "../../ui/figure.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { todayQuery } from "./queries.ts";
import { summaryTexts } from "./texts.ts";

/** What the day has cost so far, beside the limit at which the daily loss gate closes. */
export function LossToday() {
  const t = useMessages(summaryTexts);
  const format = useFormat();
  const { data, isPending } = useQuery(todayQuery);
  const lost = data?.lost ?? null;
  return (
    <Figure
      name={t("lossToday")}
      says={t("lossSays")}
      note={
        data && (
          <>
            {t("lossOf", { limit: format.money(data.limit, data.currency) })}
            {lost !== null && lost >= data.limit && (
              <span className="flex items-center gap-1 text-warn">
                <OctagonPause aria-hidden size={13} className="shrink-0" />
                {t("lossReached")}
              </span>
            )}
          </>
        )
      }
    >
      {isPending ? (
        <Skeleton className="my-2 w-24" />
      ) : (
        <Value tone={lost !== null && lost > 0 ? "text-down" : "text-ink"}>
          {lost === null || !data ? t("lossUnknown") : format.money(lost > 0 ? -lost : 0, data.currency)}
        </Value>
      )}
    </Figure>
  );
}
