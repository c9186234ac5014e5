import { Link } from "@tanstack/react-router";
import { Activity } from "lucide-react";
import { Popover } from "radix-ui";
import type { Me, VenueStatus as Status } from "../lib/api-model.ts";
import { ApiError } from "../lib/api.ts";
import { explain } from "../lib/errors.ts";
import { cx } from "../lib/cx.ts";
import { useMessages } from "../lib/i18n.ts";
import { useFormat } from "../lib/use-format.ts";
import { useBrokenSince } from "../lib/connection.ts";
import { useVenueTitle } from "../lib/venues.ts";
import { shellTexts } from "./texts.ts";

type Known = "stateLive" | "stateDown" | "statePaused" | "stateUnknown";

const STATES: Record<string, Known | undefined> = {
  up: "stateLive",
  down: "stateDown",
  paused: "statePaused",
  unknown: "stateUnknown",
};

/** What "up" means depends on where prices come from: only those of an exchange are live. */
const LIVE_WORDS = { live: "stateLive", demo: "stateSynthetic", file: "stateImported" } as const;

/** Where prices come from and how it goes; a click opens the details. On phones only the icon. */
export function VenueStatus({ venue }: { venue: Me["venue"] }) {
  const t = useMessages(shellTexts);
  const title = useVenueTitle(venue.name);
  const offline = useBrokenSince() !== null;
  const state = offline ? "stateDown" : (STATES[venue.state] ?? "stateUnknown");
  const word = t(state === "stateLive" ? LIVE_WORDS[venue.kind] : state);
  const latency = venue.latencyMs === null || state !== "stateLive" ? null : `${Math.round(venue.latencyMs)} ms`;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button type="button" className="flex h-8 min-w-0 items-center gap-2 rounded-control text-secondary max-md:px-1.5 text-ink-2 hit-44 hover:bg-raised">
          <Activity aria-hidden size={16} className={cx("shrink-0", tone(state))} />
          <span className="truncate max-lg:sr-only">
            {[title, word, latency].filter(Boolean).join(" · ")}
          </span>
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content align="end" sideOffset={6} collisionPadding={8} className="z-50 w-80 max-w-[calc(100vw-16px)] animate-appear rounded-panel border border-line bg-panel p-4 shadow-float">
          <Details venue={venue} title={title} word={word} latency={latency} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function tone(state: Known): string {
  if (state === "stateLive") return "text-up";
  return state === "stateUnknown" ? "text-ink-3" : "text-warn";
}

type DetailsProps = { venue: Status; title: string; word: string; latency: string | null };

function Details({ venue, title, word, latency }: DetailsProps) {
  const t = useMessages(shellTexts);
  const format = useFormat();
  const rows: [string, string][] = [
    [t("statusVenue"), title],
    [t("statusState"), word],
    [t("statusLatency"), latency ?? format.number(null)],
  ];
  if (venue.clockOffsetMs !== null) rows.push([t("statusClock"), `${format.whole(venue.clockOffsetMs)} ms`]);
  if (venue.pausedUntil) rows.push([t("statusUntil"), format.timeWithSeconds(venue.pausedUntil)]);
  const problem = venue.problem && explain(new ApiError(venue.problem.code, venue.problem.message, 503)).text;
  return (
    <div className="space-y-3">
      <h2 className="text-body font-semibold text-ink">{t("statusTitle")}</h2>
      {venue.kind === "demo" && <p className="text-secondary text-ink-2">{t("syntheticMeans")}</p>}
      {venue.kind === "file" && <p className="text-secondary text-ink-2">{t("importedMeans")}</p>}
      <dl className="divide-y divide-line text-body">
        {rows.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-3 py-1.5">
            <dt className="text-ink-2">{name}</dt>
            <dd className="font-medium text-ink">{value}</dd>
          </div>
        ))}
      </dl>
      {problem && <p className="text-secondary text-warn">{problem}</p>}
      <p className="text-secondary text-ink-3">{t("statusLatencyMeans")}</p>
      <Popover.Close asChild>
        <Link to="/settings/connection" className="text-body font-medium text-accent underline-offset-4 hover:underline">
          {t("statusChange")}
        </Link>
      </Popover.Close>
    </div>
  );
}
