import { Link } from "@tanstack/react-router";
import { ArrowLeft, ArrowRight } from "lucide-react";
import type { PlanSummary } from "../../../lib/api-model.ts";
import { useMessages } from "../../../lib/i18n.ts";
import { CopyButton } from "../../../ui/copy.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { presetText } from "../options.ts";
import { compareTexts } from "./texts.ts";
import { VersionPicker } from "./version-picker.tsx";

interface Props {
  symbol: string;
  timeframes: readonly string[];
  from: PlanSummary;
  to: PlanSummary;
  versions: readonly PlanSummary[];
  /** The comparison as plain text; null while it is not here. */
  copy: string | null;
  onChoose: (pair: { from: string; to: string }) => void;
}

/** Which two versions are compared. */
export function CompareBar({ symbol, timeframes, from, to, versions, copy, onChoose }: Props) {
  const t = useMessages(compareTexts);
  const choose = (change: Partial<{ from: string; to: string }>) =>
    onChoose({ from: from.planId, to: to.planId, ...change });
  const except = (other: PlanSummary) => versions.filter((each) => each.planId !== other.planId);
  return (
    <div className="flex flex-wrap items-center gap-3 max-md:gap-2 max-md:px-3 max-md:pb-3">
      <Tooltip text={t("back")}>
        <Link
          to="/analysis"
          search={{ symbol, plan: to.planId }}
          aria-label={t("back")}
          className="inline-flex size-8 shrink-0 items-center justify-center rounded-control border border-line text-ink-2 hit-44 hover:bg-raised hover:text-ink"
        >
          <ArrowLeft aria-hidden size={16} />
        </Link>
      </Tooltip>
      <h1 className="mr-auto flex items-baseline gap-2.5 whitespace-nowrap">
        <span className="text-base font-semibold text-ink">{symbol}</span>
        <span className="text-body text-ink-3">{presetText(timeframes.join("-"))}</span>
      </h1>
      <div className="flex min-w-0 items-center gap-3 max-md:order-last max-md:w-full max-md:gap-2">
        <VersionPicker side="from" shown={from} versions={except(to)} onChoose={(id) => choose({ from: id })} />
        <ArrowRight aria-label={t("swap")} size={16} className="shrink-0 text-ink-3" />
        <VersionPicker side="to" shown={to} versions={except(from)} onChoose={(id) => choose({ to: id })} />
      </div>
      {copy !== null && (
        <>
          <span className="max-xl:hidden">
            <CopyButton value={copy} label={t("copy")} size="lg" variant="quiet" />
          </span>
          <span className="xl:hidden">
            <CopyButton iconOnly value={copy} label={t("copy")} />
          </span>
        </>
      )}
    </div>
  );
}
