import type { Quota } from "../../lib/api-model.ts";
import { useEffect, useState } from "react";
import { useNow } from "../../lib/clock.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { ProgressSteps } from "../../ui/progress-steps.tsx";
import { RunFailure } from "./run-failure.tsx";
import type { Run } from "./run-model.ts";
import { texts } from "./texts.ts";

interface Props {
  run: Run;
  quota: Quota | null;
  /** When the analysis that is still on the screen was made, in ms. */
  shownFrom: number | null;
  onRetry: () => void;
  onChoose: (symbol: string) => void;
  onCancel: () => void;
  onDismiss: () => void;
}

const UNNOTICED_MS = 350;

/** Whether something has been going on for long enough to be spoken of. */
function useLate(going: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!going) return;
    const timer = setTimeout(() => setLate(true), UNNOTICED_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [going]);
  return late;
}

/** How the analysis that was asked for is getting on, or why there is none. What was there before stays below. */
export function RunNotice({ run, quota, shownFrom, onRetry, onChoose, onCancel, onDismiss }: Props) {
  const t = useMessages(texts);
  const format = useFormat();
  const moment = useNow();
  const running = run.kind === "running";
  const late = useLate(running);
  if (run.kind === "idle" || (running && !late)) return null;
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
      {run.kind === "failed" && (
        <RunFailure run={run} quota={quota} onRetry={onRetry} onChoose={onChoose} onDismiss={onDismiss} />
      )}
    </div>
  );
}
