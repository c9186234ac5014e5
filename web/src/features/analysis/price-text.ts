import type { Format } from "../../lib/format.ts";

/** From here on a whole price is shown without decimals: the unit is already finer than 0.1 %. */
const TRIM_FROM = 1000;

/**
 * A plan price as the analysis text writes it: six significant digits, never finer than the tick, so that a price reads
 * the same in a sentence, on a tag and in a table.
 */
export function planPrice(format: Format, value: number, tickDigits: number): string {
  const size = value === 0 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1;
  const digits = Math.max(0, Math.min(tickDigits, 6 - size));
  const rounded = Number(value.toFixed(digits));
  return format.number(value, rounded >= TRIM_FROM && Number.isInteger(rounded) ? 0 : digits);
}

/** The same price for the clipboard and for an order: all digits of the tick, a point, no grouping. */
export function orderPrice(value: number, tickDigits: number): string {
  return value.toFixed(tickDigits);
}

export interface Piece {
  text: string;
  /** Set where the piece is a price that can be copied. */
  price?: number;
}

const NUMBER = /\d[\d.,]*\d|\d/g;

/**
 * Cut a sentence where it names one of `prices`, so that each can be copied with a tap. Only what is written exactly as
 * the price is counts: the RSI 55,1 of a coin at 55,1 is followed by what it is, a price is not part of a percentage.
 */
export function findPrices(sentence: string, prices: ReadonlyMap<string, number>): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of sentence.matchAll(NUMBER)) {
    const price = prices.get(match[0]);
    const end = match.index + match[0].length;
    if (
      price === undefined ||
      /^\s?[%×R]/.test(sentence.slice(end)) ||
      /RSI[\d\s\w]*$/.test(sentence.slice(0, match.index))
    )
      continue;
    if (match.index > from) pieces.push({ text: sentence.slice(from, match.index) });
    pieces.push({ text: match[0], price });
    from = end;
  }
  if (from < sentence.length) pieces.push({ text: sentence.slice(from) });
  return pieces;
}
