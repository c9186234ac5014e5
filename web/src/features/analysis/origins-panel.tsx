import { useMessages } from "../../lib/i18n.ts";
import { Panel } from "../../ui/panel.tsx";
import { PartCells } from "../../ui/part-cells.tsx";
import { panelTexts } from "./panel-texts.ts";
import type { Payload } from "./payload.ts";

/** Where the score comes from: five parts of ten, each with its reasons, and their sum. */
export function OriginsPanel({ payload }: { payload: Payload }) {
  const t = useMessages(panelTexts);
  return (
    <Panel title={t("origins")}>
      <ul>
        {payload.score.parts.map((part) => (
          <li key={part.name} className="border-b border-line py-2 first:pt-0.5">
            <div className="flex items-center gap-3">
              <span className="min-w-0 flex-1 text-body font-medium text-ink">{t(part.name)}</span>
              <PartCells points={part.points} of={part.of} />
              <span className="w-11 text-right text-body whitespace-nowrap text-ink">
                <span className="font-medium">{part.points}</span>{" "}
                <span className="text-secondary text-ink-3">/{part.of}</span>
              </span>
            </div>
            {part.reasons.length > 0 && <p className="mt-0.5 text-secondary text-ink-3">{part.reasons.join("; ")}</p>}
          </li>
        ))}
      </ul>
      <p className="flex items-center justify-between pt-2.5 text-body font-semibold text-ink">
        {t("total")}
        <span>
          {payload.score.total} <span className="text-secondary font-normal text-ink-3">/50</span>
        </span>
      </p>
    </Panel>
  );
}
