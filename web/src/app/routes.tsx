import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import type { QueryClient } from "@tanstack/react-query";
import { ApiError } from "../lib/api.ts";
import { meQuery } from "../lib/server.ts";
import { EntryPages } from "./entry-pages.tsx";
import { NotFoundPage } from "./page-states.tsx";
import { Shell } from "./shell.tsx";

export type RouterContext = { queryClient: QueryClient };

/** Which symbol or plan the analysis page shows, with which options; `start` runs the analysis of `symbol` at once. */
const ANALYSIS_SEARCH = ["symbol", "plan", "start", "tf", "risk", "mode", "tp3"] as const;
export type AnalysisSearch = Partial<Record<(typeof ANALYSIS_SEARCH)[number], string | undefined>>;

/** Addresses carry texts; pages may also hand over numbers and flags when they change them. */
function text(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value ? value : undefined;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search): { next?: string | undefined } => ({ next: text(search.next) }),
  component: EntryPages.SignIn,
});

const redeemRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/auth/redeem",
  validateSearch: (search): { token?: string | undefined } => ({ token: text(search.token) }),
  component: EntryPages.Redeem,
});

/** Everything that needs an account; who is not signed in is asked to, and comes back here afterwards. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData({ ...meQuery, revalidateIfStale: true });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      throw redirect({ to: "/sign-in", search: { next: location.href }, replace: true });
    }
  },
  component: Shell,
});

const indexRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/analysis", replace: true });
  },
});

const analysisRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/analysis",
  validateSearch: (search): AnalysisSearch => Object.fromEntries(ANALYSIS_SEARCH.map((name) => [name, text(search[name])])),
  component: lazyRouteComponent(() => import("../pages/analysis-page.tsx"), "AnalysisPage"),
});

const compareRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/compare",
  validateSearch: (search): { from?: string | undefined; to?: string | undefined } => ({ from: text(search.from), to: text(search.to) }),
  component: lazyRouteComponent(() => import("../pages/compare-page.tsx"), "ComparePage"),
});

const journalRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/journal",
  component: lazyRouteComponent(() => import("../pages/journal-page.tsx"), "JournalPage"),
});

/** Which list and which scan the scan page shows, in which order, with which options. */
const SCAN_SEARCH = ["list", "scan", "sort", "tf", "risk", "mode", "tp3"] as const;

const scanRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/scan",
  validateSearch: (search): Partial<Record<(typeof SCAN_SEARCH)[number], string | undefined>> =>
    Object.fromEntries(SCAN_SEARCH.map((name) => [name, text(search[name])])),
  component: lazyRouteComponent(() => import("../pages/scan-page.tsx"), "ScanPage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("../pages/settings/settings-page.tsx"), "SettingsPage"),
});

const settingsIndexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings/profile", replace: true });
  },
});

const sections = () => import("../pages/settings/sections.tsx");
const section = <const Path extends string>(path: Path, name: keyof Awaited<ReturnType<typeof sections>>) =>
  createRoute({ getParentRoute: () => settingsRoute, path, component: lazyRouteComponent(sections, name) });

const adminSections = () => import("../pages/settings/admin-sections.tsx");
/** A page of administrators, with the words that its address may carry. */
const adminSection = <const Path extends string>(path: Path, name: keyof Awaited<ReturnType<typeof adminSections>>, words: readonly string[] = []) =>
  createRoute({
    getParentRoute: () => settingsRoute,
    path,
    validateSearch: (search): Record<string, string | undefined> => Object.fromEntries(words.map((word) => [word, text(search[word])])),
    component: lazyRouteComponent(adminSections, name),
  });

export const routeTree = rootRoute.addChildren([
  signInRoute,
  redeemRoute,
  shellRoute.addChildren([
    indexRoute,
    analysisRoute,
    scanRoute,
    compareRoute,
    journalRoute,
    settingsRoute.addChildren([
      settingsIndexRoute,
      section("/profile", "ProfileSection"),
      section("/analysis", "AnalysisSection"),
      section("/connection", "ConnectionSection"),
      section("/security", "SecuritySection"),
      section("/people", "PeopleSection"),
      adminSection("/system", "SystemPage"),
      adminSection("/logs", "LogsPage", ["level", "q"]),
      adminSection("/jobs", "JobsPage", ["state", "kind"]),
      adminSection("/backups", "BackupsPage"),
    ]),
  ]),
]);

