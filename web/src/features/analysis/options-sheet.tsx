import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Switch } from "../../ui/switch.tsx";
import { PRESETS, presetText, type OptionsProps } from "./options.ts";
import { RiskField } from "./risk-field.tsx";
import { SymbolPicker } from "./symbol-picker.tsx";
import { texts } from "./texts.ts";

/** The options of a phone: folded into one line, opened as a sheet from below. */
export function OptionsSheet({ options, venueTitle, equity, currency, onChange }: OptionsProps) {
  const t = useMessages(texts);
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const modes = { auto: t("auto"), pullback: "PB", breakout: "BO" };
  const summary = [format.percent(options.riskPct / 100), modes[options.mode], ...(options.tp3 ? ["TP3"] : [])];
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-label={`${t("change")}: ${options.symbol}, ${options.preset}, ${summary.join(", ")}`}
        className="flex h-11 min-w-0 flex-1 items-center justify-between gap-2 rounded-control border border-control px-3 text-body"
      >
        <span className="min-w-0 truncate text-ink-2">
          <span className="font-medium text-ink">{presetText(options.preset)}</span> · {summary.join(" · ")}
        </span>
        <SlidersHorizontal aria-hidden size={18} className="shrink-0 text-ink-3" />
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("options")}
        actions={
          <Button variant="primary" size="lg" block onClick={() => setOpen(false)}>
            {t("done")}
          </Button>
        }
      >
        <div className="flex flex-col gap-4">
          <SymbolPicker
            look="block"
            value={options.symbol}
            venueTitle={venueTitle}
            onChange={(symbol) => onChange({ symbol })}
          />
          <Segmented
            block
            label={t("preset")}
            value={options.preset}
            onChange={(preset) => onChange({ preset })}
            choices={PRESETS.map((preset) => ({ value: preset, label: presetText(preset) }))}
          />
          <RiskField
            block
            value={options.riskPct}
            equity={equity}
            currency={currency}
            onChange={(riskPct) => onChange({ riskPct })}
          />
          <Segmented
            block
            label={t("mode")}
            value={options.mode}
            onChange={(mode) => onChange({ mode })}
            choices={[
              { value: "auto", label: t("auto") },
              { value: "pullback", label: "Pullback" },
              { value: "breakout", label: "Breakout" },
            ]}
          />
          <Switch label={t("tp3")} checked={options.tp3} onChange={(tp3) => onChange({ tp3 })} />
        </div>
      </Dialog>
    </>
  );
}
