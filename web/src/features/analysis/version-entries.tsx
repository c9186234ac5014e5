import type { PlanSummary } from "../../lib/api-model.ts";
import type { Format } from "../../lib/format.ts";
import type { MenuEntry } from "../../ui/menu.tsx";
import { StatusChip } from "../../ui/status-chip.tsx";

interface Chosen {
  shown: string;
  moment: number;
  format: Format;
  onChoose: (planId: string) => void;
}

/** The versions of a menu: when each was made, its score and its answer; the one that is shown stands out. */
export function versionEntries(versions: readonly PlanSummary[], { shown, moment, format, onChoose }: Chosen): MenuEntry[] {
  return versions.map((each) => ({
    id: each.planId,
    label: (
      <span className={each.planId === shown ? "font-semibold text-ink" : undefined}>
        v{each.version} <span className="text-ink-3">{format.clockOrDay(each.createdAt, moment)}</span>
      </span>
    ),
    note: (
      <span className="inline-flex items-center gap-2">
        {each.score}/50 <StatusChip action={each.action} size="sm" />
      </span>
    ),
    run: () => onChoose(each.planId),
  }));
}
