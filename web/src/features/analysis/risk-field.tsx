import { useState } from "react";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Definition } from "../../ui/definition.tsx";
import { readRisk } from "./options.ts";
import { texts } from "./texts.ts";

interface Props {
  value: number;
  equity: number | null;
  currency: string;
  onChange: (riskPct: number) => void;
  block?: boolean;
}

/** Risk in percent of the equity, with the money that this is. */
export function RiskField({ value, equity, currency, onChange, block = false }: Props) {
  const t = useMessages(texts);
  const format = useFormat();
  const shown = format.compactDecimals(value, 2);
  const [draft, setDraft] = useState<string | null>(null);
  const wrong = draft !== null && readRisk(draft) === null;
  const settle = () => {
    const risk = draft === null ? null : readRisk(draft);
    if (risk !== null) onChange(risk);
    setDraft(null);
  };
  return (
    <div
      className={cx(
        "inline-flex h-8 items-center gap-2 rounded-control border px-2.5 text-body whitespace-nowrap focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent max-md:h-11",
        wrong ? "border-down" : "border-control",
        block && "w-full",
      )}
    >
      <Definition says={wrong ? t("riskWrong") : t("riskHint")} className="text-ink-3 outline-none">
        {t("risk")}
      </Definition>
      <label className="inline-flex items-center font-medium text-ink">
        <input
          type="text"
          inputMode="decimal"
          // Opening the sheet must not open the keyboard over it.
          data-quiet={block || undefined}
          aria-label={`${t("risk")} (%)`}
          aria-invalid={wrong || undefined}
          title={wrong ? t("riskWrong") : undefined}
          value={draft ?? shown}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={settle}
          onKeyDown={(event) => {
            if (event.key === "Enter") settle();
            if (event.key === "Escape") setDraft(null);
          }}
          style={{ width: `${Math.max(1, (draft ?? shown).length)}ch` }}
          className="min-w-0 bg-transparent text-right outline-none"
        />
        %
      </label>
      {equity !== null && (
        <span className={cx("text-ink-3", block ? "ml-auto" : "max-xl:hidden")}>
          {money(format.money((equity * value) / 100, currency))}
        </span>
      )}
    </div>
  );
}

/** Whole amounts without their zeros: 25 USDT. */
function money(text: string): string {
  return text.replace(/[.,]00(?=\s|$)/, "");
}
