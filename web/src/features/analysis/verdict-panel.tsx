import { Split } from "lucide-react";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { listed } from "../../lib/listed.ts";
import { useNow } from "../../lib/clock.ts";
import { Button } from "../../ui/button.tsx";
import { ScoreGauge } from "../../ui/score-gauge.tsx";
import { StatusChip } from "../../ui/status-chip.tsx";
import { PlanButtons, type PlanButtonsProps } from "./plan-buttons.tsx";
import { planPrice } from "./price-text.ts";
import { firstEvent, isStale } from "./standing.ts";
import { StaleNotice } from "./stale-notice.tsx";
import { texts } from "./texts.ts";
import { VersionMenu } from "./version-menu.tsx";
import type { AnalysisView } from "./view-model.ts";

type Props = PlanButtonsProps & { onOpen: (planId: string) => void };

/** The answer in one sentence, what it is worth, and what would change it. */
export function VerdictPanel({ onOpen, ...buttons }: Props) {
  const t = useMessages(texts);
  const { view } = buttons;
  const { payload, standing, newest } = view;
  const stale = isStale(standing) && newest;
  const changes = payload.changes.slice(0, 2).map((change) => asClause(change.text));
  const changing = !stale && changes.length > 0 && payload.action !== "NO_TRADE";
  const change = `${t("changesWhen", { change: listed(changes, t("or")) })}.`;
  const newestRow = view.versions[0];
  return (
    <section
      aria-label={t("title")}
      className="flex min-w-0 flex-1 flex-col border-line bg-panel p-4 max-md:border-y md:rounded-panel md:border"
    >
      <div className="flex items-center gap-2.5">
        <StatusChip action={payload.action} faded={stale} />
        <span className="min-w-0 flex-1 truncate text-secondary text-ink-2">{t(sideWord(view))}</span>
        <VersionMenu view={view} onOpen={onOpen} />
      </div>
      <h1
        className={cx("mt-2.5 text-base leading-[22px] font-semibold text-pretty", stale ? "text-ink-3" : "text-ink")}
      >
        {payload.headline}
      </h1>
      <SubLine view={view} brief={changing} />
      {changing && <p className="mt-1.5 text-body text-ink-2 md:hidden">{change}</p>}
      <div className="mt-3.5">
        <ScoreGauge score={payload.score.total} />
      </div>
      {stale && <StaleNotice view={view} />}
      {changing && (
        <p className="mt-2 flex max-md:hidden gap-2.5 border-t border-line pt-2.5 text-secondary text-ink-2">
          <Split aria-hidden size={14} className="mt-0.5 shrink-0 text-ink-3" />
          <span>{change}</span>
        </p>
      )}
      {!newest && newestRow && (
        <p className="mt-2 flex flex-wrap items-center justify-between gap-2 border-t border-line pt-2.5 text-secondary text-ink-2">
          {t("olderShown", { version: newestRow.version })}
          <Button variant="link" size="sm" onClick={() => onOpen(newestRow.planId)}>
            {t("openNewest", { version: newestRow.version })}
          </Button>
        </p>
      )}
      <div className="mt-auto flex gap-2 pt-3 max-md:hidden">
        <PlanButtons {...buttons} />
      </div>
    </section>
  );
}

const STALE_WORDS = {
  invalidated: "wordInvalidated",
  expired: "wordExpired",
  ranAway: "wordRanAway",
  done: "wordDone",
} as const;

function sideWord({ payload, standing, newest }: AnalysisView) {
  if (newest && isStale(standing)) return STALE_WORDS[standing.kind as keyof typeof STALE_WORDS];
  if (payload.action === "NO_TRADE") return "noPlan";
  if (payload.score.verdict === "skip") return "skip";
  if (payload.action === "WAIT") return "worthWait";
  return payload.score.verdict;
}

/** Targets and how long it holds; while gates are closed the plan that waits behind them; without one the bias. */
function SubLine({ view, brief }: { view: AnalysisView; brief: boolean }) {
  const t = useMessages(texts);
  const { payload, format, leg, standing } = view;
  const left = Date.parse(payload.validUntil) - useNow();
  const write = (price: number) => planPrice(format, price, payload.priceDigits);
  const parts: string[] = [];
  const plan = leg ? payload[leg] : null;
  // What is over has a notice of its own, which would say the opposite.
  if (isStale(standing)) return null;
  if (!plan) parts.push(payload.bias.text);
  else if (payload.gates.some((gate) => gate.state === "closed")) {
    const prices = payload.pullback?.entries.map((entry) => entry.price) ?? [
      payload.breakout?.trigger ?? payload.price,
    ];
    parts.push(t("planStands", { plan: t("planBuy", { prices: prices.map(write).join("–") }) }));
  } else {
    parts.push(t("targetsAnd", { targets: listed(plan.targets.map((target) => write(target.price)), t("and")) }));
    if (left > 0) parts.push(t("validFor", { time: format.duration(left) }));
  }
  const filled = standing.kind === "touched" ? firstEvent(standing, "entry1", "trigger") : null;
  if (filled) parts.push(t(filled.kind === "trigger" ? "triggered" : "touched", { time: format.time(filled.at) }));
  // A phone's first screen is for the chart: there, what would change the answer takes this line.
  const place = brief && payload.action === "TRADE" ? "max-md:hidden" : "";
  return <p className={cx("mt-1.5 line-clamp-3 text-body text-ink-2", place)}>{parts.join(" ")}</p>;
}

/** A sentence as a part of another: no full stop, no capital that only began it ("Higher low", but "15m" and "RSI"). */
function asClause(sentence: string): string {
  const text = sentence.replace(/\.$/, "");
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
