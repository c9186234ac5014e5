import { useState } from "react";
import { cx } from "../../lib/cx.ts";
import type { PlanSummary } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { StatusChip } from "../../ui/status-chip.tsx";
import { panelTexts } from "./panel-texts.ts";
import { planPrice } from "./price-text.ts";
import { texts } from "./texts.ts";
import type { AnalysisView } from "./view-model.ts";

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
    <Panel title={t("history")} className="flex-1">
      {error != null && versions.length === 0 && (
        <ErrorState title={t("historyFailed")} error={error} onRetry={onRetry} />
      )}
      <ol className="relative">
        {shown.map((each, index) => (
          <VersionRow
            key={each.planId}
            row={each}
            view={view}
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

function VersionRow({
  row,
  view,
  last,
  onOpen,
}: {
  row: PlanSummary;
  view: AnalysisView;
  last: boolean;
  onOpen: () => void;
}) {
  const t = useMessages(panelTexts);
  const words = useMessages(texts);
  const { format, payload } = view;
  const open = row.planId === view.plan.planId;
  const levels = row.pullback?.map((price) => planPrice(format, price, payload.priceDigits)).join(" · ");
  const plan = levels ? `PB ${levels}` : t(row.action === "NO_TRADE" ? "noLeg" : "breakout");
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
          <span className="text-secondary text-ink-3">{format.clock(row.createdAt)}</span>
          <StatusChip action={row.action} size="sm" />
          <span className="ml-auto text-body text-ink-3">
            <span className={cx(open ? "font-semibold text-ink" : "text-ink-2")}>{row.score}</span>/50
          </span>
        </span>
        <span className="mt-0.5 flex justify-between gap-2 text-secondary" title={row.note ?? undefined}>
          {row.action === "WAIT" && row.note ? (
            <span className="min-w-0 truncate text-ink-2">{row.note}</span>
          ) : (
            <>
              <span className="min-w-0 truncate text-ink-2">{plan}</span>
              <span className="shrink-0 text-ink-3">{words("validUntil", { time: format.time(row.validUntil) })}</span>
            </>
          )}
        </span>
      </button>
    </li>
  );
}
