import { ChevronDown } from "lucide-react";
import { useNow } from "../../lib/clock.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Menu } from "../../ui/menu.tsx";
import { texts } from "./texts.ts";
import { versionEntries } from "./version-entries.tsx";
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
      entries={versionEntries(versions.slice(0, 12), { shown: plan.planId, moment, format, onChoose: onOpen })}
    />
  );
}
