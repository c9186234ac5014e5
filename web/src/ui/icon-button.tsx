import type { ComponentProps, ReactNode } from "react";
import { cx } from "../lib/cx.ts";
import { Tooltip } from "./tooltip.tsx";

type Props = Omit<ComponentProps<"button">, "children" | "aria-label"> & {
  /** What it does; read aloud and shown on hover. */
  label: string;
  icon: ReactNode;
  pressed?: boolean;
  outline?: boolean;
};

/** A button that is only an icon: copy, close, full screen, undo. Its name is a tooltip. */
export function IconButton({ label, icon, pressed, outline, className, ...rest }: Props) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          "inline-flex size-7 shrink-0 items-center justify-center rounded-control text-ink-2 hit-44",
          "hover:bg-raised hover:text-ink disabled:text-ink-3 disabled:hover:bg-transparent",
          pressed && "bg-selected text-ink",
          outline && "border border-line",
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
