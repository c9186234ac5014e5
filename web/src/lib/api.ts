import { deviceNow, learnServerTime } from "./clock.ts";
import { reportReached, reportUnreachable } from "./connection.ts";

/** What the server said no with, or that it could not be reached. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly details: Readonly<Record<string, unknown>> = {},
    /** Seconds until another try makes sense, where the server said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;
type Options = { query?: Query; signal?: AbortSignal; body?: unknown };
export type Answer<T> = { readonly status: number; readonly data: T };

let onSignedOut: () => void = () => undefined;

/** Say what happens when the server no longer knows who is asking. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

export function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  if (pairs.length === 0) return path;
  return `${path}?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`;
}

type Sent = { readonly response: Response; readonly sentAt: number };

async function send(method: string, path: string, { query, signal, body }: Options = {}): Promise<Sent> {
  const headers: Record<string, string> = { Accept: "application/json", "X-NoFOMO": "1" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const sentAt = deviceNow();
  try {
    const response = await fetch(withQuery(path, query), {
      method,
      headers,
      credentials: "same-origin",
      signal: signal ?? null,
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { response, sentAt };
  } catch (error) {
    if (signal?.aborted) throw error;
    reportUnreachable();
    throw new ApiError("OFFLINE", "The server cannot be reached.", 0);
  }
}

async function ask<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  const { response, sentAt } = await send(method, path, options);
  const receivedAt = deviceNow();
  const envelope = await readEnvelope(response);
  if (typeof envelope?.timestamp === "string") learnServerTime(Date.parse(envelope.timestamp), sentAt, receivedAt);
  if (envelope) reportReached();
  else if (isGatewayTrouble(response)) reportUnreachable();
  if (response.ok && envelope?.status === "success") return { status: response.status, data: envelope.data as T };
  throw refusal(path, response, envelope);
}

function refusal(path: string, response: Response, envelope: Envelope | null): ApiError {
  const failure = asError(response, envelope);
  if (failure.status === 401 && !path.startsWith("/api/auth/")) onSignedOut();
  return failure;
}

/** A file that the server made, with the name that it gave it. */
export type ServerFile = { readonly blob: Blob; readonly name: string };

async function fetchFile(path: string, query: Query = {}): Promise<ServerFile> {
  const { response } = await send("GET", path, { query });
  if (!response.ok) throw refusal(path, response, await readEnvelope(response));
  reportReached();
  const name = /filename="?([^";]+)"?/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return { blob: await response.blob(), name: name ?? path.split("/").at(-1) ?? "nofomo" };
}

type Envelope = { [Key in "status" | "data" | "code" | "message" | "details" | "timestamp"]?: unknown };

async function readEnvelope(response: Response): Promise<Envelope | null> {
  try {
    const parsed: unknown = await response.json();
    return typeof parsed === "object" && parsed !== null ? parsed : null;
  } catch {
    return null;
  }
}

function isGatewayTrouble(response: Response): boolean {
  return response.status >= 502 && response.status <= 504;
}

function asError(response: Response, envelope: Envelope | null): ApiError {
  const header = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const retryAfter = Number.isFinite(header) ? header : null;
  if (envelope?.status === "error" && typeof envelope.code === "string") {
    const details = typeof envelope.details === "object" && envelope.details !== null ? envelope.details : {};
    return new ApiError(
      envelope.code,
      typeof envelope.message === "string" ? envelope.message : envelope.code,
      response.status,
      details as Record<string, unknown>,
      retryAfter,
    );
  }
  const code = isGatewayTrouble(response) ? "SERVER_UNREACHABLE" : "NONSENSE";
  return new ApiError(code, `Unexpected answer with status ${response.status}.`, response.status, {}, retryAfter);
}

/** The server's endpoints answer in an envelope; these give what is inside or throw ApiError. */
export const api = {
  get: async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
    (await ask<T>("GET", path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) })).data,
  post: async <T>(path: string, body: unknown = {}): Promise<T> => (await ask<T>("POST", path, { body })).data,
  put: async <T>(path: string, body: unknown): Promise<T> => (await ask<T>("PUT", path, { body })).data,
  patch: async <T>(path: string, body: unknown): Promise<T> => (await ask<T>("PATCH", path, { body })).data,
  delete: async <T>(path: string): Promise<T> => (await ask<T>("DELETE", path)).data,
  file: fetchFile,
  /** With the HTTP status, where 200 and 202 mean different things. */
  postWithStatus: <T>(path: string, body: unknown = {}): Promise<Answer<T>> => ask<T>("POST", path, { body }),
};
