import type { ReactNode } from "react";
import { cx } from "../lib/cx.ts";

/** A small grey word: a version, a role. */
export function Tag({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span className={cx("inline-flex h-5 shrink-0 items-center rounded-tag bg-selected px-1.5 text-caption text-ink-2", className)}>
      {children}
    </span>
  );
}

type BadgeProps = { children: ReactNode; icon?: ReactNode; tone?: "plain" | "dashed" | "warn" | "live" };

/** A persistent mark: dashed for what is not real (paper, synthetic market), live only for real money. */
export function Badge({ children, icon, tone = "plain" }: BadgeProps) {
  return (
    <span
      className={cx(
        "inline-flex h-5 shrink-0 items-center gap-1.5 rounded-tag px-2 text-secondary whitespace-nowrap",
        tone === "plain" && "border border-line text-ink-2",
        tone === "dashed" && "border border-dashed border-control text-ink-2",
        tone === "warn" && "border border-warn text-warn",
        tone === "live" && "bg-live font-semibold text-on-live",
      )}
    >
      {icon}
      {children}
    </span>
  );
}
