/** What the chart is told. Prices are plain numbers, moments are milliseconds UTC. */

/** GET /api/chart: one column per value, null where it is not known yet. */
export interface ChartColumns {
  ts: number[];
  open: number[];
  high: number[];
  low: number[];
  close: number[];
  volume: number[];
  ema5: (number | null)[];
  ema20: (number | null)[];
  ema50: (number | null)[];
  ema100: (number | null)[];
  ema200: (number | null)[];
  bbUpper: (number | null)[];
  bbMiddle: (number | null)[];
  bbLower: (number | null)[];
  volumeMa: (number | null)[];
}

export type LineRole = "entry" | "breakout" | "target" | "invalidation" | "price" | "level";

/** A line of the plan; it lives in the future strip. */
export interface PlanLine {
  id: string;
  role: LineRole;
  price: number;
}

/** A level with the range around it. `strength` 0–1 decides how dark it is. */
export interface Zone {
  name: string;
  low: number;
  high: number;
  strength: number;
  label: string;
}

export interface BoxMark {
  low: number;
  high: number;
  /** How many bars of the shown timeframe it spans. */
  bars: number;
  label: string;
}

/** A plan of an earlier version: dotted, from its own moment on. */
export interface OlderPlan {
  /** Its version and moment. */
  name: string;
  at: number;
  lines: { label: string; price: number }[];
}

/** Something that happened to the plan: it was filled, a target was reached, or it ended. */
export interface EventMark {
  kind: "filled" | "target" | "ended";
  at: number;
  price: number;
}

export interface Overlay {
  /** Which version this is, where another one is drawn beside it. */
  name?: string;
  /** The moment of the analysis: where the past ends. */
  at: number;
  validUntil: number;
  zones: Zone[];
  lines: PlanLine[];
  box: BoxMark | null;
  older: OlderPlan[];
  marks: EventMark[];
}

export type LayerName = "ema5" | "ema20" | "ema50" | "ema100" | "ema200" | "bands" | "volume" | "zones" | "box";
export type Layers = Record<LayerName, boolean>;

export const DEFAULT_LAYERS: Layers = {
  ema5: false,
  ema20: true,
  ema50: true,
  ema100: false,
  ema200: true,
  bands: true,
  volume: true,
  zones: true,
  box: true,
};

/** The bar under the crosshair, or the last one. */
export interface Bar {
  ts: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** Where things stand on the screen, told after every repaint that moved them. */
export interface ChartGeometry {
  /** Height in pixels of each plan line's price, in the order of the overlay's lines. */
  heights: number[];
  plotTop: number;
  plotBottom: number;
  plotRight: number;
}

const MINUTES: Record<string, number> = { m: 1, h: 60, d: 1440, w: 10080 };

/** `15m` → 900 000. */
export function timeframeMs(timeframe: string): number {
  const unit = MINUTES[timeframe.at(-1) ?? ""];
  const count = Number.parseInt(timeframe, 10);
  if (unit === undefined || !Number.isFinite(count)) throw new Error(`${timeframe} is not a timeframe`);
  return count * unit * 60_000;
}
