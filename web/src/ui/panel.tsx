import { useId, type ReactNode } from "react";
import { cx } from "../lib/cx.ts";

type Props = {
  title?: ReactNode;
  /** Its name for screen readers where no title is shown. */
  label?: string;
  /** To the right of the title: a figure, a switch, a few small buttons. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Without padding, for tables and charts that touch the edges. */
  bare?: boolean;
  /** On phones panels run from edge to edge unless this says otherwise. */
  boxed?: boolean;
};

/** A flat card with a hairline; the unit that pages are made of. */
export function Panel({ title, label, aside, children, className, bare = false, boxed = false }: Props) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      aria-label={title ? undefined : label}
      className={cx(
        "min-w-0 border-line bg-panel",
        boxed ? "rounded-panel border" : "border-y md:rounded-panel md:border",
        !bare && "p-4",
        className,
      )}
    >
      {(title || aside) && (
        <header className={cx("flex min-h-6 flex-wrap items-center justify-between gap-x-3 gap-y-1", bare ? "px-4 pt-4 pb-2" : "mb-2")}>
          {title && (
            <h2 id={id} className="text-body font-semibold text-ink">
              {title}
            </h2>
          )}
          {aside && <div className="flex items-center gap-2 text-secondary text-ink-3">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
