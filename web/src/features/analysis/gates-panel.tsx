import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Definition } from "../../ui/definition.tsx";
import { GateIcon } from "../../ui/gate-icon.tsx";
import { Panel } from "../../ui/panel.tsx";
import { panelTexts } from "./panel-texts.ts";
import type { Gate } from "./payload.ts";

const RANK = { closed: 0, unknown: 1, open: 2 };

/** Closed gates first; otherwise in their own order. */
export function sortGates(gates: readonly Gate[]): Gate[] {
  const closedFirst = (gate: Gate) => (gate.state === "closed" ? RANK.closed : RANK.unknown);
  return [...gates].sort((a, b) => closedFirst(a) - closedFirst(b));
}

/** The conditions outside the chart. */
export function GatesPanel({ gates, className }: { gates: readonly Gate[]; className?: string }) {
  const t = useMessages(panelTexts);
  const count = useGateCount(gates);
  return (
    <Panel title={t("gates")} aside={count} {...(className ? { className } : {})}>
      <ul className="grid grid-cols-2 gap-x-4">
        {sortGates(gates).map((gate) => (
          <GateRow key={gate.name} gate={gate} />
        ))}
      </ul>
    </Panel>
  );
}

export function GateRow({ gate }: { gate: Gate }) {
  const t = useMessages(panelTexts);
  return (
    <li className="flex gap-2 border-b border-line py-1.5">
      <span className={cx("mt-0.5", gate.state === "closed" && "text-warn")}>
        <GateIcon state={gate.state} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-2">
          <Definition
            says={t(`gateSays_${gate.name}`)}
            className={cx("text-body font-medium", gate.state === "closed" ? "text-warn" : "text-ink")}
          >
            {t(gate.name)}
          </Definition>
          <span
            className={cx(
              "truncate text-caption",
              gate.state === "closed" ? "text-warn" : "text-ink-3",
              gate.state === "open" && "sr-only",
            )}
          >
            {t(gate.state)}
          </span>
        </div>
        <p className="text-secondary text-ink-3">{gate.detail}</p>
      </div>
    </li>
  );
}

/** "5 open · 2 closed · 1 unknown". */
export function useGateCount(gates: readonly Gate[]): string {
  const t = useMessages(panelTexts);
  const count = (state: Gate["state"]) => gates.filter((gate) => gate.state === state).length;
  return [
    t("gatesOpen", { count: count("open") }),
    ...(count("closed") ? [t("gatesClosed", { count: count("closed") })] : []),
    ...(count("unknown") ? [t("gatesUnknown", { count: count("unknown") })] : []),
  ].join(" · ");
}
