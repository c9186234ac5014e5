import { useEffect, useState } from "react";
import { useMessages } from "../lib/i18n.ts";
import { Button } from "./button.tsx";
import { uiTexts } from "./texts.ts";

type Props = {
  /** The step by its name: "Menghitung level". */
  name: string;
  step: number;
  of: number;
  /** Offered after two seconds. */
  onCancel?: (() => void) | undefined;
};

/** A named step of several with a straight bar; cancel appears after two seconds. */
export function ProgressSteps({ name, step, of, onCancel }: Props) {
  const t = useMessages(uiTexts);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 2000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div>
      <div className="flex items-baseline justify-between gap-3">
        <span className="text-reading font-medium text-ink">{name}</span>
        <span className="text-secondary text-ink-3">{t("step", { step, of })}</span>
      </div>
      <div
        role="progressbar"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={of}
        aria-valuenow={step}
        aria-valuetext={`${name}, ${t("step", { step, of })}`}
        className="mt-2 h-[3px] bg-selected"
      >
        <div className="h-full bg-ink transition-[width] duration-150 ease-out" style={{ width: `${(step / of) * 100}%` }} />
      </div>
      {slow && onCancel && (
        <Button variant="link" className="mt-3" onClick={onCancel}>
          {t("cancel")}
        </Button>
      )}
    </div>
  );
}
