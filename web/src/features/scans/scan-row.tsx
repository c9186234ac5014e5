import { Link } from "@tanstack/react-router";
import { ApiError } from "../../lib/api.ts";
import { cx } from "../../lib/cx.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { StatusChip } from "../../ui/status-chip.tsx";
import { MiniScore } from "./mini-score.tsx";
import type { ScanItem } from "./model.ts";
import { scanTexts } from "./texts.ts";
import { Pair } from "./watchlist-rows.tsx";

interface Props {
  item: ScanItem;
  rank: number | null;
  onOpen: (planId: string) => void;
}

const ROW =
  "border-t border-line text-ink-2 md:h-[42px] " +
  "max-md:grid max-md:grid-cols-[20px_minmax(0,1fr)_auto] max-md:gap-x-2 max-md:gap-y-1 max-md:px-4 max-md:py-3";
const CELL = "md:px-2 md:py-1.5 md:whitespace-nowrap max-md:block";
const RIGHT = "md:text-right";

const STATES = {
  queued: "stateQueued",
  running: "stateRunning",
  failed: "stateFailed",
  cancelled: "stateCancelled",
  refused: "stateRefused",
} as const;

/** One coin: a whole line on a desk, a card on a phone. */
export function ScanRow({ item, rank, onOpen }: Props) {
  const { planId } = item;
  const open = planId !== null;
  return (
    <tr
      role="row"
      className={cx(ROW, open && "cursor-pointer hover:bg-raised")}
      {...(open ? { onClick: () => onOpen(planId) } : {})}
    >
      <td role="cell" className={cx(CELL, "text-right text-secondary text-ink-3 md:pl-4 max-md:row-start-1 max-md:leading-5")}>
        {rank ?? "·"}
      </td>
      <td role="cell" className={cx(CELL, "max-md:row-start-1")}>
        <Name item={item} />
      </td>
      {item.state === "done" ? <Figures item={item} /> : <Unfinished item={item} />}
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

function Figures({ item }: { item: ScanItem }) {
  const t = useMessages(scanTexts);
  const format = useFormat();
  const missing = format.number(null);
  const few = (label: string) => <span className="mr-1 text-secondary text-ink-3 md:hidden">{label}</span>;
  const entries = item.pullback?.length ? item.pullback.map((price) => format.level(price)).join(" · ") : missing;
  return (
    <>
      <td role="cell" className={cx(CELL, "max-md:col-start-3 max-md:row-start-1 max-md:justify-self-end")}>
        {item.action && <span className="flex"><StatusChip size="sm" action={item.action} /></span>}
      </td>
      <td role="cell" className={cx(CELL, "max-md:col-start-3 max-md:row-start-2 max-md:justify-self-end")}>
        {item.score !== null && <MiniScore score={item.score} />}
      </td>
      <td role="cell" className={cx(CELL, RIGHT, "font-medium text-ink max-md:col-start-2 max-md:row-start-2")}>
        {format.level(item.price)}
      </td>
      <td role="cell" className={cx(CELL, RIGHT, "max-md:col-span-2 max-md:col-start-2 max-md:row-start-3", !item.pullback && "max-md:hidden")}>
        {few(t("pullback"))}
        {entries}
      </td>
      <td role="cell" className={cx(CELL, RIGHT, "max-md:col-start-2 max-md:row-start-4", item.breakout === null && "max-md:hidden")}>
        {few(t("breakout"))}
        {format.level(item.breakout)}
      </td>
      <td role="cell" className={cx(CELL, RIGHT, "max-md:col-start-3 max-md:row-start-4 max-md:justify-self-end", item.rr === null && "max-md:hidden")}>
        {few(t("rr"))}
        {format.r(item.rr)}
      </td>
      <td role="cell" className="text-secondary text-ink-3 md:w-full md:min-w-36 md:py-1.5 md:pr-4 md:pl-2 max-md:col-span-2 max-md:col-start-2 max-md:row-start-5 max-md:block">
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
    <td role="cell" colSpan={7} className="text-secondary md:py-1.5 md:pr-4 md:pl-2 max-md:col-span-2 max-md:col-start-2 max-md:row-start-2 max-md:block">
      <span className={wrong ? "font-medium text-warn" : "text-ink-2"}>{t(STATES[item.state])}</span>
      {reason && <span className="text-ink-3"> · {reason}</span>}
    </td>
  );
}
