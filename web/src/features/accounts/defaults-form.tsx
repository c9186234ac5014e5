import { useState, type FormEvent, type ReactNode } from "react";
import { useSaveSettings } from "../../lib/account.ts";
import type { PlanMode, Preferences } from "../../lib/api-model.ts";
import { explain } from "../../lib/errors.ts";
import { useLanguage, useMessages } from "../../lib/i18n.ts";
import { parseNumber } from "../../lib/parse-number.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { SettingRow } from "../../ui/setting-row.tsx";
import { Switch } from "../../ui/switch.tsx";
import { notify } from "../../ui/toast.tsx";
import { changeOf, draftOf, problemsOf, type Draft } from "./defaults-draft.ts";
import { defaultsTexts } from "./profile-texts.ts";

const PRESETS = ["4h-1h-15m", "1d-4h-1h"];
const CURRENCIES = ["USDT", "USDC", "USD", "IDR", "EUR", "BTC"];

function presets(current: string) {
  const all = PRESETS.includes(current) ? PRESETS : [...PRESETS, current];
  return all.map((value) => ({ value, label: value.replaceAll("-", " · ") }));
}

/** What an analysis uses when nothing else is chosen. `venueRow` says which venue that is. */
export function DefaultsForm({ preferences, venueRow }: { preferences: Preferences; venueRow: ReactNode }) {
  const t = useMessages(defaultsTexts);
  const language = useLanguage();
  const format = useFormat();
  const save = useSaveSettings();
  const kept = draftOf(preferences, language);
  const [edited, setEdited] = useState<Draft | null>(null);
  const draft = edited ?? kept;
  const set = (change: Partial<Draft>) => setEdited({ ...draft, ...change });
  const dirty = edited !== null && JSON.stringify(edited) !== JSON.stringify(kept);
  const problems = problemsOf(draft, language);
  const loss = (parseNumber(draft.riskPct, language) / 100) * parseNumber(draft.equity, language);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problems.size > 0) return;
    save.mutate(changeOf(draft, language), {
      onSuccess: () => {
        setEdited(null);
        notify(t("saved"));
      },
      onError: (error) => notify(explain(error).text, "problem"),
    });
  };
  return (
    <form noValidate onSubmit={submit}>
      <Panel title={t("title")}>
        {venueRow}
        <SettingRow name={t("timeframes")} hint={t("timeframesHint")}>
          <Segmented label={t("timeframes")} value={draft.timeframes} onChange={(timeframes) => set({ timeframes })} choices={presets(draft.timeframes)} />
        </SettingRow>
        <SettingRow name={t("mode")} hint={t("modeHint")}>
          <Segmented<PlanMode>
            label={t("mode")}
            value={draft.mode}
            onChange={(mode) => set({ mode })}
            choices={[
              { value: "auto", label: t("auto") },
              { value: "pullback", label: "PB" },
              { value: "breakout", label: "BO" },
            ]}
          />
        </SettingRow>
        <SettingRow name={t("equity")} hint={t("equityHint")}>
          <div className="flex flex-wrap items-start gap-2">
            <Input label={t("equity")} hideLabel inputMode="decimal" className="w-36" error={problems.has("equity") ? t("equityWrong") : null} value={draft.equity} onChange={(event) => set({ equity: event.target.value })} />
            <Select label={t("currency")} hideLabel className="w-24" value={draft.currency} onChange={(currency) => set({ currency })} options={[...new Set([...CURRENCIES, draft.currency])].map((value) => ({ value, label: value }))} />
          </div>
        </SettingRow>
        <SettingRow name={t("risk")} hint={Number.isFinite(loss) ? t("riskHint", { loss: format.money(loss, draft.currency) }) : null}>
          <Input label={t("risk")} hideLabel inputMode="decimal" unit="%" className="w-28" error={problems.has("risk") ? t("riskWrong") : null} value={draft.riskPct} onChange={(event) => set({ riskPct: event.target.value })} />
        </SettingRow>
        <SettingRow name={t("tp3")} hint={t("tp3Hint")}>
          <Switch label={t("tp3")} hideLabel checked={draft.tp3} onChange={(tp3) => set({ tp3 })} />
        </SettingRow>
        <SettingRow name={t("hours")} hint={t("hoursHint")}>
          <div className="flex flex-wrap items-center gap-3">
            <Switch label={t("hours")} hideLabel checked={draft.hoursOn} onChange={(hoursOn) => set({ hoursOn })} />
            {draft.hoursOn && (
              <div className="flex items-start gap-2">
                <Input label={t("from")} hideLabel inputMode="numeric" className="w-20" value={draft.from} onChange={(event) => set({ from: event.target.value })} />
                <span aria-hidden className="py-1.5 text-ink-3">–</span>
                <Input label={t("to")} hideLabel inputMode="numeric" className="w-20" error={problems.has("hours") ? t("hoursWrong") : null} value={draft.to} onChange={(event) => set({ to: event.target.value })} />
              </div>
            )}
          </div>
        </SettingRow>
        <SettingRow name={t("strict")} hint={t("strictHint")}>
          <Switch label={t("strict")} hideLabel checked={draft.strictGates} onChange={(strictGates) => set({ strictGates })} />
        </SettingRow>
        <div className="mt-4 flex gap-2 border-t border-line pt-4">
          <Button type="submit" variant="primary" disabled={!dirty || problems.size > 0} busy={save.isPending}>
            {t("save")}
          </Button>
          {dirty && <Button onClick={() => setEdited(null)}>{t("undo")}</Button>}
        </div>
      </Panel>
    </form>
  );
}
