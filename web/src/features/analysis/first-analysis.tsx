import { Ruler } from "lucide-react";
import type { Quota } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState, SkeletonLines } from "../../ui/states.tsx";
import { RunProgress, useNotable, type Running } from "./run-progress.tsx";
import { texts } from "./texts.ts";

const BOX = "border-line bg-panel p-4 max-md:border-y md:rounded-panel md:border";

interface Props {
  symbol: string;
  quota: Quota | null;
  busy: boolean;
  running: Running;
  onAnalyse: () => void;
}

/** Nothing analysed yet: what is missing, what it costs, one action; then how the first one is getting on. */
export function FirstAnalysis({ symbol, quota, busy, running, onAnalyse }: Props) {
  const t = useMessages(texts);
  const format = useFormat();
  const notable = useNotable(running.run);
  const left = quota ? Math.max(0, quota.limit - quota.used) : null;
  if (notable) {
    return (
      <section className={BOX}>
        <RunProgress running={running} />
        <div className="mt-4">
          <SkeletonLines lines={3} />
        </div>
      </section>
    );
  }
  return (
    <section className={BOX}>
      <EmptyState
        title={t("emptyTitle", { symbol })}
        action={
          <Button
            variant="primary"
            busy={busy}
            onClick={onAnalyse}
            icon={<Ruler aria-hidden size={16} />}
          >
            {t("emptyAction", { symbol })}
          </Button>
        }
      >
        {!quota || left === null
          ? t("emptyCostUnknown")
          : left > 0
            ? t("emptyCost", { left })
            : t("quotaUsed", { time: format.time(quota.resetsAt) })}
      </EmptyState>
    </section>
  );
}
