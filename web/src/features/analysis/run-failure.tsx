import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Hourglass } from "lucide-react";
import { useEffect } from "react";
import { api } from "../../lib/api.ts";
import type { Quota } from "../../lib/api-model.ts";
import { useNow } from "../../lib/clock.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { codeOf, isVenueTrouble, missingCandles, nearestSymbols, otherJob, type FailedRun } from "./run-model.ts";
import { texts } from "./texts.ts";

interface Props {
  run: FailedRun;
  quota: Quota | null;
  onRetry: () => void;
  onChoose: (symbol: string) => void;
  onDismiss: () => void;
}

/** What failed, what was therefore not done, and what can be done about it. */
export function RunFailure({ run, quota, onRetry, onChoose, onDismiss }: Props) {
  const t = useMessages(texts);
  const code = codeOf(run.error);
  const nearest = nearestSymbols(run.error);
  const missing = missingCandles(run.error);
  if (code === "COOLDOWN" && run.retryAt !== null) return <Cooldown until={run.retryAt} onDone={onDismiss} />;
  if (code === "QUOTA_USED") return <QuotaUsed quota={quota} onDismiss={onDismiss} />;
  const other = otherJob(run.error);
  const retry = nearest.length === 0 && missing.length === 0;
  return (
    <div className="flex flex-col gap-3">
      <ErrorState title={t("failed", { symbol: run.symbol })} error={run.error} />
      <div className="flex flex-wrap items-center gap-2 pl-[26px] text-body text-ink-2">
        {retry && (
          <Button variant="quiet" onClick={onRetry}>
            {t("again")}
          </Button>
        )}
        {other && <CancelOther jobId={other} onDone={onDismiss} />}
        {isVenueTrouble(run.error) && (
          <Link to="/settings" className={buttonClass({ variant: "outline" })}>
            {t("openSettings")}
          </Link>
        )}
        {nearest.length > 0 && <span>{t("didYouMean")}</span>}
        {nearest.map((symbol) => (
          <Button key={symbol} variant="quiet" onClick={() => onChoose(symbol)}>
            {symbol}
          </Button>
        ))}
        {missing.map((each) => (
          <span key={each.timeframe}>{t("missingCandles", each)}.</span>
        ))}
        {missing.length > 0 && <span>{t("tryOther")}</span>}
        <span className="text-ink-3">{t("nothingSaved")}</span>
        <Button variant="link" onClick={onDismiss} className="ml-auto">
          {t("dismiss")}
        </Button>
      </div>
    </div>
  );
}

/** Ends the analysis that is in the way. */
function CancelOther({ jobId, onDone }: { jobId: string; onDone: () => void }) {
  const t = useMessages(texts);
  // It may have ended by itself in the meantime, which is just as well.
  const cancel = useMutation({ mutationFn: () => api.post(`/api/jobs/${jobId}/cancel`), onSettled: onDone });
  return (
    <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
      {t("cancelOther")}
    </Button>
  );
}

/** Counts down and goes away by itself. */
function Cooldown({ until, onDone }: { until: number; onDone: () => void }) {
  const t = useMessages(texts);
  const format = useFormat();
  const left = until - useNow();
  useEffect(() => {
    if (left <= 0) onDone();
  }, [left, onDone]);
  return (
    <p role="timer" className="flex items-center gap-2.5 text-body text-ink-2">
      <Hourglass aria-hidden size={16} className="shrink-0 text-ink-3" />
      {t("cooldown", { time: format.duration(left) })}
    </p>
  );
}

function QuotaUsed({ quota, onDismiss }: { quota: Quota | null; onDismiss: () => void }) {
  const t = useMessages(texts);
  const format = useFormat();
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2.5 text-body text-ink-2">
      <Hourglass aria-hidden size={16} className="shrink-0 text-warn" />
      {quota ? t("quotaUsed", { time: format.time(quota.resetsAt) }) : t("quotaUsedUnknown")}
      <Button variant="link" onClick={onDismiss} className="ml-auto">
        {t("dismiss")}
      </Button>
    </div>
  );
}
