import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Backup, JobPage, JobProgress, LogPage, ServerStatus } from "../../lib/api-model.ts";
import { api } from "../../lib/api.ts";
import { isLive } from "./model.ts";

const STATUS_EVERY_MS = 10_000;
const JOBS_EVERY_MS = 5_000;
const LOGS_EVERY_MS = 5_000;
const PAGE = 100;

export const statusQuery = queryOptions({
  queryKey: ["admin", "status"],
  queryFn: ({ signal }) => api.get<ServerStatus>("/api/admin/status", {}, signal),
  refetchInterval: STATUS_EVERY_MS,
});

export interface LogFilter {
  level: string;
  q: string;
}

/** The newest lines, and older ones on demand. While `live`, asked for again as long as only the newest page is open. */
export const logsQuery = ({ level, q }: LogFilter, live: boolean) =>
  infiniteQueryOptions({
    queryKey: ["admin", "logs", level, q],
    queryFn: ({ signal, pageParam }) =>
      api.get<LogPage>("/api/admin/logs", { level: level || undefined, q: q || undefined, before: pageParam ?? undefined, limit: PAGE }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) => (live && (query.state.data?.pages.length ?? 0) <= 1 ? LOGS_EVERY_MS : false),
    refetchOnWindowFocus: live,
    staleTime: 0,
  });

export interface JobFilter {
  state: string;
  kind: string;
}

export const jobsQuery = ({ state, kind }: JobFilter) =>
  infiniteQueryOptions({
    queryKey: ["admin", "jobs", state, kind],
    queryFn: ({ signal, pageParam }) =>
      api.get<JobPage>("/api/admin/jobs", { state: state || undefined, kind: kind || undefined, before: pageParam ?? undefined, limit: PAGE }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) => {
      const shown = pages.reduce((sum, each) => sum + each.jobs.length, 0);
      return shown < page.total ? (page.jobs.at(-1)?.jobId ?? null) : null;
    },
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) <= 1 ? JOBS_EVERY_MS : false),
  });

/** The job that makes a backup, asked for until it ends. */
export const backupJobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ["admin", "backup-job", jobId],
    queryFn: ({ signal }) => api.get<JobProgress>(`/api/jobs/${jobId}`, {}, signal),
    refetchInterval: (query) => (query.state.data && !isLive(query.state.data.state) ? false : 600),
  });

export const backupsQuery = queryOptions({
  queryKey: ["admin", "backups"],
  queryFn: async ({ signal }) => (await api.get<{ backups: Backup[] }>("/api/admin/backups", {}, signal)).backups,
  refetchInterval: 60_000,
});
