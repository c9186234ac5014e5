import type { PlanSummary } from "../../lib/api-model.ts";
import type { LegName, Payload, Plan } from "./payload.ts";
import { planPrice, priceReader, type PriceReader } from "./price-text.ts";
import type { Standing } from "./standing.ts";
import type { Format } from "../../lib/format.ts";

/** What every panel of one shown analysis may need. */
export interface AnalysisView {
  plan: Plan;
  payload: Payload;
  /** The leg that ladder and size show; null where there is none. */
  leg: LegName | null;
  standing: Standing;
  /** All versions of this chain, newest first. */
  versions: readonly PlanSummary[];
  newest: boolean;
  format: Format;
}

/** The number that the next version will have. */
export function nextVersion(view: Pick<AnalysisView, "plan" | "versions">): number {
  return Math.max(view.plan.version, ...view.versions.map((each) => each.version)) + 1;
}

/** The version before the shown one and it; of the first version, it and the next. Null while there is only one. */
export function comparablePair(
  { planId, version }: Pick<Plan, "planId" | "version">,
  versions: readonly PlanSummary[],
): { from: Versioned; to: Versioned } | null {
  const shown = { planId, version };
  const older = versions.filter((each) => each.version < version);
  const before = older.sort((a, b) => b.version - a.version)[0];
  if (before) return { from: before, to: shown };
  const newer = versions.filter((each) => each.version > version);
  const after = newer.sort((a, b) => a.version - b.version)[0];
  return after ? { from: shown, to: after } : null;
}

type Versioned = Pick<Plan, "planId" | "version">;

/** The legs that this analysis has, in the order of the switch. */
export function legsOf(payload: Payload): LegName[] {
  return (["pullback", "breakout"] as const).filter((leg) => payload[leg] !== null);
}

/**
 * Finds the prices in this analysis's sentences, so that they can be copied. `strict` takes only those that the analysis
 * itself names: sentences about the world outside speak of other markets' prices.
 */
export function writtenPrices(payload: Payload, format: Format, strict = false): PriceReader {
  const { pullback, breakout, levels, box } = payload;
  const prices = [
    payload.price,
    ...levels.support.map((level) => level.price),
    ...levels.resistance.map((level) => level.price),
    ...(box ? [box.low, box.high] : []),
    ...(pullback ? [...pullback.entries, pullback.invalidation, ...pullback.targets].map((each) => each.price) : []),
    ...(breakout ? [breakout.trigger, breakout.limit, breakout.retest.low, breakout.retest.high, breakout.stop] : []),
    ...(breakout?.targets.map((target) => target.price) ?? []),
    ...payload.changes.flatMap((change) => (change.price === null ? [] : [change.price])),
  ];
  const digits = payload.priceDigits;
  const known = new Map(prices.map((price) => [planPrice(format, price, digits), price]));
  if (strict) return (token) => known.get(token);
  return priceReader(known, format, { price: payload.price, digits });
}
