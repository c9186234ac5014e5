import { Link } from "@tanstack/react-router";
import { useNow } from "../../lib/clock.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { ProgressSteps } from "../../ui/progress-steps.tsx";
import { isVenueTrouble, missingCandles, nearestSymbols, type Run } from "./run-model.ts";
import { texts } from "./texts.ts";

interface Props {
  run: Run;
  /** When the analysis that is still on the screen was made, in ms. */
  shownFrom: number | null;
  onRetry: () => void;
  onChoose: (symbol: string) => void;
  onCancel: () => void;
  onDismiss: () => void;
}

/** How the analysis that was asked for is getting on, or why there is none. What was there before stays below. */
export function RunNotice({ run, shownFrom, onRetry, onChoose, onCancel, onDismiss }: Props) {
  const t = useMessages(texts);
  const format = useFormat();
  const moment = useNow();
  if (run.kind === "idle") return null;
  return (
    <div className="border-line bg-panel p-4 max-md:border-y md:rounded-panel md:border">
      {run.kind === "running" && (
        <>
          <ProgressSteps name={t(run.step)} step={run.at} of={run.of} {...(run.jobId ? { onCancel } : {})} />
          {shownFrom !== null && (
            <p className="mt-2 text-secondary text-ink-3">{t("oldStays", { age: format.age(shownFrom, moment) })}</p>
          )}
        </>
      )}
      {run.kind === "cancelled" && (
        <div role="status" className="flex items-center justify-between gap-3">
          <p className="text-body text-ink-2">{t("cancelled")}</p>
          <Button variant="quiet" onClick={onRetry}>
            {t("analyse")}
          </Button>
        </div>
      )}
      {run.kind === "failed" && <Failure run={run} onRetry={onRetry} onChoose={onChoose} onDismiss={onDismiss} />}
    </div>
  );
}

type FailureProps = Pick<Props, "onRetry" | "onChoose" | "onDismiss"> & { run: Extract<Run, { kind: "failed" }> };

function Failure({ run, onRetry, onChoose, onDismiss }: FailureProps) {
  const t = useMessages(texts);
  const nearest = nearestSymbols(run.error);
  const missing = missingCandles(run.error);
  const retry = nearest.length === 0 && missing.length === 0;
  return (
    <div className="flex flex-col gap-3">
      <ErrorState title={t("failed", { symbol: run.symbol })} error={run.error} {...(retry ? { onRetry } : {})} />
      <div className="flex flex-wrap items-center gap-2 pl-[26px] text-body text-ink-2">
        {nearest.length > 0 && <span>{t("didYouMean")}</span>}
        {nearest.map((symbol) => (
          <Button key={symbol} variant="quiet" onClick={() => onChoose(symbol)}>
            {symbol}
          </Button>
        ))}
        {missing.map((each) => (
          <span key={each.timeframe}>{t("missingCandles", each)}</span>
        ))}
        {missing.length > 0 && <span>{t("tryOther")}</span>}
        {isVenueTrouble(run.error) && (
          <Link to="/settings" className={buttonClass({ variant: "outline" })}>
            {t("openSettings")}
          </Link>
        )}
        <span className="text-ink-3 max-md:hidden">{t("nothingSaved")}</span>
        <Button variant="link" onClick={onDismiss} className="ml-auto">
          {t("done")}
        </Button>
      </div>
    </div>
  );
}
