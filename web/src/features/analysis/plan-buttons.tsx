import { Check, RefreshCw } from "lucide-react";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { RunProgress, type Running } from "./run-progress.tsx";
import { isStale } from "./standing.ts";
import { texts } from "./texts.ts";
import { nextVersion, type AnalysisView } from "./view-model.ts";

export interface PlanButtonsProps {
  view: AnalysisView;
  busy: boolean;
  waiting: boolean;
  /** An analysis that takes a while: it stands where the buttons were. */
  running: Running | null;
  onUpdate: () => void;
  onTaken: () => void;
}

interface Look {
  /** On a phone, taken is the main thing to do while the plan may be acted on. */
  phone?: boolean;
}

/** Make the next version, note that this one was taken. */
export function PlanButtons({ view, busy, waiting, running, onUpdate, onTaken, phone = false }: PlanButtonsProps & Look) {
  const t = useMessages(texts);
  if (running) return <RunProgress inline running={running} />;
  const narrow = phone ? "px-2! max-[359px]:[&>svg]:hidden" : "";
  const urged = phone && view.payload.action === "TRADE" && !isStale(view.standing);
  const size = phone ? 16 : 15;
  return (
    <>
      <Button
        variant="quiet"
        className={`min-w-0 flex-1 ${narrow}`}
        busy={busy}
        disabled={waiting}
        onClick={onUpdate}
        icon={<RefreshCw aria-hidden size={size} />}
      >
        {t("update", { version: nextVersion(view) })}
      </Button>
      {view.leg && (
        <Button
          variant={urged ? "primary" : "outline"}
          className={phone ? `min-w-0 flex-1 ${narrow}` : ""}
          onClick={onTaken}
          icon={<Check aria-hidden size={size} />}
        >
          {t("markTaken")}
        </Button>
      )}
    </>
  );
}
