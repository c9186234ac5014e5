import { Check, RefreshCw } from "lucide-react";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { isStale } from "./staleness.ts";
import { RunProgress, type Running } from "./run-progress.tsx";
import { texts } from "./texts.ts";
import { nextVersion, type AnalysisView } from "./view-model.ts";

const BAR =
  "fixed inset-x-0 bottom-[calc(56px+env(safe-area-inset-bottom))] z-20 flex gap-2 border-t border-line bg-panel px-3 py-2.5 md:hidden";

interface Props {
  view: AnalysisView;
  busy: boolean;
  waiting: boolean;
  /** An analysis that takes a while: it stands where the buttons were. */
  running: Running | null;
  onUpdate: () => void;
  onTaken: () => void;
}

/** On phones, pinned above the bar: copy all, update, taken. */
export function ActionBar({ view, busy, waiting, running, onUpdate, onTaken }: Props) {
  const t = useMessages(texts);
  if (running) {
    return (
      <div className={BAR}>
        <RunProgress inline running={running} />
      </div>
    );
  }
  return (
    <div className={BAR}>
      <span className="flex size-11 items-center justify-center rounded-control bg-selected">
        <CopyButton iconOnly value={view.payload.text} />
      </span>
      <Button
        variant="quiet"
        className="min-w-0 flex-1 px-2! max-[359px]:[&>svg]:hidden"
        busy={busy}
        disabled={waiting}
        onClick={onUpdate}
        icon={<RefreshCw aria-hidden size={16} />}
      >
        {t("update", { version: nextVersion(view) })}
      </Button>
      {view.leg && (
        <Button
          variant={view.payload.action === "TRADE" && !isStale(view.standing) ? "primary" : "outline"}
          className="min-w-0 flex-1 px-2! max-[359px]:[&>svg]:hidden"
          onClick={onTaken}
          icon={<Check aria-hidden size={16} />}
        >
          {t("markTaken")}
        </Button>
      )}
    </div>
  );
}
