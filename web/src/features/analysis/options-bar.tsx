import { useMessages } from "../../lib/i18n.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { Switch } from "../../ui/switch.tsx";
import { AnalyseButton } from "./analyse-button.tsx";
import { OptionsSheet } from "./options-sheet.tsx";
import { PRESETS, presetText, type OptionsProps } from "./options.ts";
import { RiskField } from "./risk-field.tsx";
import { SymbolPicker } from "./symbol-picker.tsx";
import { texts } from "./texts.ts";
import { BELOW_DESK, useMedia } from "./use-media.ts";

/** What to analyse and how, on one row; on a phone a summary that opens a sheet. */
export function OptionsBar(props: OptionsProps) {
  const t = useMessages(texts);
  const { options, venueTitle, equity, currency, busy, spent, waitUntil, onChange, onAnalyse } = props;
  const narrow = useMedia(BELOW_DESK);
  return (
    <section aria-label={t("options")}>
      <div className="hidden flex-wrap items-center gap-3 max-xl:gap-2 md:flex">
        <SymbolPicker value={options.symbol} venueTitle={venueTitle} onChange={(symbol) => onChange({ symbol })} />
        <Segmented
          label={t("preset")}
          value={options.preset}
          onChange={(preset) => onChange({ preset })}
          choices={PRESETS.map((preset) => ({ value: preset, label: presetText(preset) }))}
        />
        <RiskField
          value={options.riskPct}
          equity={equity}
          currency={currency}
          onChange={(riskPct) => onChange({ riskPct })}
        />
        <Segmented
          label={t("mode")}
          value={options.mode}
          onChange={(mode) => onChange({ mode })}
          choices={[
            {
              value: "auto",
              label: (
                <abbr title={t("modeAuto")} className="no-underline">
                  {t("auto")}
                </abbr>
              ),
            },
            {
              value: "pullback",
              label: (
                <abbr title={t("modePullback")} className="no-underline">
                  PB
                </abbr>
              ),
            },
            {
              value: "breakout",
              label: (
                <abbr title={t("modeBreakout")} className="no-underline">
                  BO
                </abbr>
              ),
            },
          ]}
        />
        <Switch label={t("tp3")} checked={options.tp3} onChange={(tp3) => onChange({ tp3 })} />
        <span className="ml-auto">
          <AnalyseButton busy={busy} spent={spent} waitUntil={waitUntil} short={narrow} onPress={onAnalyse} />
        </span>
      </div>
      <div className="flex gap-2 md:hidden">
        <OptionsSheet {...props} />
        <AnalyseButton busy={busy} spent={spent} waitUntil={waitUntil} short onPress={onAnalyse} />
      </div>
    </section>
  );
}
