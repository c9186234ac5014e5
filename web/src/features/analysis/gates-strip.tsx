import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { GateIcon } from "../../ui/gate-icon.tsx";
import { GateRow, sortGates, useGateCount } from "./gates-panel.tsx";
import { panelTexts } from "./panel-texts.ts";
import type { Gate } from "./payload.ts";

/** The gates on a phone: eight small icons that open into the list. */
export function GatesStrip({ gates }: { gates: readonly Gate[] }) {
  const t = useMessages(panelTexts);
  const [open, setOpen] = useState(false);
  const count = useGateCount(gates);
  const sorted = sortGates(gates);
  const short = (gate: Gate) =>
    gate.name === "depth" ? t("depthShort") : gate.name === "dailyLoss" ? t("dailyLossShort") : t(gate.name);
  return (
    <section aria-label={t("gates")} className="border-y border-line bg-panel px-4 py-3 md:hidden">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-8 w-full items-center justify-between gap-2 text-left hit-44"
      >
        <span className="text-body font-semibold text-ink">{t("gates")}</span>
        <span className="flex items-center gap-1.5 text-secondary text-ink-3">
          {count}
          <ChevronDown aria-hidden size={14} className={cx(open && "rotate-180")} />
        </span>
      </button>
      {open ? (
        <ul className="mt-1">
          {sorted.map((gate) => (
            <GateRow key={gate.name} gate={gate} />
          ))}
        </ul>
      ) : (
        <ul className="mt-1 grid grid-cols-8 gap-1 max-[359px]:grid-cols-4 max-[359px]:gap-y-2">
          {sorted.map((gate) => (
            <li key={gate.name} className="flex min-w-0 flex-col items-center gap-1 text-caption text-ink-2">
              <GateIcon state={gate.state} />
              <span className={cx("max-w-full truncate", gate.state === "closed" && "text-warn")}>{short(gate)}</span>
              <span className="sr-only">{t(gate.state)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
