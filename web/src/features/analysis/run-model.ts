import { ApiError } from "../../lib/api.ts";
import type { Plan } from "./payload.ts";

/** GET /api/jobs/{id}. */
export interface Job {
  jobId: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  progress: { step: number; of: number; name: string } | null;
  result: { planId: string; version: number } | null;
  error: { code: string; message: string; details?: Record<string, unknown> | null } | null;
}

export const STEPS = ["candles", "levels", "gates", "saving"] as const;
export type Step = (typeof STEPS)[number] | "queued";

/** Where an analysis stands for the person who asked for it. */
export type Run =
  | { kind: "idle" }
  | { kind: "running"; symbol: string; jobId: string | null; step: Step; at: number; of: number }
  | FailedRun
  | { kind: "cancelled"; symbol: string };

export interface FailedRun {
  kind: "failed";
  symbol: string;
  error: unknown;
  /** When asking again makes sense, in ms; null where waiting does not help. */
  retryAt: number | null;
}

export const IDLE: Run = { kind: "idle" };

/** The step that a job is at, in the words of this page. */
export function progressOf(job: Job): { step: Step; at: number; of: number } {
  const of = job.progress?.of ?? STEPS.length;
  const known = STEPS.find((step) => step === job.progress?.name);
  if (job.state === "queued" || !known) return { step: "queued", at: job.progress?.step ?? 0, of };
  return { step: known, at: job.progress?.step ?? 1, of };
}

/** A finished job's plan, or what it ended with. Null while it is still going. */
export function outcomeOf(job: Job): { planId: string } | ApiError | "cancelled" | null {
  if (job.state === "done" && job.result) return { planId: job.result.planId };
  if (job.state === "cancelled") return "cancelled";
  if (job.state === "failed" || job.state === "done") {
    const { code, message, details } = job.error ?? {
      code: "BROKEN",
      message: "The job ended without a result.",
      details: null,
    };
    return new ApiError(code, message, 0, details ?? {});
  }
  return null;
}

/** The answer of POST /api/analyze and /api/update: the plan at once (200), or the job that makes it (202). */
export type Started = Plan | { jobId: string };

export function isPlan(started: Started): started is Plan {
  return "payload" in started;
}

/** The nearest names that the server offers for a symbol it does not know. */
export function nearestSymbols(error: unknown): string[] {
  if (!(error instanceof ApiError) || error.code !== "INVALID_SYMBOL") return [];
  const near = error.details.nearest;
  return Array.isArray(near) ? near.filter((name): name is string => typeof name === "string").slice(0, 4) : [];
}

/** Candles that are missing per timeframe, where history was too short. */
export function missingCandles(error: unknown): { timeframe: string; missing: number }[] {
  if (!(error instanceof ApiError) || error.code !== "TOO_LITTLE_HISTORY") return [];
  const missing = error.details.missing;
  if (typeof missing !== "object" || missing === null) return [];
  return Object.entries(missing).flatMap(([timeframe, count]) =>
    typeof count === "number" && count > 0 ? [{ timeframe, missing: count }] : [],
  );
}

/** When asking again makes sense: the server says after how long. */
export function retryMoment(error: unknown, moment: number): number | null {
  return error instanceof ApiError && error.retryAfter !== null ? moment + error.retryAfter * 1000 : null;
}

/** The person's other analysis that is in the way: it was begun elsewhere, or before the page was opened anew. */
export function otherJob(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.code !== "ANALYSIS_RUNNING") return null;
  return typeof error.details.jobId === "string" ? error.details.jobId : null;
}

/** Whether it is the venue that failed, so that its settings are the place to look. */
export function isVenueTrouble(error: unknown): boolean {
  return error instanceof ApiError && error.code.startsWith("VENUE_");
}

/** The server's code for what went wrong, for choosing the form that it is shown in. */
export function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : "";
}
