import { useQuery } from "@tanstack/react-query";
import type { ServerProcess, ServerStatus, ServerVenue } from "../../lib/api-model.ts";
import { ApiError } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { cx } from "../../lib/cx.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { useVenueTitle } from "../../lib/venues.ts";
import { Panel } from "../../ui/panel.tsx";
import { ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { PartsPanel } from "./parts-panel.tsx";
import { statusQuery } from "./queries.ts";
import { SystemFigures } from "./system-figures.tsx";
import { systemTexts } from "./system-texts.ts";

/** How the server is: what needs somebody first, then its figures, processes and venues. */
export function SystemSection() {
  const t = useMessages(systemTexts);
  const { data, error, refetch, dataUpdatedAt } = useQuery(statusQuery);
  if (!data) {
    return (
      <Panel title={t("title")}>
        {error ? <ErrorState title={t("failed")} error={error} onRetry={() => void refetch()} /> : <SkeletonLines lines={4} />}
      </Panel>
    );
  }
  return (
    <div className="space-y-3">
      <PartsPanel status={data} updatedAt={dataUpdatedAt} broken={error !== null} />
      <SystemFigures status={data} />
      <div className="grid items-start gap-3 lg:grid-cols-[3fr_2fr]">
        <Processes status={data} />
        <Venues status={data} />
      </div>
    </div>
  );
}

function Processes({ status }: { status: ServerStatus }) {
  const t = useMessages(systemTexts);
  const format = useFormat();
  const at = useNow(5_000);
  return (
    <Panel bare title={t("processes")} className="pb-2">
      <Table<ServerProcess>
        dense
        caption={t("processes")}
        rows={status.processes}
        rowKey={(each) => each.name}
        columns={[
          { id: "name", header: t("process"), cell: (each) => <span className="text-ink">{each.name}</span> },
          { id: "role", header: t("role"), cell: (each) => <RoleWord role={each.role} /> },
          { id: "host", header: t("host"), cell: (each) => each.host, wideOnly: true },
          { id: "started", header: t("started"), cell: (each) => format.age(each.startedAt, at) },
          { id: "seen", header: t("seen"), cell: (each) => format.age(each.lastSeenAt, at) },
        ]}
      />
    </Panel>
  );
}

function Venues({ status }: { status: ServerStatus }) {
  const t = useMessages(systemTexts);
  const format = useFormat();
  if (status.venues.length === 0) {
    return (
      <Panel title={t("venues")}>
        <p className="text-body text-ink-2">{t("noVenues")}</p>
      </Panel>
    );
  }
  return (
    <Panel bare title={t("venues")} className="pb-2">
      <Table<ServerVenue>
        dense
        caption={t("venues")}
        rows={status.venues}
        rowKey={(each) => each.venue}
        columns={[
          { id: "venue", header: t("venue"), cell: (each) => <VenueName name={each.venue} /> },
          { id: "state", header: t("state"), cell: (each) => <VenueWord venue={each} /> },
          { id: "latency", header: t("latency"), align: "right", cell: (each) => (each.latencyMs === null ? format.number(null) : `${format.whole(each.latencyMs)} ms`) },
        ]}
      />
    </Panel>
  );
}

function VenueName({ name }: { name: string }) {
  return <span className="text-ink">{useVenueTitle(name)}</span>;
}

const KNOWN = ["up", "down", "degraded", "paused", "unknown"] as const;

function VenueWord({ venue: { state, problem } }: { venue: ServerVenue }) {
  const t = useMessages(systemTexts);
  const known = KNOWN.find((each) => each === state);
  const fine = state === "up" || state === "unknown";
  const reason = problem && explain(new ApiError(problem.code, problem.message, 0)).text;
  return (
    <span className={cx("block", reason && "min-w-40 py-1.5 whitespace-normal")}>
      <span className={fine ? "" : "font-medium text-warn"}>{known ? t(known) : state}</span>
      {reason && <span className="block text-secondary text-ink-3">{reason}</span>}
    </span>
  );
}

const ROLES = { up: "roleUp", api: "roleApi", worker: "roleWorker" } as const;

function RoleWord({ role }: { role: string }) {
  const t = useMessages(systemTexts);
  return <>{Object.hasOwn(ROLES, role) ? t(ROLES[role as keyof typeof ROLES]) : role}</>;
}
