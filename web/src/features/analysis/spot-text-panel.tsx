import type { ReactNode } from "react";
import { useMessages } from "../../lib/i18n.ts";
import { CopyButton } from "../../ui/copy.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ExportButtons, ExportState } from "./export/export-buttons.tsx";
import { ExportSheet } from "./export/export-sheet.tsx";
import { useExport } from "./export/use-export.ts";
import { panelTexts } from "./panel-texts.ts";
import type { Level } from "./payload.ts";
import { PriceSentence } from "./price-sentence.tsx";
import { SpotPlan } from "./spot-plan.tsx";
import { planPrice } from "./price-text.ts";
import { writtenPrices, type AnalysisView } from "./view-model.ts";

interface Props {
  view: AnalysisView;
  /** What the chart shows; documents show the same. */
  timeframe: string;
  className?: string;
}

/** Analisa SPOT I in the order of its template. Copy gives the text, the others a file. */
export function SpotTextPanel({ view, timeframe, className }: Props) {
  const t = useMessages(panelTexts);
  const exporting = useExport(view.plan, timeframe);
  const { payload, format } = view;
  const prices = { own: writtenPrices(payload, format), outside: writtenPrices(payload, format, true) };
  const say = (text: string, of: keyof typeof prices = "own") => (
    <PriceSentence text={text} prices={prices[of]} tickDigits={payload.priceDigits} />
  );
  const listed = (levels: readonly Level[], none: string) =>
    levels.length > 0
      ? say(levels.map((level) => planPrice(format, level.price, payload.priceDigits)).join(" · "))
      : none;
  const sentences = (lines: readonly string[], of: keyof typeof prices) =>
    lines.length > 0 ? say(lines.map((line) => (/[.?:]$/.test(line) ? line : `${line}.`)).join(" "), of) : t("nothing");
  return (
    <Panel
      title={t("text")}
      aside={
        <>
          <CopyButton value={payload.text} />
          <ExportButtons exporting={exporting} />
          <ExportSheet exporting={exporting} />
        </>
      }
      {...(className ? { className } : {})}
    >
      <ExportState exporting={exporting} />
      <div className="flex flex-col gap-2.5 text-reading text-ink max-md:text-base max-md:leading-6">
        <Section title={t("bias")}>{say(payload.bias.text)}</Section>
        <Section title={t("keyLevels")}>
          <p>
            {t("support")}: {listed(payload.levels.support, t("noSupport"))}
          </p>
          <p>
            {t("resistance")}: {listed(payload.levels.resistance, t("noResistance"))}
          </p>
        </Section>
        <Section title={t("plan")}>
          <SpotPlan view={view} say={say} />
        </Section>
        <Section title={t("reading")}>{sentences(payload.reading, "own")}</Section>
        <Section title={t("fundamental")}>{sentences(payload.fundamental, "outside")}</Section>
        {payload.warnings.length > 0 && (
          <Section title={t("warnings")}>
            <ul className="text-ink-2">
              {payload.warnings.map((warning) => (
                <li key={warning}>{say(warning, "outside")}</li>
              ))}
            </ul>
          </Section>
        )}
      </div>
    </Panel>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="text-secondary text-ink-3">{title}</h3>
      <div className="text-pretty">{children}</div>
    </div>
  );
}
