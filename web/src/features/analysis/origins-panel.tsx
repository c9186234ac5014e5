import { useState } from "react";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { PartCells } from "../../ui/part-cells.tsx";
import { panelTexts } from "./panel-texts.ts";
import type { Payload, ScorePart } from "./payload.ts";
import { gist } from "./score-reasons.ts";

/** Where the score comes from: five parts of ten, what brought their points, and their sum. */
export function OriginsPanel({ payload, className }: { payload: Payload; className?: string }) {
  const t = useMessages(panelTexts);
  const [all, setAll] = useState(false);
  return (
    <Panel
      title={t("origins")}
      aside={
        <Button variant="link" size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? "originsLess" : "originsMore")}
        </Button>
      }
      {...(className ? { className } : {})}
    >
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
            <Reasons part={part} all={all} />
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

/** In one line what brought points; on request every reason with its own. */
function Reasons({ part, all }: { part: ScorePart; all: boolean }) {
  if (part.reasons.length === 0) return null;
  if (!all) return <p className="mt-0.5 line-clamp-2 text-secondary text-ink-3">{gist(part.reasons)}</p>;
  return (
    <ul className="mt-0.5 text-secondary text-ink-3">
      {part.reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}
