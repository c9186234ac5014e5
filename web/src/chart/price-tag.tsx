import { cx } from "../lib/cx.ts";
import type { LineRole } from "./chart-model.ts";

export interface TagWords {
  name: string;
  shortName: string;
  price: string;
  shortPrice: string;
  /** Second line, left and right. */
  left: string;
  right: string;
  /** What a tap does, read aloud. */
  copyLabel: string;
  /** A live price that is no longer fed. */
  stale?: boolean;
}

type Props = TagWords & { role: LineRole; compact: boolean; reachable: boolean; onCopy: () => void };

const BARS: Record<LineRole, string> = {
  entry: "bg-accent",
  target: "bg-up",
  level: "bg-ink-3",
  price: "hidden",
  breakout: "bg-[repeating-linear-gradient(to_bottom,var(--accent)_0_4px,transparent_4px_7px)]",
  invalidation: "bg-[repeating-linear-gradient(to_bottom,var(--down)_0_7px,transparent_7px_10px)]",
};

/** One price with its name. The price now is the only filled tag. A tap copies it as it is ordered. */
export function PriceTag({
  role,
  name,
  shortName,
  price,
  shortPrice,
  left,
  right,
  copyLabel,
  stale = false,
  compact,
  reachable,
  onCopy,
}: Props) {
  const now = role === "price";
  return (
    <button
      type="button"
      tabIndex={reachable ? 0 : -1}
      aria-label={copyLabel}
      onClick={onCopy}
      className={cx(
        "absolute inset-x-0 top-0 flex flex-col justify-center overflow-hidden rounded-tag text-left",
        "group-data-settling/ladder:transition-transform group-data-settling/ladder:duration-[160ms] group-data-settling/ladder:ease-out",
        compact ? "pr-1.5 pl-[7px]" : "pr-2 pl-[10px]",
        !now ? "bg-raised hover:bg-selected" : stale ? "z-10 bg-selected text-ink-3" : "z-10 bg-ink text-page",
      )}
    >
      <span aria-hidden className={cx("absolute inset-y-0 left-0 w-[3px]", BARS[role])} />
      <span
        className={cx("flex items-baseline justify-between gap-2", compact ? "text-secondary" : "text-body leading-4")}
      >
        <span className={cx("font-medium", compact && now && "sr-only")}>{compact ? shortName : name}</span>
        <span className={cx("font-semibold", compact && now && "w-full text-right", stale && "dotted")}>
          {compact ? shortPrice : price}
        </span>
      </span>
      {!compact && (
        <span
          className={cx(
            "flex items-baseline justify-between gap-2 text-caption leading-[14px] whitespace-nowrap group-data-[low=true]/ladder:hidden",
            now ? "opacity-75" : "text-ink-3",
          )}
        >
          <span>{left}</span>
          <span className={now ? undefined : "text-ink-2"}>{right}</span>
        </span>
      )}
    </button>
  );
}
