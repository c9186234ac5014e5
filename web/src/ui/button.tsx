import type { ComponentProps, ReactNode } from "react";
import { cx } from "../lib/cx.ts";

export type ButtonVariant = "primary" | "quiet" | "outline" | "danger" | "link" | "live";
export type ButtonSize = "sm" | "md" | "lg";

const LOOK: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent font-semibold hover:opacity-92",
  quiet: "bg-selected text-ink font-medium hover:brightness-110",
  outline: "border border-line text-ink-2 font-medium hover:bg-raised hover:text-ink",
  danger: "border border-down text-down font-medium hover:bg-raised",
  link: "text-accent font-medium hover:underline underline-offset-4",
  live: "bg-live text-on-live font-semibold hover:opacity-92",
};

const SIZE: Record<ButtonSize, string> = {
  sm: "h-7 px-2.5 text-secondary gap-1.5 hit-44",
  md: "h-8 px-3 text-body gap-2 max-md:h-11 max-md:px-4 max-md:text-reading",
  lg: "h-10 px-4 text-reading gap-2 max-md:h-11",
};

type Look = { variant?: ButtonVariant; size?: ButtonSize; block?: boolean };

/** The classes of a button, for links that look like one. */
export function buttonClass({ variant = "outline", size = "md", block = false }: Look): string {
  const link = variant === "link";
  return cx(
    "inline-flex shrink-0 items-center justify-center rounded-control whitespace-nowrap select-none",
    "disabled:bg-raised disabled:text-ink-3 disabled:border-line disabled:hover:opacity-100",
    link ? "gap-1.5 hit-44 disabled:bg-transparent" : SIZE[size],
    link && (size === "sm" ? "text-secondary" : "text-body"),
    LOOK[variant],
    block && "w-full",
  );
}

type Props = ComponentProps<"button"> & Look & { icon?: ReactNode; busy?: boolean };

/** A button; while `busy` it cannot be pressed again and says so to screen readers. */
export function Button({ variant, size, block, icon, busy, className, children, disabled, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(buttonClass({ variant, size, block }), className)}
    >
      {icon}
      {children}
    </button>
  );
}
