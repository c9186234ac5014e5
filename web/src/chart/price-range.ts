/** Which prices the axis must show. */

export interface PriceRange {
  low: number;
  high: number;
}

/** How far beyond candles and plan a zone may pull the axis, as a share of their range. */
const REACH = 0.3;

/**
 * Candles and every plan line are always in view; a zone is when it lies near enough not to flatten them.
 * Null where there is nothing to show.
 */
export function visibleRange(
  candles: PriceRange | null,
  lines: readonly number[],
  zones: readonly PriceRange[],
): PriceRange | null {
  const prices = [...(candles ? [candles.low, candles.high] : []), ...lines].filter(Number.isFinite);
  if (prices.length === 0) return null;
  let low = Math.min(...prices);
  let high = Math.max(...prices);
  const reach = (high - low) * REACH;
  const floor = low - reach;
  const ceiling = high + reach;
  for (const zone of zones) {
    if (zone.low >= floor && zone.low < low) low = zone.low;
    if (zone.high <= ceiling && zone.high > high) high = zone.high;
  }
  return { low, high };
}
