import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { AdminOnly } from "../../features/operations/admin-only.tsx";
import { BackupsSection } from "../../features/operations/backups-section.tsx";
import { JobsSection } from "../../features/operations/jobs-section.tsx";
import { LogsSection } from "../../features/operations/logs-section.tsx";
import { SystemSection } from "../../features/operations/system-section.tsx";

type Words = Record<string, string | undefined>;

/** The words of the address, and how to change some of them; an empty one is left out. */
function useWords(page: "/settings/logs" | "/settings/jobs"): [Words, (change: Words) => void] {
  const raw: Words = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (words: Words) => {
      const next = (before: Words) => Object.fromEntries(Object.entries({ ...before, ...words }).filter(([, value]) => value));
      void navigate({ to: page, search: next as never, replace: true });
    },
    [navigate, page],
  );
  return [raw, change];
}

export function SystemPage() {
  return <AdminOnly>{() => <SystemSection />}</AdminOnly>;
}

/** /settings/logs?level=warning&q=… */
export function LogsPage() {
  const [{ level = "", q = "" }, change] = useWords("/settings/logs");
  return <AdminOnly>{() => <LogsSection filter={{ level, q }} onFilter={change} />}</AdminOnly>;
}

/** /settings/jobs?state=failed&kind=analysis */
export function JobsPage() {
  const [{ state = "", kind = "" }, change] = useWords("/settings/jobs");
  const navigate = useNavigate();
  const lines = (jobId: string) => void navigate({ to: "/settings/logs", search: { q: jobId } });
  return <AdminOnly>{() => <JobsSection filter={{ state, kind }} onFilter={change} onLines={lines} />}</AdminOnly>;
}

export function BackupsPage() {
  return <AdminOnly>{(me) => <BackupsSection mayDownload={me.user.role === "owner"} />}</AdminOnly>;
}
