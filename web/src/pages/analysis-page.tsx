import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { AnalysisDesk } from "../features/analysis/analysis-desk.tsx";
import { JournalPanel } from "../features/journal/journal-panel.tsx";
import { readSearch, type AnalysisSearch } from "../features/analysis/options.ts";

/** /analysis?symbol=BTC/USDT&tf=4h-1h-15m&risk=0.5&mode=auto&tp3=true&plan=… */
export function AnalysisPage() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const search = readSearch(raw);
  const onSearch = useCallback(
    (change: { [Key in keyof AnalysisSearch]?: AnalysisSearch[Key] | null }) => {
      const next = (before: Record<string, unknown>) => {
        const merged = { ...readSearch(before), ...change };
        return Object.fromEntries(Object.entries(merged).filter(([, value]) => value != null));
      };
      void navigate({ to: "/analysis", search: next as never, replace: change.plan == null });
    },
    [navigate],
  );
  return (
    <AnalysisDesk
      search={search}
      onSearch={onSearch}
      start={raw.start === "1" || raw.start === 1}
      journal={({ symbol, venue }) => <JournalPanel symbol={symbol} venue={venue} />}
    />
  );
}
