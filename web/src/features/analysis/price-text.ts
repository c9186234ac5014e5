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

/** What a number in a sentence is the price of; undefined where it is none. */
export type PriceReader = (token: string) => number | undefined;

/**
 * Knows the prices of an analysis by how they are written, and recognises others: written as a price would be, with four
 * digits or more, and not far from the price now. The RSI 55,1 of a coin at 55 is neither.
 */
export function priceReader(
  known: ReadonlyMap<string, number>,
  format: Format,
  now: { price: number; digits: number },
): PriceReader {
  return (token) => {
    const own = known.get(token);
    if (own !== undefined) return own;
    const plain = format.language === "id" ? token.replaceAll(".", "").replace(",", ".") : token.replaceAll(",", "");
    const value = Number(plain);
    const near = value > now.price / 2.5 && value < now.price * 2.5;
    const digits = plain.replace(/[.]/, "").replace(/^0+/, "").length;
    return near && digits >= 4 && planPrice(format, value, now.digits) === token ? value : undefined;
  };
}

/** Cut a sentence where it names a price, so that each can be copied with a tap. Percentages and ratios are not prices. */
export function findPrices(sentence: string, priceOf: PriceReader): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of sentence.matchAll(NUMBER)) {
    const end = match.index + match[0].length;
    const price = /^\s?[%×R]/.test(sentence.slice(end)) ? undefined : priceOf(match[0]);
    if (price === undefined) continue;
    if (match.index > from) pieces.push({ text: sentence.slice(from, match.index) });
    pieces.push({ text: match[0], price });
    from = end;
  }
  if (from < sentence.length) pieces.push({ text: sentence.slice(from) });
  return pieces;
}

/** Pieces that no space parts: a price keeps its brackets, its dash and its full stop when the line breaks. */
export function gluePieces(pieces: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  let open = false;
  for (const piece of pieces) {
    const parts = piece.price === undefined ? piece.text.split(/(?<=\s)(?=\S)/) : [piece.text];
    for (const text of parts) {
      const part = piece.price === undefined ? { text } : piece;
      if (open) groups.at(-1)?.push(part);
      else groups.push([part]);
      open = !/\s$/.test(text);
    }
  }
  return groups;
}
