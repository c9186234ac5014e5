import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, type ReactNode } from "react";
import type { PlanSummary } from "../../lib/api-model.ts";
import { useNow } from "../../lib/clock.ts";
import { useLanguage, useMessages } from "../../lib/i18n.ts";
import { meQuery } from "../../lib/server.ts";
import { useVenueTitle } from "../../lib/venues.ts";
import { BarSlot } from "../../ui/bar-slot.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { FirstAnalysis } from "./first-analysis.tsx";
import { OptionsBar } from "./options-bar.tsx";
import { resolveOptions, type AnalysisOptions, type AnalysisSearch } from "./options.ts";
import { PageSkeleton } from "./page-skeleton.tsx";
import type { Plan } from "./payload.ts";
import { planQuery, versionsQuery } from "./queries.ts";
import { RulesFooter } from "./rules-footer.tsx";
import { codeOf } from "./run-model.ts";
import { RunNotice } from "./run-notice.tsx";
import { ShownAnalysis } from "./shown-analysis.tsx";
import { SymbolChart } from "./symbol-chart.tsx";
import { SymbolPicker } from "./symbol-picker.tsx";
import { texts } from "./texts.ts";
import { useAnalysisActions } from "./use-analysis-actions.ts";
import { useAnalysisRun } from "./use-analysis-run.ts";

interface Props {
  search: AnalysisSearch;
  /** Remember in the address; `null` takes something out of it. */
  onSearch: (change: { [Key in keyof AnalysisSearch]?: AnalysisSearch[Key] | null }) => void;
  /** The address asks for an analysis at once. */
  start: boolean;
  /** The trades that were made of a coin's plans. */
  journal: (coin: { symbol: string; venue: string }) => ReactNode;
}

/** The whole page: what to analyse, how it is getting on, and the answer. */
export function AnalysisDesk({ search, onSearch, start, journal }: Props) {
  const t = useMessages(texts);
  const language = useLanguage();
  const me = useQuery(meQuery).data;
  const opened = useQuery({ ...planQuery(search.plan ?? "", language), enabled: search.plan !== undefined });
  const linked = search.symbol === undefined ? opened.data?.payload : undefined;
  const options = resolveOptions(
    linked ? { ...search, symbol: linked.symbol } : search,
    linked && me ? { ...me.preferences, timeframes: linked.timeframes } : me?.preferences,
  );
  const { symbol, preset } = options;
  const versions = useQuery(versionsQuery(symbol, preset));
  const planId = search.plan ?? versions.data?.plans[0]?.planId;
  const plan = useQuery({ ...planQuery(planId ?? "", language), enabled: planId !== undefined });
  const shown = plan.data?.payload.symbol === symbol ? plan.data : null;

  const { run, analyse, update, cancel, dismiss } = useAnalysisRun((made: Plan) =>
    onSearch({ symbol: made.payload.symbol, plan: made.planId }),
  );
  const busy = run.kind === "running";
  const asked = me?.quota.cooldownUntil ? Date.parse(me.quota.cooldownUntil) : null;
  const cooldown = run.kind === "failed" && run.retryAt !== null ? Math.max(run.retryAt, asked ?? 0) : asked;
  const moment = useNow();
  const waiting = cooldown !== null && cooldown > moment;
  const venue = shown?.payload.venue ?? me?.venue.name ?? "";
  const venueTitle = useVenueTitle(me?.venue.name ?? "");

  const change = ({ preset: tf, riskPct: risk, ...rest }: Partial<AnalysisOptions>) =>
    onSearch({
      ...rest,
      ...(tf ? { tf } : {}),
      ...(risk ? { risk } : {}),
      // Another coin or preset is another chain of versions.
      ...(rest.symbol || tf ? { plan: null } : {}),
    });
  const begin = () => analyse(options);
  const onUpdate = () => shown && update(shown.planId, symbol);
  useStart(start && me !== undefined, begin);
  const chain = versions.data?.plans ?? NONE;
  useAnalysisActions({ symbol, shown, versions: chain, busy: busy || waiting, onAnalyse: begin, onUpdate });

  const running = { run, onCancel: cancel };
  const spent = run.kind === "failed" && codeOf(run.error) === "QUOTA_USED";
  const bar = { options, venueTitle, busy, spent, waitUntil: cooldown, equity: me?.preferences.equity ?? null };
  const currency = me?.preferences.currency ?? "USDT";
  return (
    <div className="flex flex-col gap-3 max-md:pb-16">
      <BarSlot>
        <SymbolPicker look="bar" value={symbol} venueTitle={venueTitle} onChange={(next) => change({ symbol: next })} />
      </BarSlot>
      <div className="max-md:px-3">
        <OptionsBar {...bar} currency={currency} onChange={change} onAnalyse={begin} />
      </div>
      <RunNotice
        run={run}
        quota={me?.quota ?? null}
        onRetry={begin}
        onChoose={(next) => {
          change({ symbol: next });
          analyse(options, next);
        }}
        onDismiss={dismiss}
      />
      {shown ? (
        <ShownAnalysis
          key={shown.payload.symbol}
          plan={shown}
          versions={chain}
          versionsError={versions.error}
          onRetryVersions={() => void versions.refetch()}
          busy={busy}
          waiting={waiting}
          running={running}
          onUpdate={onUpdate}
          onOpen={(next) => onSearch({ symbol, plan: next })}
          journal={journal}
        />
      ) : plan.isError || (versions.isError && !planId) ? (
        <div className="border-line bg-panel p-4 max-md:border-y md:rounded-panel md:border">
          <ErrorState
            title={t("loadFailed")}
            error={plan.error ?? versions.error}
            onRetry={() => void (plan.isError ? plan.refetch() : versions.refetch())}
          />
        </div>
      ) : planId === undefined && versions.isSuccess ? (
        <div className="grid gap-3 xl:grid-cols-[minmax(0,1fr)_348px]">
          <div className="max-xl:order-2">{venue && <SymbolChart symbol={symbol} venue={venue} />}</div>
          <div>
            <FirstAnalysis
              symbol={symbol}
              quota={me?.quota ?? null}
              busy={busy || waiting}
              running={running}
              onAnalyse={begin}
            />
          </div>
        </div>
      ) : (
        <PageSkeleton />
      )}
      <RulesFooter quota={me?.quota ?? null} />
    </div>
  );
}

const NONE: readonly PlanSummary[] = [];

/** Begin once, when the address asked for it and everything needed is known. */
function useStart(wanted: boolean, begin: () => void): void {
  const begun = useRef(false);
  useEffect(() => {
    if (!wanted || begun.current) return;
    begun.current = true;
    begin();
  }, [wanted, begin]);
}
