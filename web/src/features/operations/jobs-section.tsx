import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AdminJob } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState, ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { CancelJob } from "./cancel-job.tsx";
import { JobTable } from "./job-table.tsx";
import { kindName, KINDS } from "./job-kinds.ts";
import { jobTexts } from "./log-texts.ts";
import { JOB_STATES } from "./model.ts";
import { jobsQuery, type JobFilter } from "./queries.ts";

const ANY = "any";

interface Props {
  filter: JobFilter;
  /** Remember in the address. */
  onFilter: (change: Partial<JobFilter>) => void;
  /** Show a job's lines in the log. */
  onLines: (jobId: string) => void;
}

/** What the server works on and worked on, for everybody. */
export function JobsSection({ filter, onFilter, onLines }: Props) {
  const t = useMessages(jobTexts);
  const [cancelling, setCancelling] = useState<AdminJob | null>(null);
  const { data, error, isPending, hasNextPage, isFetchingNextPage, refetch, fetchNextPage } = useInfiniteQuery(jobsQuery(filter));
  const jobs = data?.pages.flatMap((page) => page.jobs) ?? [];
  const kinds = [...new Set([...KINDS, ...jobs.map((job) => job.kind)])];
  return (
    <Panel bare label={t("title")} className="pb-1">
      <div className="flex flex-wrap items-center gap-3 border-b border-line p-3 px-4">
        <div className="max-w-full overflow-x-auto scroll-thin">
          <Segmented
            label={t("state")}
            value={JOB_STATES.find((state) => state === filter.state) ?? ANY}
            onChange={(state) => onFilter({ state: state === ANY ? "" : state })}
            choices={[{ value: ANY, label: t("any") }, ...JOB_STATES.map((state) => ({ value: state, label: t(state) }))]}
          />
        </div>
        <Select
          label={t("kind")}
          hideLabel
          className="w-44 max-md:w-full"
          value={filter.kind || ANY}
          onChange={(kind) => onFilter({ kind: kind === ANY ? "" : kind })}
          options={[{ value: ANY, label: t("anyKind") }, ...kinds.map((kind) => ({ value: kind, label: kindName(kind) }))]}
        />
        <span className="ml-auto text-secondary text-ink-3">{data?.pages[0] && t("total", { count: data.pages[0].total })}</span>
      </div>
      {error && (
        <div className="p-4">
          <ErrorState title={t("unread")} error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {isPending && (
        <div className="p-4">
          <SkeletonLines lines={4} />
        </div>
      )}
      {data && jobs.length === 0 && (
        <div className="p-4">
          <EmptyState title={t("none")}>{t("noneMeans")}</EmptyState>
        </div>
      )}
      {jobs.length > 0 && <JobTable jobs={jobs} onLines={onLines} onCancel={setCancelling} />}
      {hasNextPage && (
        <div className="border-t border-line px-4 py-3">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("older")}
          </Button>
        </div>
      )}
      {cancelling && <CancelJob job={cancelling} onClose={() => setCancelling(null)} />}
    </Panel>
  );
}
