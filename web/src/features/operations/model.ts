/** What the server tells administrators about itself. */

export type PartState = "up" | "degraded" | "down";

export interface Part {
  name: string;
  state: PartState;
  detail: string;
  since: string | null;
}

export interface ServerProcess {
  name: string;
  role: string;
  startedAt: string;
  lastSeenAt: string;
  host: string;
}

export interface VenueState {
  venue: string;
  state: string;
  latencyMs?: number | null;
  problem?: { code: string; message: string } | null;
}

export interface Status {
  version: string;
  startedAt: string;
  uptimeS: number;
  parts: Part[];
  database: { kind: string; layout: string; sizeBytes: number | null };
  disk: { freeBytes: number; totalBytes: number; path: string };
  memoryBytes: number | null;
  processes: ServerProcess[];
  jobs: { queued: number; running: number; failedToday: number; doneToday: number; oldestQueuedS: number | null };
  candles: { series: number; sizeBytes: number };
  backups: { count: number; newestAt: string | null; sizeBytes: number };
  venues: VenueState[];
}

export const LEVELS = ["debug", "info", "warning", "error"] as const;
export type Level = (typeof LEVELS)[number];

export interface LogLine {
  id: string;
  at: string;
  level: string;
  logger: string;
  message: string;
  requestId: string | null;
  jobId: string | null;
  fields: Record<string, unknown>;
  traceback: string | null;
}

export interface LogPage {
  lines: LogLine[];
  next: string | null;
}

export const JOB_STATES = ["queued", "running", "done", "failed", "cancelled"] as const;
export type JobState = (typeof JOB_STATES)[number];

export interface AdminJob {
  jobId: string;
  kind: string;
  lane: string;
  state: JobState;
  email: string | null;
  symbol: string | null;
  attempts: number;
  worker: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  tookMs: number | null;
  error: { code: string; message: string } | null;
}

export interface JobPage {
  jobs: AdminJob[];
  total: number;
}

export interface Backup {
  name: string;
  at: string;
  sizeBytes: number;
  layout: string;
  reason: string;
}

const ORDER: readonly PartState[] = ["down", "degraded", "up"];

/** What needs somebody first. */
export function worstFirst(parts: readonly Part[]): Part[] {
  return [...parts].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

export const STALE_BACKUP_MS = 2 * 86_400_000;

/** Whether the newest backup is too old to rely on; none at all is too old, too. */
export function isBackupStale(newestAt: string | null | undefined, now: number): boolean {
  return !newestAt || now - Date.parse(newestAt) > STALE_BACKUP_MS;
}

/** Whether a part that the server knows by this name is anything but well. */
export function isPartWeak(parts: readonly Part[], name: string): boolean {
  return parts.some((part) => part.name === name && part.state !== "up");
}

export function levelOf(text: string): Level {
  const lower = text.toLowerCase();
  if (lower === "critical" || lower === "fatal") return "error";
  return LEVELS.find((level) => level === lower) ?? "info";
}

export const isLive = (state: JobState): boolean => state === "queued" || state === "running";
