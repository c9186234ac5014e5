import { useEffect, useState } from "react";
import { cx } from "../lib/cx.ts";
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
  /** In the place of a row of buttons: as high as they are, cancel beside the step. */
  inline?: boolean;
};

/** A named step of several with a straight bar; cancel appears after two seconds. */
export function ProgressSteps({ name, step, of, onCancel, inline = false }: Props) {
  const t = useMessages(uiTexts);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 2000);
    return () => clearTimeout(timer);
  }, []);
  const cancel = slow && onCancel && (
    <Button variant="link" size={inline ? "sm" : "md"} className={cx(!inline && "mt-3")} onClick={onCancel}>
      {t("cancel")}
    </Button>
  );
  return (
    <div className={cx(inline && "flex min-h-8 w-full min-w-0 flex-col justify-between max-md:min-h-11 max-md:justify-center")}>
      <div className="flex items-baseline gap-3">
        <span className={cx("min-w-0 flex-1 truncate font-medium text-ink", inline ? "text-body" : "text-reading")}>{name}</span>
        <span className="text-secondary text-ink-3">{t("step", { step, of })}</span>
        {inline && cancel}
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
      {!inline && cancel}
    </div>
  );
}
