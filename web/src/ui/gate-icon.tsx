import { CircleCheck } from "lucide-react";
import { cx } from "../lib/cx.ts";

export type GateState = "open" | "closed" | "unknown";

/** Open: thin ring with a tick, muted. Closed: solid warn square with a bar. Unknown: dashed ring, question mark. */
export function GateIcon({ state, size = 16, className }: { state: GateState; size?: number; className?: string }) {
  if (state === "open") {
    return <CircleCheck aria-hidden size={size} strokeWidth={1.3} className={cx("shrink-0 text-ink-3", className)} />;
  }
  if (state === "closed") {
    return (
      <svg aria-hidden width={size} height={size} viewBox="0 0 16 16" className={cx("shrink-0", className)}>
        <rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="var(--warn)" />
        <path d="M4.5 8h7" stroke="var(--panel)" strokeWidth="2" />
      </svg>
    );
  }
  return (
    <svg
      aria-hidden
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeLinecap="round"
      className={cx("shrink-0 text-ink-2", className)}
    >
      <circle cx="8" cy="8" r="6.6" strokeDasharray="2.4 2.2" />
      <path d="M6.3 6.5a1.75 1.75 0 1 1 2.4 1.62c-.5.2-.7.5-.7 1" />
      <path d="M8 11.2v.1" strokeWidth="1.6" />
    </svg>
  );
}
