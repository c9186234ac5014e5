import { TriangleAlert } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { useNow } from "../lib/clock.ts";
import { cx } from "../lib/cx.ts";
import { explain } from "../lib/errors.ts";
import { useFormat } from "../lib/use-format.ts";
import { useMessages } from "../lib/i18n.ts";
import { Button } from "./button.tsx";
import { uiTexts } from "./texts.ts";

type EmptyProps = {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** Where it is the whole page. */
  heading?: boolean;
};

/** Nothing here yet: what is missing, what it costs, one action. */
export function EmptyState({ title, children, action, heading = false }: EmptyProps) {
  const Title = heading ? "h1" : "p";
  return (
    <div className="flex flex-col items-start gap-3">
      <div>
        <Title className="text-reading font-medium text-ink">{title}</Title>
        {children && <p className="mt-0.5 text-body text-ink-2">{children}</p>}
      </div>
      {action}
    </div>
  );
}

type ErrorProps = {
  /** What failed, in a few words. */
  title: ReactNode;
  error?: unknown;
  /** What was therefore not done. Without it the error explains itself. */
  children?: ReactNode;
  onRetry?: () => void;
  /** When it is tried again by itself, in milliseconds of the clock. */
  retryAt?: number | null;
};

/** What failed, what was therefore not done, when it is tried again; the bare code is in the details. */
export function ErrorState({ title, error, children, onRetry, retryAt }: ErrorProps) {
  const t = useMessages(uiTexts);
  const said = error === undefined ? null : explain(error);
  return (
    <div role="alert" className="flex gap-2.5">
      <TriangleAlert aria-hidden size={16} className="mt-[3px] shrink-0 text-warn" />
      <div className="min-w-0 flex-1">
        <p className="text-reading font-medium text-ink">{title}</p>
        {(children || said) && <p className="mt-0.5 text-body text-ink-2">{children ?? said?.text}</p>}
        {said && (
          <details className="mt-1 text-secondary text-ink-3">
            <summary>{t("details")}</summary>
            <p className="mt-1 break-words">
              {said.code}
              {said.message ? ` · ${said.message}` : ""}
            </p>
          </details>
        )}
        {(onRetry || retryAt) && (
          <div className="mt-3 flex flex-wrap items-center gap-2">
            {onRetry && (
              <Button variant="quiet" onClick={onRetry}>
                {t("retry")}
              </Button>
            )}
            {retryAt ? <Countdown at={retryAt} onDone={onRetry} /> : null}
          </div>
        )}
      </div>
    </div>
  );
}

function Countdown({ at, onDone }: { at: number; onDone: (() => void) | undefined }) {
  const t = useMessages(uiTexts);
  const format = useFormat();
  const left = Math.max(0, at - useNow());
  const fired = useRef(false);
  useEffect(() => {
    if (left > 0 || fired.current) return;
    fired.current = true;
    onDone?.();
  }, [left, onDone]);
  return left > 0 ? <span className="text-secondary text-ink-3">{t("retryIn", { time: format.duration(left) })}</span> : null;
}

/** A grey place-holder in the shape of what is coming. It does not move. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx("block h-3 rounded-tag bg-selected", className)} />;
}

/** Several lines of place-holder, said once to screen readers. */
export function SkeletonLines({ lines = 3 }: { lines?: number }) {
  const t = useMessages(uiTexts);
  const widths = ["w-4/5", "w-3/5", "w-2/3", "w-1/2"];
  return (
    <div role="status" aria-label={t("loading")} className="space-y-2.5">
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} className={widths[index % widths.length] ?? ""} />
      ))}
    </div>
  );
}

type BannerProps = { icon?: ReactNode; children: ReactNode; action?: ReactNode; tone?: "warn" | "plain" };

/** A sentence across the page for as long as it is true. */
export function Banner({ icon, children, action, tone = "plain" }: BannerProps) {
  return (
    <div
      role="status"
      className={cx(
        "flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-raised px-5 py-1.5 text-body max-md:px-3",
        tone === "warn" ? "text-warn" : "text-ink-2",
      )}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      {action}
    </div>
  );
}
