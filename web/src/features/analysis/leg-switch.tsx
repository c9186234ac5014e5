import { useMessages } from "../../lib/i18n.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { panelTexts } from "./panel-texts.ts";
import type { LegName } from "./payload.ts";
import type { AnalysisView } from "./view-model.ts";

/** Pullback or breakout; a leg that this plan does not have cannot be chosen. */
export function LegSwitch({ view, onLeg }: { view: AnalysisView; onLeg: (leg: LegName) => void }) {
  const t = useMessages(panelTexts);
  const { payload, leg } = view;
  if (!leg) return null;
  return (
    <Segmented
      label={t("leg")}
      size="sm"
      value={leg}
      onChange={onLeg}
      choices={[
        { value: "pullback", label: "PB", disabled: payload.pullback === null },
        { value: "breakout", label: "BO", disabled: payload.breakout === null },
      ]}
    />
  );
}
