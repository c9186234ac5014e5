import {
  timeframeMs,
  type ChartColumns,
  type EventMark,
  type OlderPlan,
  type Overlay,
  type Zone,
} from "../../chart/chart-model.ts";
import { barsBefore } from "../../chart/time-grid.ts";
import type { OutcomeEvent } from "../../lib/api-model.ts";
import type { Format } from "../../lib/format.ts";
import type { Level, Payload } from "./payload.ts";
import { planPrice } from "./price-text.ts";
import { toLines, type Rung } from "./rungs.ts";
import type { EventKind } from "./standing.ts";

interface OverlayContext {
  rungs: readonly Rung[];
  format: Format;
  timeframe: string;
  boxWord: string;
  columns: ChartColumns | null;
  older: OlderPlan[];
  events: readonly OutcomeEvent[];
}

/** A box that price left this many candles ago still counts: its edge is what a retest comes back to. */
const LEFT_WITHIN = 24;
const LONGEST = 96;

/** What the chart draws of an analysis on one timeframe. */
export function buildOverlay(
  payload: Payload,
  { rungs, format, timeframe, boxWord, columns, older, events }: OverlayContext,
): Overlay {
  const write = (price: number) => planPrice(format, price, payload.priceDigits);
  const { levels } = payload;
  // On larger candles than its own a box is a speck.
  const box = payload.box && timeframeMs(timeframe) <= timeframeMs(payload.box.timeframe) ? payload.box : null;
  return {
    at: Date.parse(payload.at),
    validUntil: Date.parse(payload.validUntil),
    zones: [...zones(levels.resistance, "R"), ...zones(levels.support, "S")],
    lines: toLines(rungs),
    box: box && {
      low: box.low,
      high: box.high,
      bars: columns ? barsOfBox(columns, { box, step: timeframeMs(timeframe), at: Date.parse(payload.at) }) : 0,
      label: `${boxWord} ${write(box.low)}–${write(box.high)}`,
    },
    older,
    marks: events.flatMap(markOf),
  };
}

const MARKS: Partial<Record<EventKind, EventMark["kind"]>> = {
  entry1: "filled",
  entry2: "filled",
  entry3: "filled",
  trigger: "filled",
  tp1: "target",
  tp2: "target",
  tp3: "target",
  invalidated: "ended",
  stop: "ended",
  time: "ended",
};

/** An event that has a place on the chart: a price, at a moment. */
function markOf({ kind, at, price }: OutcomeEvent): EventMark[] {
  const drawn = MARKS[kind];
  return drawn && price !== null ? [{ kind: drawn, at: Date.parse(at), price }] : [];
}

/** How many candles before the analysis the box reaches back: as long as they closed inside it. */
export function barsOfBox(
  columns: ChartColumns,
  { box, step, at }: { box: { low: number; high: number }; step: number; at: number },
): number {
  const end = barsBefore(columns.ts, step, at);
  const inside = (i: number) => (columns.close[i] ?? NaN) >= box.low && (columns.close[i] ?? NaN) <= box.high;
  let i = end - 1;
  while (i >= 0 && end - i <= LEFT_WITHIN && !inside(i)) i -= 1;
  if (i < 0 || !inside(i)) return 0;
  while (i >= 0 && end - i <= LONGEST && inside(i)) i -= 1;
  return end - 1 - i;
}

function zones(levels: readonly Level[], letter: string): Zone[] {
  return levels.map((level, i) => {
    const name = `${letter}${i + 1}`;
    const sources = level.reasons.slice(0, 2).join(" + ");
    return {
      name,
      low: level.low,
      high: level.high,
      strength: level.strength,
      label: sources ? `${name} · ${sources}` : name,
    };
  });
}

/** The lines of an earlier version, named by it. */
export function olderPlan(payload: Payload, version: number, format: Format): OlderPlan {
  const write = (price: number) => planPrice(format, price, payload.priceDigits);
  const leg = payload.pullback;
  const named: [string, number][] = leg
    ? [
        ...leg.targets.map((target, i): [string, number] => [`TP${i + 1}`, target.price]),
        ...leg.entries.map((entry, i): [string, number] => [`PB${i + 1}`, entry.price]),
        ["Inv", leg.invalidation.price],
      ]
    : payload.breakout
      ? [
          ["BO", payload.breakout.trigger],
          ["SL", payload.breakout.stop],
        ]
      : [];
  return {
    name: `v${version} ${format.clock(payload.at)}`,
    at: Date.parse(payload.at),
    lines: named.map(([name, price]) => ({ label: `v${version} ${name} ${write(price)}`, price })),
  };
}
