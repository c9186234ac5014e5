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
export type OutcomeState = Schemas["OutcomeBriefShown"]["state"];
/** What became of the leg that went furthest; `result` in R after fees. */
export type OutcomeBrief = Schemas["OutcomeBriefShown"];

export type PlanSummary = Narrow<Schemas["PlanLine"], { action: Verdict }>;
export type PlanList = Narrow<Schemas["PlanList"], { plans: PlanSummary[] }>;
export type TakenTrade = Narrow<Schemas["TakenShown"], { leg: PlanLeg; action: Verdict }>;
/** The journal in a few figures; rates are null while there is nothing to work them out from. */
export type JournalSummary = Schemas["JournalSummary"];
/** What taken plans have lost on the person's day, beside the limit at which the daily loss gate closes. */
export type JournalToday = Schemas["DayLossShown"];

export type LegOutcome = Schemas["OutcomeShown"];
export type OutcomeEvent = Schemas["OutcomeEventShown"];
/** A version held against the newest candles. */
export type PlanOutcome = Schemas["PlanOutcomeShown"];
/** Two versions side by side. */
export type Comparison = Narrow<Schemas["ComparisonShown"], { before: ComparedSide; after: ComparedSide }>;
export type ComparedSide = Narrow<Schemas["ComparedSideShown"], { action: Verdict }>;
export type ComparedRow = Schemas["ComparedRowShown"];

/** Symbols of one venue under a name. */
export type Watchlist = Pick<Schemas["WatchlistShown"], "watchlistId" | "name" | "venue" | "symbols">;
export type ScanLine = Narrow<Schemas["ScanLine"], { state: "running" | "done" | "cancelled" }>;
export type ScanList = Narrow<Schemas["ScanList"], { scans: ScanLine[] }>;
export type ScanItemState = "queued" | "running" | "done" | "failed" | "cancelled" | "refused";
/** One symbol of a scan. Prices and what follows are there once its analysis is done. */
export type ScanItem = Narrow<Schemas["ScanItemShown"], { state: ScanItemState; action: Verdict | null }>;
export type Scan = ScanLine & Pick<Schemas["ScanShown"], "timeframes"> & { items: ScanItem[] };
export type ScanStarted = Schemas["ScanStartedShown"];

/** What the server tells administrators about itself. */
export type ServerStatus = Schemas["StatusShown"];
export type ServerPart = Schemas["PartShown"];
export type ServerProcess = Schemas["ProcessShown"];
export type ServerVenue = Schemas["AdminVenueShown"];
export type LogLine = Schemas["LogLineShown"];
export type LogPage = Schemas["LogsShown"];
export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";
/** Anybody's job, without what was asked for beyond the symbol. */
export type AdminJob = Narrow<Schemas["AdminJobShown"], { state: JobState }>;
export type JobPage = Narrow<Schemas["AdminJobsShown"], { jobs: AdminJob[] }>;
export type Backup = Schemas["BackupShown"];
export type BackupAsked = Schemas["BackupAsked"];
export type JobProgress = Narrow<Schemas["JobShown"], { state: JobState }>;

export type ApiToken = Schemas["TokenShown"];
/** The secret is in the answer once and never again. */
export type NewApiToken = Schemas["TokenMade"];
export type Session = Schemas["SessionShown"];
export type Person = Schemas["PersonShown"];
export type OneTimeLink = Schemas["LinkShown"];
export type MagicLinkSent = Schemas["MagicLinkSent"];
export type Enrolment = Schemas["EnrolmentShown"];
