import { decimalsOf } from "../../lib/format.ts";
import type { LegName, Payload, Size, Target } from "./payload.ts";

export interface SizeRow {
  /** PB1, PB2 … or BO. */
  name: string;
  share: number;
  price: number;
  quantity: number;
  cost: number;
}

export interface Sizing {
  leg: LegName;
  rows: SizeRow[];
  average: { price: number; quantity: number; cost: number };
  loss: number;
  /** What all targets together bring, fees taken off. */
  gain: number;
  targets: number;
  size: Size;
  /** Share of the equity that is bound. */
  used: number;
}

/** What to buy at which price for one leg, and what being wrong or right is worth. Null where the leg is missing. */
export function sizeLeg(payload: Payload, leg: LegName): Sizing | null {
  const { pullback, breakout } = payload;
  if (leg === "pullback" && pullback) {
    const names = pullback.entries.map((_, i) => `PB${i + 1}`);
    return build(leg, pullback.size, { entries: pullback.entries, names, targets: pullback.targets });
  }
  if (leg === "breakout" && breakout) {
    const entries = [{ price: breakout.limit, share: 1 }];
    return build(leg, breakout.size, { entries, names: ["BO"], targets: breakout.targets });
  }
  return null;
}

interface Ladder {
  entries: { price: number; share: number }[];
  names: string[];
  targets: Target[];
}

function build(leg: LegName, size: Size, { entries, names, targets }: Ladder): Sizing {
  const quantities = splitQuantity(
    size.quantity,
    entries.map((entry) => entry.share),
  );
  const rows = entries.map((entry, i) => {
    const quantity = quantities[i] ?? 0;
    return { name: names[i] ?? "", share: entry.share, price: entry.price, quantity, cost: quantity * entry.price };
  });
  const cost = rows.reduce((sum, row) => sum + row.cost, 0);
  return {
    leg,
    rows,
    average: {
      price: size.quantity > 0 ? cost / size.quantity : (entries[0]?.price ?? 0),
      quantity: size.quantity,
      cost,
    },
    loss: size.maxLoss,
    gain: gainAt(targets, size.maxLoss),
    targets: targets.length,
    size,
    used: size.equity > 0 ? cost / size.equity : 0,
  };
}

/** R is the gain after fees over the loss with fees, so the money follows from it exactly. */
export function gainAt(targets: readonly Target[], maxLoss: number): number {
  return targets.reduce((sum, target) => sum + target.share * target.rr * maxLoss, 0);
}

/** Shares of a quantity on its own grid; the last one takes what rounding leaves, so that they sum to the whole. */
export function splitQuantity(quantity: number, shares: readonly number[]): number[] {
  const digits = quantity > 0 ? decimalsOf(Number(quantity.toPrecision(12))) : 0;
  const round = (value: number) => Number(value.toFixed(Math.min(digits, 12)));
  let left = quantity;
  return shares.map((share, i) => {
    const part = i === shares.length - 1 ? round(left) : round(quantity * share);
    left -= part;
    return part;
  });
}
