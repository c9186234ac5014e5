import { cx } from "../../lib/cx.ts";
import type { Format } from "../../lib/format.ts";

/** A result in R with its sign and its colour. */
export function SignedR({ value, format, className }: { value: number; format: Format; className?: string }) {
  const tone = value > 0 ? "text-up" : value < 0 ? "text-down" : "text-ink";
  return <span className={cx("font-semibold whitespace-nowrap", tone, className)}>{format.r(value, { signed: true })}</span>;
}
