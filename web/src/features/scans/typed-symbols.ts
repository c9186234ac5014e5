import type { SymbolHit } from "../../lib/api-model.ts";
import { symbolRank } from "../../lib/search-rank.ts";

const BETWEEN = /[\s,;|]+/;
/** From here on a market's base, or the whole pair, is what was typed. */
const EXACT = 90;

/** "BTC, ETH SOL" → ["BTC", "ETH", "SOL"]; a pair may be written BTC/USDT, BTC-USDT or BTCUSDT. Doubles are left out. */
export function splitSymbols(text: string): string[] {
  const parts = text
    .toUpperCase()
    .split(BETWEEN)
    .map((part) => part.replace(/[^A-Z0-9/_:-]/g, ""))
    .filter(Boolean);
  return [...new Set(parts)];
}

/** Whether several coins were typed, so that suggestions for one make no sense. */
export function isSeveral(text: string): boolean {
  return splitSymbols(text).length > 1;
}

/** The market that is meant by what was typed: the same pair, or the same coin in the first currency it is listed in. */
export function meant(typed: string, hits: readonly SymbolHit[]): SymbolHit | null {
  let best: SymbolHit | null = null;
  let rank = EXACT - 1;
  for (const hit of hits) {
    const own = symbolRank(typed, hit);
    if (own > rank) [best, rank] = [hit, own];
  }
  return best;
}
