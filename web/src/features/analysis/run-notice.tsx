import type { Quota } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { RunFailure } from "./run-failure.tsx";
import type { Run } from "./run-model.ts";
import { texts } from "./texts.ts";

interface Props {
  run: Run;
  quota: Quota | null;
  onRetry: () => void;
  onChoose: (symbol: string) => void;
  onDismiss: () => void;
}

/** Why there is no new analysis. What was there before stays below. */
export function RunNotice({ run, quota, onRetry, onChoose, onDismiss }: Props) {
  const t = useMessages(texts);
  if (run.kind === "idle" || run.kind === "running") return null;
  return (
    <div className="border-line bg-panel p-4 max-md:border-y md:rounded-panel md:border">
      {run.kind === "cancelled" ? (
        <div role="status" className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="min-w-0 flex-1 text-body text-ink-2">{t("cancelled")}</p>
          <Button variant="quiet" onClick={onRetry}>
            {t("again")}
          </Button>
          <Button variant="link" onClick={onDismiss}>
            {t("dismiss")}
          </Button>
        </div>
      ) : (
        <RunFailure run={run} quota={quota} onRetry={onRetry} onChoose={onChoose} onDismiss={onDismiss} />
      )}
    </div>
  );
}
