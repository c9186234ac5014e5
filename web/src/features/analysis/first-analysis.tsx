import { Ruler } from "lucide-react";
import type { Quota } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { texts } from "./texts.ts";

interface Props {
  symbol: string;
  quota: Quota | null;
  busy: boolean;
  onAnalyse: () => void;
}

/** Nothing analysed yet: what is missing, what it costs, one action. */
export function FirstAnalysis({ symbol, quota, busy, onAnalyse }: Props) {
  const t = useMessages(texts);
  return (
    <section className="border-line bg-panel p-4 max-md:border-y md:rounded-panel md:border">
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
        {quota ? t("emptyCost", { left: Math.max(0, quota.limit - quota.used) }) : t("emptyCostUnknown")}
      </EmptyState>
    </section>
  );
}
