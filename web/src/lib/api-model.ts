import type { Language } from "./i18n.ts";
import type { Palette, ThemeChoice } from "./theme.ts";

/** The server's shapes by the names the page uses. */

export type Role = "owner" | "admin" | "user";

export type Account = {
  id: string;
  email: string;
  role: Role;
  language: Language;
  timezone: string;
  theme: ThemeChoice;
  palette: Palette;
  hasPassword: boolean;
  hasSecondFactor: boolean;
};

/** HH:MM in the person's zone. */
export type TradingHours = { from: string; to: string };
export type PlanMode = "auto" | "pullback" | "breakout";

export type Preferences = {
  venue: string;
  timeframes: string[];
  riskPct: number;
  mode: PlanMode;
  tp3: boolean;
  equity: number;
  currency: string;
  tradingHours: TradingHours | null;
  strictGates: boolean;
};

/** Moments are ISO texts. */
export type Quota = { used: number; limit: number; resetsAt: string; cooldownUntil: string | null };
export type VenueKind = "demo" | "live" | "file";

export type Problem = { code: string; message: string; advice: string };
export type VenueStatus = {
  name: string;
  kind: VenueKind;
  state: "unknown" | "up" | "down" | "paused";
  latencyMs: number | null;
  /** The venue's clock minus the server's. */
  clockOffsetMs: number | null;
  pausedUntil: string | null;
  problem: Problem | null;
};

export type Me = { user: Account; preferences: Preferences; quota: Quota; venue: VenueStatus };
export type ProfileChange = Partial<Pick<Account, "language" | "timezone" | "theme" | "palette"> & Preferences>;

export type Venue = { name: string; title: string; kind: VenueKind; proxyUrl?: string | null };

export type SymbolHit = {
  symbol: string;
  base: string;
  quote: string;
  venue: string;
  last: number | null;
  /** As a fraction. */
  change24h: number | null;
  tick: number | null;
  lot: number | null;
};

/** With `ok` a problem is a remark about the clock. */
export type ConnectionReport = {
  ok: boolean;
  latencyMs: number | null;
  clockOffsetMs: number | null;
  symbols: number | null;
  problem?: Problem | null;
};

export type PlanSummary = {
  planId: string;
  version: number;
  symbol: string;
  venue: string;
  timeframes: string[];
  action: "TRADE" | "WAIT" | "NO_TRADE";
  score: number;
  price: number;
  createdAt: string;
  validUntil: string;
  pullback: number[] | null;
  note: string;
};
export type PlanList = { plans: PlanSummary[]; total: number };

export type TakenTrade = {
  id: string;
  planId: string;
  symbol: string;
  venue: string;
  leg: "pullback" | "breakout";
  price: number;
  quantity: number;
  takenAt: string;
  exitPrice: number | null;
  closedAt: string | null;
  invalidatedAt: string | null;
  result: number | null;
};

export type ApiToken = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
};
/** The secret is in the answer once and never again. */
export type NewApiToken = ApiToken & { token: string };

export type Session = {
  id: string;
  current: boolean;
  openedBy: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  userAgent: string;
  ip: string;
};

export type Person = {
  id: string;
  email: string;
  role: Role;
  disabled: boolean;
  hasPassword: boolean;
  hasSecondFactor: boolean;
  createdAt: string;
  signedInAt: string | null;
};

export type OneTimeLink = { link: string; expiresAt: string; mailed: boolean };
export type MagicLinkSent = { sent: true; via: "mail" | "terminal" };
export type Enrolment = { secret: string; uri: string };
