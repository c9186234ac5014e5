import { CircleCheck, CirclePause, CircleSlash } from "lucide-react";
import { cx } from "../lib/cx.ts";
import { defineMessages, useMessages } from "../lib/i18n.ts";

export type Action = "TRADE" | "WAIT" | "NO_TRADE";

export const verdicts = defineMessages("verdicts", {
  TRADE: ["Layak", "Trade"],
  WAIT: ["Tunggu", "Wait"],
  NO_TRADE: ["Lewati", "No trade"],
});

const FORM = {
  TRADE: { look: "bg-ink text-page border-transparent", Icon: CircleCheck },
  WAIT: { look: "border-warn text-warn", Icon: CirclePause },
  NO_TRADE: { look: "bg-selected text-ink border-transparent", Icon: CircleSlash },
} as const;

type Props = {
  action: Action;
  size?: "sm" | "md";
  /** No longer something to act on. */
  faded?: boolean;
};

/** The verdict: ink with a tick, warn outline with a pause, grey with a slash. None is green or red. */
export function StatusChip({ action, size = "md", faded = false }: Props) {
  const t = useMessages(verdicts);
  const { look, Icon } = FORM[action];
  const small = size === "sm";
  return (
    <span
      className={cx(
        "inline-flex shrink-0 items-center border font-semibold whitespace-nowrap",
        small ? "h-5 gap-1 rounded-tag px-1.5 text-caption" : "h-7 gap-2 rounded-control border-[1.5px] px-2 text-lead",
        faded ? "border-line text-ink-2" : look,
      )}
    >
      <Icon aria-hidden size={small ? 13 : 18} />
      {t(action)}
    </span>
  );
}
