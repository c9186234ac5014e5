/** How wide the bars and the future strip stand when a chart is first shown. */

export interface OpeningView {
  /** Pixels per bar. */
  spacing: number;
  /** Bars of future to the right of the last candle. */
  future: number;
  /** Bars of past that are visible. */
  past: number;
}

interface Wish {
  /** Candles until the plan's validity ends. */
  bars: number;
  compact: boolean;
  /** Pixels per bar on wide screens. */
  spacing?: number | undefined;
}

/**
 * The strip is to scale where that leaves it between 80 px and a quarter of the plot (36 px and a sixth on a phone),
 * and is held within those bounds where the validity is shorter than a bar or longer than the screen.
 */
export function openingView(plotWidth: number, { bars, compact, spacing: wish }: Wish): OpeningView {
  const spacing = compact ? 4 : (wish ?? 5);
  const least = Math.ceil((compact ? 36 : 80) / spacing);
  const most = Math.max(least, Math.floor(plotWidth / (compact ? 6 : 4) / spacing));
  const future = Math.min(Math.max(Math.ceil(bars), least), most);
  return { spacing, future, past: Math.max(10, Math.floor(plotWidth / spacing) - future) };
}
