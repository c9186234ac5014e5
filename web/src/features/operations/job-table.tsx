import { Ellipsis } from "lucide-react";
import type { AdminJob } from "../../lib/api-model.ts";
import { ApiError } from "../../lib/api.ts";
import { copyText } from "../../lib/clipboard.ts";
import { useNow } from "../../lib/clock.ts";
import { cx } from "../../lib/cx.ts";
import { explain } from "../../lib/errors.ts";
import { useLanguage, useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Menu } from "../../ui/menu.tsx";
import { Table } from "../../ui/table.tsx";
import { notify } from "../../ui/toast.tsx";
import { kindName } from "./job-kinds.ts";
import { jobTexts } from "./log-texts.ts";
import { isLive } from "./model.ts";

interface Props {
  jobs: readonly AdminJob[];
  onLines: (jobId: string) => void;
  onCancel: (job: AdminJob) => void;
}

/** Jobs, newest first. */
export function JobTable({ jobs, onLines, onCancel }: Props) {
  const t = useMessages(jobTexts);
  const format = useFormat();
  useLanguage();
  const at = useNow(1000);
  return (
    <Table<AdminJob>
      caption={t("title")}
      rows={jobs}
      rowKey={(job) => job.jobId}
      columns={[
        { id: "kind", header: t("kind"), cell: (job) => <Kind job={job} /> },
        { id: "state", header: t("state"), cell: (job) => <State job={job} /> },
        { id: "subject", header: t("subject"), cell: (job) => <span className="block max-w-44 truncate">{job.email ?? t("nobody")}</span> },
        { id: "created", header: t("created"), cell: (job) => format.age(job.createdAt, at) },
        { id: "took", header: t("took"), align: "right", cell: (job) => <Took job={job} at={at} /> },
        { id: "attempts", header: t("attempts"), align: "right", cell: (job) => format.whole(job.attempts), wideOnly: true },
        { id: "worker", header: t("worker"), cell: (job) => <span className="block max-w-32 truncate text-ink-3">{job.worker ?? format.number(null)}</span>, wideOnly: true },
        { id: "actions", header: <span className="sr-only">{t("actions", { id: "" })}</span>, align: "right", cell: (job) => <Actions job={job} onLines={onLines} onCancel={onCancel} /> },
      ]}
    />
  );
}

function Kind({ job }: { job: AdminJob }) {
  return (
    <>
      <span className="text-ink">{kindName(job.kind)}</span> {job.symbol}
    </>
  );
}

/** The state as a word; of a failed one why, in a sentence. */
function State({ job }: { job: AdminJob }) {
  const t = useMessages(jobTexts);
  const reason = job.error && explain(new ApiError(job.error.code, job.error.message, 0)).text;
  return (
    <span className={cx("block", job.error && "min-w-52 py-1.5 whitespace-normal")}>
      <span className={cx(job.state === "failed" ? "font-medium text-warn" : job.state === "running" ? "font-medium text-ink" : "")}>{t(job.state)}</span>
      {reason && job.state !== "cancelled" && <span className="block text-secondary text-ink-3">{reason}</span>}
    </span>
  );
}

function Took({ job, at }: { job: AdminJob; at: number }) {
  const t = useMessages(jobTexts);
  const format = useFormat();
  const ms = job.tookMs ?? (job.state === "running" && job.startedAt ? at - Date.parse(job.startedAt) : null);
  if (ms === null) return <>{format.number(null)}</>;
  if (ms < 1000) return <>{format.whole(Math.max(0, ms))} ms</>;
  return <>{ms < 60_000 ? t("seconds", { value: format.number(ms / 1000, 1) }) : format.duration(ms)}</>;
}

function Actions({ job, onLines, onCancel }: { job: AdminJob } & Omit<Props, "jobs">) {
  const t = useMessages(jobTexts);
  const copy = () => void copyText(job.jobId).then((done) => done && notify(t("copied")));
  return (
    <Menu
      label={t("actions", { id: job.jobId })}
      trigger={
        <button type="button" aria-label={t("actions", { id: job.jobId })} className="rounded-control p-1.5 text-ink-2 hit-44 hover:bg-raised hover:text-ink">
          <Ellipsis aria-hidden size={16} />
        </button>
      }
      entries={[
        { id: "lines", label: t("lines"), run: () => onLines(job.jobId) },
        { id: "copy", label: t("copyId"), run: copy },
        ...(isLive(job.state) ? (["line", { id: "cancel", label: t("cancel"), danger: true, run: () => onCancel(job) }] as const) : []),
      ]}
    />
  );
}
