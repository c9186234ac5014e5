import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../../lib/clock.ts";
import { cx } from "../../lib/cx.ts";
import type { PlanSummary } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { StatusChip } from "../../ui/status-chip.tsx";
import { outcomeTexts } from "./outcome-texts.ts";
import { factWords } from "./outcome-words.ts";
import { panelTexts } from "./panel-texts.ts";
import { planPrice } from "./price-text.ts";
import { SignedR } from "./signed-r.tsx";
import { versionFact } from "./version-fact.ts";
import { comparablePair, type AnalysisView } from "./view-model.ts";

interface Props {
  view: AnalysisView;
  error: unknown;
  onRetry: () => void;
  onOpen: (planId: string) => void;
}

const FIRST = 4;

/** v1 … vN, the newest first; a press opens one. Nothing is ever overwritten. */
export function VersionsPanel({ view, error, onRetry, onOpen }: Props) {
  const t = useMessages(panelTexts);
  const [all, setAll] = useState(false);
  const { versions, plan } = view;
  const shown = all
    ? versions
    : versions.slice(0, Math.max(FIRST, versions.findIndex((each) => each.planId === plan.planId) + 1));
  return (
    <Panel title={t("history")} aside={<CompareLink view={view} />} className="flex-1">
      {error != null && versions.length === 0 && (
        <ErrorState title={t("historyFailed")} error={error} onRetry={onRetry} />
      )}
      <ol className="relative">
        {shown.map((each, index) => (
          <VersionRow
            key={each.planId}
            row={each}
            view={view}
            newest={index === 0}
            last={index === shown.length - 1}
            onOpen={() => onOpen(each.planId)}
          />
        ))}
      </ol>
      {shown.length < versions.length && (
        <Button variant="link" size="sm" className="mt-2" onClick={() => setAll(true)}>
          {t("historyMore")} ({versions.length - shown.length})
        </Button>
      )}
    </Panel>
  );
}

/** To the comparison of the shown version with the one before it; from the first version to the next. */
function CompareLink({ view }: { view: AnalysisView }) {
  const t = useMessages(panelTexts);
  const pair = comparablePair(view.plan, view.versions);
  if (!pair) return null;
  return (
    <Link
      to="/compare"
      search={{ from: pair.from.planId, to: pair.to.planId }}
      className={buttonClass({ variant: "link", size: "sm" })}
    >
      {t("compare", { from: pair.from.version, to: pair.to.version })}
    </Link>
  );
}

interface RowProps {
  row: PlanSummary;
  view: AnalysisView;
  newest: boolean;
  last: boolean;
  onOpen: () => void;
}

function VersionRow({ row, view, newest, last, onOpen }: RowProps) {
  const t = useMessages(panelTexts);
  const words = useMessages(outcomeTexts);
  const { format } = view;
  const moment = useNow(60_000);
  const open = row.planId === view.plan.planId;
  const fact = versionFact({ row, newest, moment, format });
  const plan = planWords(row, view);
  const says =
    fact.word === "note"
      ? fact.note
      : fact.word === "validTo" || fact.word === "overAt"
        ? t(fact.word, { time: fact.time })
        : factWords(words, fact.word, fact.time);
  return (
    <li className="relative pl-5">
      <span aria-hidden className={cx("absolute top-[9px] bottom-0 left-[4px] w-px bg-line", last && "hidden")} />
      <span
        aria-hidden
        className={cx(
          "absolute top-[7px] left-0 size-[9px] rounded-full border",
          open ? "border-accent bg-accent" : "border-control bg-panel",
        )}
      />
      <button
        type="button"
        aria-current={open ? "true" : undefined}
        aria-label={t("openVersion", { version: row.version })}
        onClick={onOpen}
        className="block w-full rounded-tag pb-2.5 text-left hover:bg-raised"
      >
        <span className="flex items-center gap-2">
          <span className={cx("text-body", open ? "font-semibold text-ink" : "text-ink-2")}>v{row.version}</span>
          <span className="text-secondary text-ink-3">{format.clockOrDay(row.createdAt, moment)}</span>
          <StatusChip action={row.action} size="sm" />
          <span className="ml-auto text-body text-ink-3">
            <span className={cx(open ? "font-semibold text-ink" : "text-ink-2")}>{row.score}</span>/50
          </span>
        </span>
        <span className="mt-0.5 flex flex-wrap justify-between gap-x-2 text-secondary">
          <span className="text-ink-2">{plan ?? row.note}</span>
          {(plan !== null || fact.word !== "note") && (
            <span className="text-ink-3">
              {says}
              {"result" in fact && fact.result !== null && (
                <>
                  {" · "}
                  <SignedR value={fact.result} format={format} />
                </>
              )}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

/** The prices that a version waits for; null where it has no plan. */
function planWords(row: PlanSummary, { format, payload }: AnalysisView): string | null {
  const write = (price: number) => planPrice(format, price, payload.priceDigits);
  if (row.pullback) return `PB ${row.pullback.map(write).join(" · ")}`;
  return row.breakout === null ? null : `BO ${write(row.breakout)}`;
}
