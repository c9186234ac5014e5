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

export type PlanSummary = Narrow<Schemas["PlanLine"], { action: "TRADE" | "WAIT" | "NO_TRADE" }>;
export type PlanList = Narrow<Schemas["PlanList"], { plans: PlanSummary[] }>;
export type TakenTrade = Narrow<Schemas["TakenShown"], { leg: "pullback" | "breakout" }>;

export type ApiToken = Schemas["TokenShown"];
/** The secret is in the answer once and never again. */
export type NewApiToken = Schemas["TokenMade"];
export type Session = Schemas["SessionShown"];
export type Person = Schemas["PersonShown"];
export type OneTimeLink = Schemas["LinkShown"];
export type MagicLinkSent = Schemas["MagicLinkSent"];
export type Enrolment = Schemas["EnrolmentShown"];
