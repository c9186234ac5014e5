import {
  CandlestickSeries,
  HistogramSeries,
  LineSeries,
  type IChartApi,
  type ISeriesApi,
  type LineWidth,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import type { ChartColumns, Layers } from "./chart-model.ts";
import { fade, type ChartTheme } from "./chart-theme.ts";

const AVERAGES = ["ema5", "ema20", "ema50", "ema100", "ema200"] as const;
type LineName = (typeof AVERAGES)[number] | "bbUpper" | "bbLower" | "volumeMa";

const WIDTHS: Record<LineName, number> = {
  ema5: 1,
  ema20: 1.25,
  ema50: 1.5,
  ema100: 1.75,
  ema200: 2.25,
  bbUpper: 1,
  bbLower: 1,
  volumeMa: 1,
};

/** The price range of the screen, decided by whoever owns the overlay. */
export type RangeRule = (candles: { low: number; high: number } | null) => { low: number; high: number } | null;

/** Candles, volume, averages and bands: everything that is one value per bar. */
export class SeriesSet {
  readonly candles: ISeriesApi<"Candlestick">;
  private readonly volume: ISeriesApi<"Histogram">;
  private readonly lines: Record<LineName, ISeriesApi<"Line">>;

  constructor(chart: IChartApi, range: RangeRule) {
    const quiet = { priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false };
    const line = (name: LineName, scale: string): ISeriesApi<"Line"> =>
      chart.addSeries(LineSeries, {
        ...quiet,
        priceScaleId: scale,
        // The library draws any width; its type only names whole ones.
        lineWidth: WIDTHS[name] as LineWidth,
        ...(scale === "left" ? { autoscaleInfoProvider: () => null } : {}),
      });
    this.volume = chart.addSeries(HistogramSeries, { ...quiet, priceScaleId: "volume" });
    const volumeMa = line("volumeMa", "volume");
    chart.priceScale("volume").applyOptions({ scaleMargins: { top: 0.88, bottom: 0 } });
    const bbUpper = line("bbUpper", "left");
    const bbLower = line("bbLower", "left");
    this.candles = chart.addSeries(CandlestickSeries, {
      ...quiet,
      priceScaleId: "left",
      autoscaleInfoProvider: (original: () => { priceRange: { minValue: number; maxValue: number } | null } | null) => {
        const own = original()?.priceRange;
        const wanted = range(own ? { low: own.minValue, high: own.maxValue } : null);
        return wanted ? { priceRange: { minValue: wanted.low, maxValue: wanted.high } } : null;
      },
    });
    const [ema5, ema20, ema50, ema100, ema200] = AVERAGES.map((name) => line(name, "left")) as [
      ISeriesApi<"Line">,
      ISeriesApi<"Line">,
      ISeriesApi<"Line">,
      ISeriesApi<"Line">,
      ISeriesApi<"Line">,
    ];
    this.lines = { ema5, ema20, ema50, ema100, ema200, bbUpper, bbLower, volumeMa };
  }

  /** `times` are on the chart's own clock; those past the last candle are empty bars of the future. */
  setData(columns: ChartColumns, times: readonly number[], theme: ChartTheme): void {
    const at = (i: number): Time => (times[i] ?? 0) as UTCTimestamp;
    const count = columns.ts.length;
    const future = times.slice(count).map((time) => ({ time: time as UTCTimestamp }));
    this.candles.setData([
      ...columns.ts.map((_, i) => ({
        time: at(i),
        open: columns.open[i] ?? NaN,
        high: columns.high[i] ?? NaN,
        low: columns.low[i] ?? NaN,
        close: columns.close[i] ?? NaN,
      })),
      ...future,
    ]);
    this.volume.setData(
      columns.ts.map((_, i) => {
        const rise = (columns.close[i] ?? 0) >= (columns.open[i] ?? 0);
        return { time: at(i), value: columns.volume[i] ?? 0, color: fade(rise ? theme.up : theme.down, 0.3) };
      }),
    );
    for (const name of Object.keys(this.lines) as LineName[]) {
      this.lines[name].setData(
        columns[name].map((value, i) => (value == null ? { time: at(i) } : { time: at(i), value })),
      );
    }
  }

  setTheme(theme: ChartTheme): void {
    const { ink, alpha } = theme;
    this.candles.applyOptions({
      upColor: fade(theme.up, 0.22),
      borderUpColor: theme.up,
      wickUpColor: theme.up,
      downColor: fade(theme.down, 0.84),
      borderDownColor: theme.down,
      wickDownColor: theme.down,
    });
    const shares: Record<LineName, number> = {
      ema5: alpha.ema20,
      ema20: alpha.ema20,
      ema50: alpha.ema50,
      ema100: alpha.ema50,
      ema200: alpha.ema200,
      bbUpper: alpha.band,
      bbLower: alpha.band,
      volumeMa: alpha.band,
    };
    for (const name of Object.keys(this.lines) as LineName[]) {
      this.lines[name].applyOptions({ color: fade(ink, shares[name]) });
    }
  }

  setLayers(layers: Layers): void {
    for (const name of AVERAGES) this.lines[name].applyOptions({ visible: layers[name] });
    this.lines.bbUpper.applyOptions({ visible: layers.bands });
    this.lines.bbLower.applyOptions({ visible: layers.bands });
    this.lines.volumeMa.applyOptions({ visible: layers.volume });
    this.volume.applyOptions({ visible: layers.volume });
  }
}
