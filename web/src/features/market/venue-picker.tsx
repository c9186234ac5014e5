import { Check, FlaskConical, Landmark, FileUp, Search } from "lucide-react";
import { useState, type KeyboardEvent } from "react";
import type { Venue } from "../../lib/api-model.ts";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { ranked } from "../../lib/search-rank.ts";
import { fieldClass } from "../../ui/input.tsx";
import { Tag } from "../../ui/tag.tsx";
import { connectionTexts } from "./texts.ts";

const ICONS = { demo: FlaskConical, live: Landmark, file: FileUp } as const;
const SHOWN = 12;

type Props = { venues: readonly Venue[]; chosen: string; inUse: string; onChoose: (name: string) => void };

/** The venues as a list that a search narrows; demo and imports stand first. */
export function VenuePicker({ venues, chosen, inUse, onChoose }: Props) {
  const t = useMessages(connectionTexts);
  const [typed, setTyped] = useState("");
  const found = typed.trim() ? ranked(typed, venues, (venue) => `${venue.title} ${venue.name}`) : byImportance(venues, inUse, chosen);
  const shown = found.slice(0, SHOWN);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && shown[0]) onChoose(shown[0].name);
  };
  return (
    <div>
      <div className="relative mb-2">
        <Search aria-hidden size={15} className="absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3" />
        <input type="search" aria-label={t("search")} placeholder={t("search")} value={typed} onChange={(event) => setTyped(event.target.value)} onKeyDown={onKeyDown} className={cx(fieldClass, "pl-8")} />
      </div>
      <ul aria-label={t("venues")}>
        {shown.map((venue) => (
          <li key={venue.name}>
            <VenueRow venue={venue} chosen={venue.name === chosen} inUse={venue.name === inUse} onChoose={() => onChoose(venue.name)} />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="py-3 text-body text-ink-2">{t("noneFound", { typed: typed.trim() })}</p>}
      {found.length > SHOWN && <p className="px-2 pt-2 text-secondary text-ink-3">{t("moreVenues", { count: found.length - SHOWN })}</p>}
    </div>
  );
}

/** The one in use and the chosen one first, then as the server lists them. */
function byImportance(venues: readonly Venue[], inUse: string, chosen: string): Venue[] {
  const weight = (venue: Venue) => (venue.kind === "demo" ? 0 : venue.name === inUse ? 1 : venue.name === chosen ? 2 : 3);
  return [...venues].sort((a, b) => weight(a) - weight(b));
}

type RowProps = { venue: Venue; chosen: boolean; inUse: boolean; onChoose: () => void };

function VenueRow({ venue, chosen, inUse, onChoose }: RowProps) {
  const t = useMessages(connectionTexts);
  const Icon = ICONS[venue.kind];
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={cx(
        "flex min-h-[42px] w-full items-center gap-2.5 rounded-control px-2 text-left text-body text-ink-2 hover:bg-raised max-md:min-h-11",
        chosen && "bg-selected text-ink",
      )}
    >
      <Icon aria-hidden size={16} className="shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1 truncate font-medium">{venue.title}</span>
      {venue.kind !== "live" && <span className="text-secondary text-ink-3">{t(venue.kind === "demo" ? "synthetic" : "file")}</span>}
      {inUse && (
        <Tag className={chosen ? "bg-panel" : ""}>
          <Check aria-hidden size={12} className="mr-1" />
          {t("inUse")}
        </Tag>
      )}
    </button>
  );
}
