import { Link } from "@tanstack/react-router";
import type { ScanItem } from "../../lib/api-model.ts";
import { ApiError } from "../../lib/api.ts";
import { cx } from "../../lib/cx.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { StatusChip } from "../../ui/status-chip.tsx";
import { MiniScore } from "./mini-score.tsx";
import { scanTexts } from "./texts.ts";
import { Pair } from "./watchlist-rows.tsx";

interface Props {
  item: ScanItem;
  rank: number | null;
  /** The plan is no longer something to act on. */
  over: boolean;
  onOpen: (planId: string) => void;
}

const ROW =
  "border-t border-line text-ink-2 lg:h-[42px] " +
  "max-lg:grid max-lg:grid-cols-[20px_minmax(0,1fr)_auto] max-lg:gap-x-2 max-lg:gap-y-0.5 max-lg:px-4 max-lg:py-3";
const CELL = "lg:px-2 lg:py-1.5 lg:whitespace-nowrap max-lg:block";
const RIGHT = "lg:text-right";

const STATES = {
  queued: "stateQueued",
  running: "stateRunning",
  failed: "stateFailed",
  cancelled: "stateCancelled",
  refused: "stateRefused",
} as const;

/** One coin: a whole line on a desk, a card on a phone. */
export function ScanRow({ item, rank, over, onOpen }: Props) {
  const { planId } = item;
  const open = planId !== null;
  return (
    <tr
      role="row"
      className={cx(ROW, open && "cursor-pointer hover:bg-raised")}
      {...(open ? { onClick: () => onOpen(planId) } : {})}
    >
      <td role="cell" className={cx(CELL, "text-right text-secondary text-ink-3 lg:pl-4 max-lg:row-start-1 max-lg:leading-5")}>
        {rank ?? "·"}
      </td>
      <td role="cell" className={cx(CELL, "max-lg:row-start-1")}>
        <Name item={item} />
      </td>
      {item.state === "done" ? <Figures item={item} over={over} /> : <Unfinished item={item} />}
    </tr>
  );
}

function Name({ item }: { item: ScanItem }) {
  const t = useMessages(scanTexts);
  if (item.planId === null) return <Pair symbol={item.symbol} faded={item.state !== "running"} />;
  return (
    <Link
      to="/analysis"
      search={{ plan: item.planId }}
      data-open
      aria-label={t("open", { symbol: item.symbol, version: item.version ?? "" })}
      className="rounded-tag underline-offset-4 hover:underline"
      onClick={(event) => event.stopPropagation()}
    >
      <Pair symbol={item.symbol} />
    </Link>
  );
}

function Figures({ item, over }: { item: ScanItem; over: boolean }) {
  const t = useMessages(scanTexts);
  const format = useFormat();
  const missing = format.number(null);
  const few = (label: string) => <span className="mr-1 text-secondary text-ink-3 lg:hidden">{label}</span>;
  const entries = item.pullback?.length ? item.pullback.map((price) => format.level(price)).join(" · ") : missing;
  return (
    <>
      <td role="cell" className={cx(CELL, "max-lg:col-start-3 max-lg:row-start-1 max-lg:justify-self-end")}>
        {item.action && <span className="flex"><StatusChip size="sm" action={item.action} faded={over} /></span>}
      </td>
      <td role="cell" className={cx(CELL, "max-lg:col-start-3 max-lg:row-start-2 max-lg:justify-self-end")}>
        {item.score !== null && <MiniScore score={item.score} />}
      </td>
      <td role="cell" className={cx(CELL, RIGHT, "font-medium text-ink max-lg:col-start-2 max-lg:row-start-2")}>
        {format.level(item.price)}
      </td>
      <td role="cell" className={cx(CELL, RIGHT, "max-lg:col-start-2 max-lg:row-start-3", !item.pullback && "max-lg:hidden")}>
        {few(t("pullback"))}
        {entries}
      </td>
      <td role="cell" className={cx(CELL, RIGHT, "max-lg:col-start-2 max-lg:row-start-4", item.breakout === null && "max-lg:hidden")}>
        {few(t("breakout"))}
        {format.level(item.breakout)}
      </td>
      <td role="cell" className={cx(CELL, RIGHT, "max-lg:col-start-3 max-lg:row-start-3 max-lg:justify-self-end", item.rr === null && "max-lg:hidden")}>
        {few(t("rr"))}
        {format.r(item.rr)}
      </td>
      <td role="cell" className="text-secondary text-ink-3 lg:w-full lg:min-w-36 lg:py-1.5 lg:pr-4 lg:pl-2 max-lg:col-span-2 max-lg:col-start-2 max-lg:row-start-5 max-lg:block">
        {item.note}
      </td>
    </>
  );
}

/** What it is waiting for, or why there is no analysis: a word and a sentence. */
function Unfinished({ item }: { item: ScanItem }) {
  const t = useMessages(scanTexts);
  if (item.state === "done") return null;
  const reason = item.error && item.state !== "cancelled" && explain(new ApiError(item.error.code, item.error.message, 0, item.error.details ?? {})).text;
  const wrong = item.state === "failed" || item.state === "refused";
  return (
    <td role="cell" colSpan={7} className="text-secondary lg:py-1.5 lg:pr-4 lg:pl-2 max-lg:col-span-2 max-lg:col-start-2 max-lg:row-start-2 max-lg:block">
      <span className={wrong ? "font-medium text-warn" : "text-ink-2"}>{t(STATES[item.state])}</span>
      {reason && <span className="text-ink-3"> · {reason}</span>}
    </td>
  );
}
