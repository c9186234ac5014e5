import type { IncomingHttpHeaders } from "node:http";

export type Asked = { method: string; path: string; headers: IncomingHttpHeaders; body: unknown };
export type FixtureServer = {
  url: string;
  world: { signedIn: boolean; changes: Record<string, unknown>; tokens: unknown[]; asked: Asked[] };
  stop: () => Promise<void>;
};
export function startFixtureServer(options?: { port?: number; host?: string }): Promise<FixtureServer>;
