import { TriangleAlert } from "lucide-react";
import type { ServerPart, ServerStatus } from "../../lib/api-model.ts";
import { asServerTime, useNow } from "../../lib/clock.ts";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { GateIcon } from "../../ui/gate-icon.tsx";
import { Panel } from "../../ui/panel.tsx";
import { worstFirst } from "./model.ts";
import { partTexts, systemTexts, troubleTexts } from "./system-texts.ts";

interface Props {
  status: ServerStatus;
  /** By the device's clock. */
  updatedAt: number;
  /** The last look failed; what is shown is older. */
  broken: boolean;
}

/** The parts of the server: in one sentence, then each with its state, what is wrong first. */
export function PartsPanel({ status, updatedAt, broken }: Props) {
  const t = useMessages(systemTexts);
  const format = useFormat();
  const nameOf = usePartName();
  const at = useNow(1000);
  const parts = worstFirst(status.parts);
  const names = (state: ServerPart["state"]) => parts.filter((part) => part.state === state).map((part) => nameOf(part.name));
  const [down, degraded] = [names("down"), names("degraded")];
  const worst = down.length > 0 ? "someDown" : degraded.length > 0 ? "someDegraded" : "allUp";
  const named = down.length > 0 ? down : degraded;
  return (
    <Panel title={t("title")} aside={t("about", { version: status.version, time: format.duration(status.uptimeS * 1000) })}>
      <p role="status" className={cx("text-lead font-semibold", worst === "allUp" ? "text-ink" : "text-warn")}>
        {t(worst, { count: named.length, names: named.join(", ") })}
      </p>
      <p className={cx("mb-2 text-secondary", broken ? "text-warn" : "text-ink-3")}>
        {t("updated", { age: format.age(asServerTime(updatedAt), at) })}
      </p>
      <ul className="grid gap-x-8 md:grid-cols-2">
        {parts.map((part) => (
          <PartRow key={part.name} part={part} name={nameOf(part.name)} />
        ))}
      </ul>
    </Panel>
  );
}

function PartRow({ part, name }: { part: ServerPart; name: string }) {
  const t = useMessages(systemTexts);
  const format = useFormat();
  const at = useNow(60_000);
  const troubles = useMessages(troubleTexts);
  const fine = part.state === "up";
  const trouble = Object.hasOwn(troubleTexts.phrases, part.name) ? troubles(part.name as keyof typeof troubleTexts.phrases) : null;
  return (
    <li className="flex gap-2.5 border-t border-line py-2">
      <PartIcon state={part.state} />
      <div className="min-w-0 flex-1">
        <p className="flex justify-between gap-3">
          <span className={cx("min-w-0 text-body font-medium", fine ? "text-ink" : "text-warn")}>{name}</span>
          <span className={cx("shrink-0 text-secondary", fine ? "text-ink-3" : "text-warn")}>{t(part.state)}</span>
        </p>
        {!fine && trouble && <p className="text-body text-ink-2">{trouble}</p>}
        <p className="text-secondary break-words text-ink-3">
          {[part.name === "disk" && fine ? "" : part.detail, t("since", { time: format.clockOrDay(part.since, at) })].filter(Boolean).join(" · ")}
        </p>
      </div>
    </li>
  );
}

function PartIcon({ state }: { state: ServerPart["state"] }) {
  if (state === "degraded") return <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-warn" />;
  return <GateIcon state={state === "up" ? "open" : "closed"} className="mt-0.5" />;
}

/** A part by the name that people know it by. */
function usePartName(): (name: string) => string {
  const t = useMessages(partTexts);
  return (name) => (Object.hasOwn(partTexts.phrases, name) ? t(name as keyof typeof partTexts.phrases) : name);
}
