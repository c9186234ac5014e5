import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useLanguage, useMessages } from "../../../lib/i18n.ts";
import { useTitle } from "../../../lib/use-title.ts";
import { BarSlot } from "../../../ui/bar-slot.tsx";
import { buttonClass } from "../../../ui/button.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { EmptyState, ErrorState, SkeletonLines } from "../../../ui/states.tsx";
import { planQuery, versionsQuery } from "../queries.ts";
import { ComparedPair } from "./compared-pair.tsx";
import { compareTexts } from "./texts.ts";

export interface ComparePair {
  from: string | undefined;
  to: string | undefined;
}

interface Props extends ComparePair {
  /** Remember another pair in the address; `quietly` without a step back to this one. */
  onPair: (pair: ComparePair, quietly: boolean) => void;
}

/** /compare: two versions of one chain. Without `from` the version before `to` is taken. */
export function CompareDesk({ from, to, onPair }: Props) {
  const t = useMessages(compareTexts);
  const language = useLanguage();
  useTitle(t("title"));
  const after = useQuery({ ...planQuery(to ?? "", language), enabled: to !== undefined });
  const payload = after.data?.payload;
  const chain = useQuery({
    ...versionsQuery(payload?.symbol ?? "", payload?.timeframes.join("-") ?? ""),
    enabled: payload !== undefined,
  });
  const versions = (chain.data?.plans ?? []).filter((each) => each.venue === payload?.venue);
  const last = versions.find((each) => each.planId === to);
  const first =
    versions.find((each) => each.planId === from) ??
    (from === undefined && last ? versions.find((each) => each.version < last.version) : undefined);
  const turned = first !== undefined && last !== undefined && first.version > last.version;
  const unnamed = from === undefined && first !== undefined;

  useEffect(() => {
    if (turned) onPair({ from: to, to: from }, true);
    else if (unnamed) onPair({ from: first.planId, to }, true);
  }, [turned, unnamed, first, from, to, onPair]);

  const error = after.error ?? chain.error;
  const toAnalysis = (
    <Link to="/analysis" search={payload ? { symbol: payload.symbol } : {}} className={buttonClass({ variant: "primary" })}>
      {t("toAnalysis")}
    </Link>
  );
  return (
    <div className="flex flex-col gap-3 max-md:gap-0 max-md:pt-2">
      <BarSlot>
        <span aria-hidden className="truncate text-base font-semibold text-ink">
          {t("title")}
        </span>
      </BarSlot>
      {to === undefined ? (
        <Panel>
          <EmptyState heading title={t("nothing")} action={toAnalysis}>
            {t("nothingBody")}
          </EmptyState>
        </Panel>
      ) : error ? (
        <Panel>
          <ErrorState
            title={t("failed")}
            error={error}
            onRetry={() => void (after.error ? after.refetch() : chain.refetch())}
          />
        </Panel>
      ) : after.data && last && first && !turned ? (
        <ComparedPair
          key={payload?.symbol}
          before={first}
          after={last}
          afterPlan={after.data}
          versions={versions}
          onPair={(pair) => onPair(pair, false)}
        />
      ) : chain.isSuccess && last && !turned ? (
        <Panel>
          <EmptyState heading title={t("single")} action={toAnalysis}>
            {t("singleBody")}
          </EmptyState>
        </Panel>
      ) : (
        <Panel>
          <SkeletonLines lines={6} />
        </Panel>
      )}
    </div>
  );
}
