import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMessages } from "../../lib/i18n.ts";
import { takenQuery } from "../../lib/server.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { EmptyState, ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { inOrder } from "./model.ts";
import { SummaryPanel } from "./summary-panel.tsx";
import { journalTexts } from "./texts.ts";
import { TradeList } from "./trade-list.tsx";
import { TradeTable } from "./trade-table.tsx";
import { useTradeDialogs } from "./use-trade-dialogs.tsx";

/** Every trade that was made of a plan, the open ones first, and what they say together. */
export function JournalDesk() {
  const t = useMessages(journalTexts);
  const { data, error, refetch } = useQuery(takenQuery);
  const { exit, remove, dialogs } = useTradeDialogs();
  const { open, closed } = inOrder(data ?? []);
  return (
    <div className="flex flex-col gap-3 max-md:gap-0">
      <header className="max-md:px-4 max-md:py-3">
        <h1 className="text-title font-semibold text-ink max-md:sr-only">{t("title")}</h1>
        <p className="mt-0.5 text-body text-ink-2">{t("lead")}</p>
      </header>
      {data === undefined ? (
        <Panel>
          {error ? (
            <ErrorState title={t("journalFailed")} error={error} onRetry={() => void refetch()} />
          ) : (
            <SkeletonLines lines={4} />
          )}
        </Panel>
      ) : data.length === 0 ? (
        <Panel>
          <EmptyState
            title={t("empty")}
            action={
              <Link to="/analysis" className={buttonClass({ variant: "primary" })}>
                {t("toAnalysis")}
              </Link>
            }
          >
            {t("emptyBody")}
          </EmptyState>
        </Panel>
      ) : (
        <>
          <SummaryPanel trades={data} />
          {[
            { title: t("open"), trades: open },
            { title: t("closed"), trades: closed },
          ].map(
            ({ title, trades }) =>
              trades.length > 0 && (
                <Panel key={title} title={title} aside={trades.length} bare className="max-md:-mt-px">
                  <div className="max-lg:hidden">
                    <TradeTable caption={title} trades={trades} onExit={exit} onRemove={remove} />
                  </div>
                  <div className="px-4 pb-2 lg:hidden">
                    <TradeList trades={trades} onExit={exit} onRemove={remove} />
                  </div>
                </Panel>
              ),
          )}
        </>
      )}
      {dialogs}
    </div>
  );
}
