import type { LineRole, PlanLine } from "../../chart/chart-model.ts";
import type { Format } from "../../lib/format.ts";
import type { LegName, Level, Payload } from "./payload.ts";
import { planPrice } from "./price-text.ts";
import { sizeLeg } from "./sizing.ts";

/** One tag of the price ladder. */
export interface Rung {
  id: string;
  role: LineRole;
  name: string;
  /** Its name where there is little room. */
  shortName: string;
  price: number;
  priceText: string;
  /** The price where there is little room. */
  shortPrice: string;
  /** Share or order kind: the left of the second line. */
  kind: string;
  /** R, quantity or limit: what stands before the distance. Empty where there is none. */
  figure: string;
  /** Distance from the price now, signed. Empty on the price itself. */
  distance: string;
}

export type RungWord =
  "sell" | "buy" | "stopLimit" | "retest" | "invalid" | "invalidShort" | "stop" | "close" | "price" | "sources";
export type RungWords = (word: RungWord, values?: Record<string, string | number | undefined>) => string;

export interface RungContext {
  leg: LegName | null;
  /** The price now: of the newest candle, else of the analysis. */
  price: number;
  format: Format;
  words: RungWords;
  /** Leaves out what a small screen has no room for: the breakout's trigger on the pullback's ladder. */
  brief: boolean;
  /** Says how much to buy; a plan that is over does not. */
  sized: boolean;
}

/** The tags of an analysis in price order, highest first. Without a leg the levels themselves are the ladder. */
export function buildRungs(payload: Payload, context: RungContext): Rung[] {
  const { leg, price, format, words, brief } = context;
  const builder = new Builder(payload, context);
  const rungs: Rung[] = [
    {
      id: "price",
      role: "price",
      name: words("price"),
      shortName: words("price"),
      price,
      priceText: format.number(price, payload.priceDigits),
      shortPrice: format.number(price, Math.max(0, Math.min(payload.priceDigits, 4 - Math.floor(Math.log10(price))))),
      kind: "",
      figure: "",
      distance: "",
    },
  ];
  if (leg === "pullback") rungs.push(...builder.pullback(), ...(brief ? [] : builder.trigger()));
  else if (leg === "breakout") rungs.push(...builder.breakout());
  else rungs.push(...builder.levels());
  return rungs.sort((a, b) => b.price - a.price);
}

/** The same rungs as lines for the chart. */
export function toLines(rungs: readonly Rung[]): PlanLine[] {
  return rungs.map(({ id, role, price }) => ({ id, role, price }));
}

class Builder {
  constructor(
    private readonly payload: Payload,
    private readonly context: RungContext,
  ) {}

  pullback(): Rung[] {
    const { pullback } = this.payload;
    const { words, format, sized } = this.context;
    if (!pullback) return [];
    const sizing = sized ? sizeLeg(this.payload, "pullback") : null;
    const entries = pullback.entries.map((entry, i) =>
      this.rung("entry", `PB${i + 1}`, entry.price, {
        kind: words("buy", { share: format.percent(entry.share, { max: 0 }) }),
        figure: sizing ? format.quantity(sizing.rows[i]?.quantity) : "",
      }),
    );
    const { price, timeframe } = pullback.invalidation;
    const stop = this.rung("invalidation", words("invalid"), price, {
      kind: words("close", { timeframe }),
      figure: "−1R",
    });
    return [
      ...this.targets(pullback.targets),
      ...entries,
      { ...stop, id: "invalid", shortName: words("invalidShort") },
    ];
  }

  breakout(): Rung[] {
    const { breakout } = this.payload;
    const { words } = this.context;
    if (!breakout) return [];
    const retest = this.rung("breakout", "Retest", breakout.retest.low, { kind: words("retest"), figure: "" });
    const stop = this.rung("invalidation", "SL", breakout.stop, { kind: words("stop"), figure: "−1R" });
    return [...this.targets(breakout.targets), ...this.trigger(), retest, stop];
  }

  /** The breakout's trigger alone; it stands on the pullback's ladder too, for that is where the plans part. */
  trigger(): Rung[] {
    const { breakout } = this.payload;
    if (!breakout) return [];
    const limit = planPrice(this.context.format, breakout.limit, this.payload.priceDigits);
    return [this.rung("breakout", "BO", breakout.trigger, { kind: this.context.words("stopLimit"), figure: limit })];
  }

  levels(): Rung[] {
    const { support, resistance } = this.payload.levels;
    const side = (levels: Level[], letter: string) =>
      levels.map((level, i) =>
        this.rung("level", `${letter}${i + 1}`, level.price, {
          kind: this.context.words("sources", { count: level.reasons.length }),
          figure: "",
        }),
      );
    return [...side(resistance, "R"), ...side(support, "S")];
  }

  private targets(targets: { price: number; rr: number; share: number }[]): Rung[] {
    const { format, words } = this.context;
    return targets.map((target, i) =>
      this.rung("target", `TP${i + 1}`, target.price, {
        kind: words("sell", { share: format.percent(target.share, { max: 0 }) }),
        figure: format.r(target.rr),
      }),
    );
  }

  private rung(role: LineRole, name: string, price: number, says: { kind: string; figure: string }): Rung {
    const { format } = this.context;
    const text = planPrice(format, price, this.payload.priceDigits);
    return {
      id: name,
      role,
      name,
      shortName: name,
      price,
      priceText: text,
      shortPrice: text,
      distance: format.change(price / this.context.price - 1),
      ...says,
    };
  }
}
