import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { PRESETS, presetText, readSearch, resolveOptions, type AnalysisOptions } from "../features/analysis/options.ts";
import { RiskField } from "../features/analysis/risk-field.tsx";
import { texts } from "../features/analysis/texts.ts";
import { ScanDesk, type ScanSearch } from "../features/scans/scan-desk.tsx";
import { useMessages } from "../lib/i18n.ts";
import { meQuery } from "../lib/server.ts";
import { useFormat } from "../lib/use-format.ts";
import { Segmented } from "../ui/segmented.tsx";
import { Switch } from "../ui/switch.tsx";

type Change = Record<string, string | number | boolean | null | undefined>;

const ID = /^[\w-]{8,64}$/;

function readScanSearch(raw: Record<string, unknown>): ScanSearch {
  const search: ScanSearch = {};
  if (typeof raw.list === "string" && ID.test(raw.list)) search.list = raw.list;
  if (typeof raw.scan === "string" && ID.test(raw.scan)) search.scan = raw.scan;
  if (typeof raw.sort === "string") search.sort = raw.sort;
  return search;
}

/** /scan?list=…&scan=…&sort=-rr&tf=4h-1h-15m&risk=0.5&mode=auto&tp3=true: the options are those of an analysis. */
export function ScanPage() {
  const t = useMessages(texts);
  const format = useFormat();
  const navigate = useNavigate();
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const me = useQuery(meQuery).data;
  const options = resolveOptions(readSearch(raw), me?.preferences);
  const { preset, riskPct, mode, tp3 } = options;
  const onSearch = useCallback(
    (change: Change) => {
      const next = (before: Record<string, unknown>) =>
        Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value != null));
      void navigate({ to: "/scan", search: next as never, replace: change.scan == null });
    },
    [navigate],
  );
  const change = ({ preset: tf, riskPct: risk, ...rest }: Partial<AnalysisOptions>) => onSearch({ ...rest, ...(tf ? { tf } : {}), ...(risk ? { risk } : {}) });
  const modes = { auto: t("auto"), pullback: "PB", breakout: "BO" };
  const summary = [presetText(preset), format.percent(riskPct / 100), modes[mode], ...(tp3 ? ["TP3"] : [])].join(" · ");
  return (
    <ScanDesk
      search={readScanSearch(raw)}
      onSearch={onSearch}
      options={options}
      summary={summary}
      fields={(look) => (
        <>
          <Segmented
            block={look === "sheet"}
            label={t("preset")}
            value={preset}
            onChange={(next) => change({ preset: next })}
            choices={PRESETS.map((each) => ({ value: each, label: presetText(each) }))}
          />
          <RiskField
            block={look === "sheet"}
            value={riskPct}
            equity={me?.preferences.equity ?? null}
            currency={me?.preferences.currency ?? "USDT"}
            onChange={(next) => change({ riskPct: next })}
          />
          <Segmented
            block={look === "sheet"}
            label={t("mode")}
            value={mode}
            onChange={(next) => change({ mode: next })}
            choices={[
              { value: "auto", label: modes.auto },
              { value: "pullback", label: look === "sheet" ? "Pullback" : modes.pullback },
              { value: "breakout", label: look === "sheet" ? "Breakout" : modes.breakout },
            ]}
          />
          <Switch label={t("tp3")} checked={tp3} onChange={(next) => change({ tp3: next })} />
        </>
      )}
    />
  );
}
