import { useNavigate } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import type { Quota, Scan, ScanItem } from "../../lib/api-model.ts";
import { useNow } from "../../lib/clock.ts";
import { useMessages, type Translate } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProgressSteps } from "../../ui/progress-steps.tsx";
import { EmptyState, ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { summarise, validUntil, type Sort, type Summary } from "./model.ts";
import { ScanTable } from "./scan-table.tsx";
import { scanTexts } from "./texts.ts";

interface Props {
  scan: Scan | null;
  /** Why there is nothing to show; null while it loads. */
  error: Error | null;
  onReload: () => void;
  /** Whether there is a scan to show at all. */
  any: boolean;
  /** What can be done while there is none. */
  begin: ReactNode;
  quota: Quota | null;
  sort: Sort;
  cancelling: boolean;
  starting: boolean;
  onSort: (sort: Sort) => void;
  onCancel: () => void;
  onRetry: (items: readonly ScanItem[], scan: Scan) => void;
}

type Say = Translate<keyof (typeof scanTexts)["phrases"]>;

/** The answer first, then how it is getting on, then every coin. */
export function ScanResult({ scan, error, any, begin, quota, sort, cancelling, starting, onReload, onSort, onCancel, onRetry }: Props) {
  const t = useMessages(scanTexts);
  const format = useFormat();
  const navigate = useNavigate();
  const at = useNow(10_000);
  if (!any) {
    return (
      <Panel title={t("results")}>
        <EmptyState title={t("emptyTitle")} action={begin}>{t("emptyMeans")}</EmptyState>
      </Panel>
    );
  }
  if (!scan) {
    return (
      <Panel title={t("results")}>
        {error ? (
          <ErrorState title={t("loadFailed")} error={error} onRetry={onReload} />
        ) : (
          <SkeletonLines lines={4} />
        )}
      </Panel>
    );
  }
  const summary = summarise(scan.items);
  const until = validUntil(scan);
  const over = until < at;
  const { TRADE: trade, WAIT: wait, NO_TRADE: none } = summary.verdicts;
  return (
    <Panel
      bare
      title={t("results")}
      className="pb-1"
      aside={t("scanned", { name: scan.name, frames: scan.timeframes.join(" · "), time: format.dateTime(scan.createdAt) })}
    >
      <div className="space-y-3 px-4 pt-1 pb-4">
        {scan.state === "running" ? (
          <Progress scan={scan} cancelling={cancelling} onCancel={onCancel} />
        ) : (
          <div role="status">
            <p className="text-lead font-semibold text-ink">{headline(scan, summary, t)}</p>
            <p className="mt-0.5 text-body text-ink-2">
              {summary.best ? `${t("leadBest", { symbol: summary.best.symbol, score: summary.best.score ?? 0 })} ` : ""}
              {trade + wait + none > 0 && t("counts", { trade, wait, none })}
            </p>
          </div>
        )}
        {over && scan.state !== "running" && <p className="text-body text-warn">{t("over", { time: format.age(until, at) })}</p>}
        <Refused items={summary.refused} quota={quota} />
        {scan.state !== "running" && summary.failed.length > 0 && (
          <Button variant="quiet" busy={starting} icon={<RotateCcw aria-hidden size={15} />} onClick={() => onRetry(summary.failed, scan)}>
            {t("retryFailed", { count: summary.failed.length })}
          </Button>
        )}
      </div>
      <ScanTable over={over} items={scan.items} sort={sort} onSort={onSort} onOpen={(plan) => void navigate({ to: "/analysis", search: { plan } })} />
    </Panel>
  );
}

function headline(scan: Scan, { verdicts }: Summary, t: Say): string {
  const of = verdicts.TRADE + verdicts.WAIT + verdicts.NO_TRADE;
  if (scan.state === "cancelled") return t("cancelled", { done: of, total: scan.total });
  if (of === 0) return t("leadNothing");
  if (verdicts.TRADE > 0) return t("leadTrade", { count: verdicts.TRADE, of });
  return verdicts.WAIT > 0 ? t("leadWait", { count: verdicts.WAIT }) : t("leadNone");
}

function Progress({ scan, cancelling, onCancel }: { scan: Scan; cancelling: boolean; onCancel: () => void }) {
  const t = useMessages(scanTexts);
  const now = scan.items.filter((item) => item.state === "running").map((item) => item.symbol);
  const name = cancelling ? t("cancelling") : now.length > 0 ? t("progress", { symbols: now.join(", ") }) : t("progressQueued");
  return <ProgressSteps name={name} step={scan.done} of={scan.total} {...(cancelling ? {} : { onCancel })} />;
}

/** The coins that the scan left out, by name. */
function Refused({ items, quota }: { items: readonly ScanItem[]; quota: Quota | null }) {
  const t = useMessages(scanTexts);
  const format = useFormat();
  if (items.length === 0) return null;
  const spent = items.filter((item) => item.error?.code === "QUOTA_USED");
  const others = items.filter((item) => item.error?.code !== "QUOTA_USED");
  const names = (some: readonly ScanItem[]) => some.map((item) => item.symbol).join(", ");
  return (
    <div className="space-y-1 text-body text-warn">
      {spent.length > 0 && <p>{t("refusedQuota", { symbols: names(spent), time: quota ? format.time(quota.resetsAt) : "00.00" })}</p>}
      {others.length > 0 && <p>{t("refusedOther", { symbols: names(others) })}</p>}
    </div>
  );
}
