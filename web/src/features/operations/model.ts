import type { JobState, ServerPart } from "../../lib/api-model.ts";

export const LEVELS = ["debug", "info", "warning", "error"] as const;
export type Level = (typeof LEVELS)[number];

export const JOB_STATES = ["queued", "running", "done", "failed", "cancelled"] as const satisfies readonly JobState[];

const ORDER: readonly ServerPart["state"][] = ["down", "degraded", "up"];

/** What needs somebody first. */
export function worstFirst(parts: readonly ServerPart[]): ServerPart[] {
  return [...parts].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

export const STALE_BACKUP_MS = 2 * 86_400_000;

/** Whether the newest backup is too old to rely on; none at all is too old, too. */
export function isBackupStale(newestAt: string | null | undefined, now: number): boolean {
  return !newestAt || now - Date.parse(newestAt) > STALE_BACKUP_MS;
}

/** Whether a part that the server knows by this name is anything but well. */
export function isPartWeak(parts: readonly ServerPart[], name: string): boolean {
  return parts.some((part) => part.name === name && part.state !== "up");
}

export function levelOf(text: string): Level {
  const lower = text.toLowerCase();
  if (lower === "critical" || lower === "fatal") return "error";
  return LEVELS.find((level) => level === lower) ?? "info";
}

export const isLive = (state: JobState): boolean => state === "queued" || state === "running";
