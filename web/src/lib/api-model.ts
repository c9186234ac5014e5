import type { components } from "./api-types.ts";
import type { Language } from "./i18n.ts";
import type { Palette, ThemeChoice } from "./theme.ts";

/** The server's shapes by the names the page uses; made from its OpenAPI document, words narrowed where it allows few. */

type Schemas = components["schemas"];
type Narrow<Shape, Narrower extends { [Key in keyof Narrower]: Key extends keyof Shape ? unknown : never }> = Omit<Shape, keyof Narrower> &
  Narrower;

export type Role = Schemas["UserShown"]["role"];
export type Account = Narrow<Schemas["UserShown"], { language: Language; theme: ThemeChoice; palette: Palette }>;

/** HH:MM in the person's zone. */
export type TradingHours = Schemas["HoursShown"];
export type PlanMode = "auto" | "pullback" | "breakout";
export type Preferences = Narrow<Schemas["PreferencesShown"], { mode: PlanMode }>;
export type ProfileChange = Partial<Pick<Account, "language" | "timezone" | "theme" | "palette"> & Preferences>;

export type Quota = Schemas["QuotaShown"];
export type VenueStatus = Schemas["VenueStateShown"];
export type Me = Narrow<Schemas["WholeMe"], { user: Account; preferences: Preferences }>;

export type Venue = Schemas["VenueShown"];
export type VenueKind = Venue["kind"];
/** The change is a fraction. */
export type SymbolHit = Schemas["SymbolShown"];
/** With `ok` a problem is a remark about the clock. */
export type ConnectionReport = Schemas["VenueTestShown"];

export type PlanLeg = "pullback" | "breakout";
export type Verdict = "TRADE" | "WAIT" | "NO_TRADE";
/** The furthest thing that happened to a leg of a plan. */
export type OutcomeState =
  | "waiting"
  | "touched"
  | "triggered"
  | "tp1"
  | "tp2"
  | "tp3"
  | "invalidated"
  | "expired"
  | "ranAway"
  | "time";
/** What became of the leg that went furthest; `result` in R after fees. */
export type OutcomeBrief = {
  leg: PlanLeg;
  state: OutcomeState;
  at: string | null;
  final: boolean;
  result: number | null;
};

export type PlanSummary = Narrow<Schemas["PlanLine"], { action: Verdict }> & { outcome: OutcomeBrief | null };
export type PlanList = Narrow<Schemas["PlanList"], { plans: PlanSummary[] }>;
export type TakenTrade = Narrow<Schemas["TakenShown"], { leg: PlanLeg }> & {
  planVersion: number;
  action: Verdict;
  score: number;
  resultR: number | null;
};
/** The journal in a few figures; rates are null while there is nothing to work them out from. */
export type JournalSummary = {
  trades: number;
  open: number;
  closed: number;
  wins: number;
  winRate: number | null;
  expectancyR: number | null;
  sumR: number;
  results: { currency: string; amount: number }[];
  byLeg: { leg: PlanLeg; closed: number; winRate: number | null; expectancyR: number | null }[];
};
/** What taken plans have lost on the person's day, beside the limit at which the daily loss gate closes. */
export type JournalToday = { lost: number | null; limit: number; currency: string };

export type ApiToken = Schemas["TokenShown"];
/** The secret is in the answer once and never again. */
export type NewApiToken = Schemas["TokenMade"];
export type Session = Schemas["SessionShown"];
export type Person = Schemas["PersonShown"];
export type OneTimeLink = Schemas["LinkShown"];
export type MagicLinkSent = Schemas["MagicLinkSent"];
export type Enrolment = Schemas["EnrolmentShown"];
