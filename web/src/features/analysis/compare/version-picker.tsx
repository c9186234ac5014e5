import { ChevronDown } from "lucide-react";
import type { PlanSummary } from "../../../lib/api-model.ts";
import { useNow } from "../../../lib/clock.ts";
import { useMessages } from "../../../lib/i18n.ts";
import { useFormat } from "../../../lib/use-format.ts";
import { Menu } from "../../../ui/menu.tsx";
import { StatusChip } from "../../../ui/status-chip.tsx";
import { versionEntries } from "../version-entries.tsx";
import { compareTexts } from "./texts.ts";

interface Props {
  side: "from" | "to";
  shown: PlanSummary;
  versions: readonly PlanSummary[];
  onChoose: (planId: string) => void;
}

/** Which version stands on one side; opens the others. */
export function VersionPicker({ side, shown, versions, onChoose }: Props) {
  const t = useMessages(compareTexts);
  const format = useFormat();
  const moment = useNow(60_000);
  return (
    <Menu
      label={t(side)}
      trigger={
        <button
          type="button"
          aria-label={t(side === "from" ? "fromLabel" : "toLabel", { version: shown.version })}
          className="flex h-10 min-w-0 items-center gap-2 rounded-control border border-control px-3 text-body whitespace-nowrap hover:bg-raised max-md:h-11 max-md:flex-1 max-md:px-2.5"
        >
          <span className="text-ink-3 max-md:sr-only">{t(side)}</span>
          <span className="font-semibold text-ink">v{shown.version}</span>
          <span className="text-ink-2 max-[429px]:hidden">{format.clockOrDay(shown.createdAt, moment)}</span>
          <StatusChip action={shown.action} size="sm" />
          <ChevronDown aria-hidden size={14} className="ml-auto text-ink-3" />
        </button>
      }
      entries={versionEntries(versions.slice(0, 50), { shown: shown.planId, moment, format, onChoose })}
    />
  );
}
