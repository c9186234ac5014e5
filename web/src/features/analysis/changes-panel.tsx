import { CornerDownRight } from "lucide-react";
import { useMessages } from "../../lib/i18n.ts";
import { Panel } from "../../ui/panel.tsx";
import { panelTexts } from "./panel-texts.ts";
import { CopyPrice } from "./price-sentence.tsx";
import { planPrice } from "./price-text.ts";
import type { AnalysisView } from "./view-model.ts";

/** What to watch for: each thing that would change the answer, with its price. */
export function ChangesPanel({ view }: { view: AnalysisView }) {
  const t = useMessages(panelTexts);
  const { payload, format } = view;
  return (
    <Panel title={t("changesTitle")} className="h-full">
      {payload.changes.length === 0 && <p className="text-body text-ink-2">{t("nothing")}</p>}
      <ul>
        {payload.changes.map((change) => {
          const price = change.price === null ? null : planPrice(format, change.price, payload.priceDigits);
          // The price stands at the right; said twice in one line it would only be noise.
          const text = price === null ? change.text : change.text.replace(price, "").replace(/\s+([.,]|$)/g, "$1");
          return (
            <li
              key={change.text}
              className="flex items-center gap-2.5 border-b border-line py-2 text-body last:border-b-0"
            >
              <CornerDownRight aria-hidden size={14} className="shrink-0 text-ink-3" />
              <span className="min-w-0 flex-1 text-ink-2">{text}</span>
              {change.price !== null && price !== null && (
                <CopyPrice price={change.price} text={price} tickDigits={payload.priceDigits} />
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
