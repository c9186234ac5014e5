import { Popover } from "radix-ui";
import { useRef, useState, type PointerEvent, type ReactNode } from "react";
import { cx } from "../lib/cx.ts";

type Props = {
  /** What the value means, its source, time and sample size. */
  says: ReactNode;
  children: ReactNode;
  /** Read aloud instead of the visible text, where that alone is unclear. */
  label?: string;
  underline?: boolean;
  className?: string;
};

/** A value that explains itself: hover, focus and Enter, or a tap, show what it means and where it comes from. */
export function Definition({ says, children, label, underline = false, className }: Props) {
  const [open, setOpen] = useState(false);
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const enter = (event: PointerEvent) => {
    clearTimeout(waiting.current);
    if (event.pointerType === "mouse") waiting.current = setTimeout(() => setOpen(true), 350);
  };
  const leave = (event: PointerEvent) => {
    clearTimeout(waiting.current);
    if (event.pointerType === "mouse") waiting.current = setTimeout(() => setOpen(false), 120);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={label}
          onPointerEnter={enter}
          onPointerLeave={leave}
          className={cx("cursor-help rounded-tag text-left hit-44", underline && "dotted", className)}
        >
          {children}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onPointerEnter={enter}
          onPointerLeave={leave}
          className="z-50 max-w-80 animate-appear rounded-panel border border-line bg-raised p-3 text-secondary text-ink-2 shadow-float"
        >
          {says}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
