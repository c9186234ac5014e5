import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { cx } from "../lib/cx.ts";
import { useMessages } from "../lib/i18n.ts";
import { copyText } from "../lib/clipboard.ts";
import { Button, type ButtonSize, type ButtonVariant } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";
import { uiTexts } from "./texts.ts";
import { notify } from "./toast.tsx";
import { Tooltip } from "./tooltip.tsx";

function useCopy(value: string): [boolean, () => void] {
  const t = useMessages(uiTexts);
  const [done, setDone] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = () => {
    void copyText(value).then((copied) => {
      if (!copied) return notify(t("copyFailed"), "problem");
      setDone(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setDone(false), 1600);
    });
  };
  return [done, copy];
}

/** Speaks "copied" to screen readers; the eye sees the tick. */
const Spoken = ({ text }: { text: string }) => (
  <span role="status" className="sr-only">
    {text}
  </span>
);

type CopyableProps = {
  /** What goes to the clipboard: a price at the venue's tick, not the rounded one on screen. */
  value: string;
  children: ReactNode;
  className?: string;
};

/** A value with a dotted underline that a tap copies. */
export function Copyable({ value, children, className }: CopyableProps) {
  const t = useMessages(uiTexts);
  const [done, copy] = useCopy(value);
  return (
    <>
      <Tooltip text={done ? t("copied") : t("copyValue", { value })}>
        <button type="button" onClick={copy} aria-label={t("copyValue", { value })} className={cx("dotted rounded-tag hit-44", done && "animate-changed", className)}>
          {children}
        </button>
      </Tooltip>
      <Spoken text={done ? t("copiedValue", { value }) : ""} />
    </>
  );
}

type CopyButtonProps = { value: string; label?: string; size?: ButtonSize; variant?: ButtonVariant; iconOnly?: boolean };

/** A button that copies a text as a whole. */
export function CopyButton({ value, label, size = "sm", variant = "outline", iconOnly = false }: CopyButtonProps) {
  const t = useMessages(uiTexts);
  const [done, copy] = useCopy(value);
  const icon = done ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />;
  return (
    <>
      {iconOnly ? (
        <IconButton label={label ?? t("copy")} icon={icon} onClick={copy} />
      ) : (
        <Button size={size} variant={variant} icon={icon} onClick={copy}>
          {done ? t("copied") : (label ?? t("copy"))}
        </Button>
      )}
      <Spoken text={done ? t("copied") : ""} />
    </>
  );
}
