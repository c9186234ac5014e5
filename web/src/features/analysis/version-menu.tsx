import { ChevronDown } from "lucide-react";
import { useNow } from "../../lib/clock.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Menu } from "../../ui/menu.tsx";
import { StatusChip } from "../../ui/status-chip.tsx";
import { texts } from "./texts.ts";
import type { AnalysisView } from "./view-model.ts";

/** Which version this is and when it was made; opens the others. */
export function VersionMenu({ view, onOpen }: { view: AnalysisView; onOpen: (planId: string) => void }) {
  const t = useMessages(texts);
  const { plan, payload, versions, format } = view;
  const moment = useNow(60_000);
  const label = `v${plan.version} · ${format.clockOrDay(payload.at, moment)}`;
  return (
    <Menu
      label={t("versions")}
      header={t("madeAt", { time: format.dateTime(payload.at), venue: payload.venue })}
      trigger={
        <button
          type="button"
          aria-label={`${t("versions")}: ${label}`}
          className="inline-flex h-[22px] shrink-0 items-center gap-1.5 rounded-tag border border-line px-2 text-secondary text-ink-2 hit-44 hover:bg-raised hover:text-ink"
        >
          {label}
          <ChevronDown aria-hidden size={12} />
        </button>
      }
      entries={versions.slice(0, 12).map((each) => ({
        id: each.planId,
        label: (
          <span className={each.planId === plan.planId ? "font-semibold text-ink" : undefined}>
            v{each.version} <span className="text-ink-3">{format.clockOrDay(each.createdAt, moment)}</span>
          </span>
        ),
        note: (
          <span className="inline-flex items-center gap-2">
            {each.score}/50 <StatusChip action={each.action} size="sm" />
          </span>
        ),
        run: () => onOpen(each.planId),
      }))}
    />
  );
}
