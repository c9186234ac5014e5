import {
  createChart,
  type IChartApi,
  type Logical,
  type MouseEventParams,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import { barAt } from "./bars.ts";
import {
  DEFAULT_LAYERS,
  timeframeMs,
  type Bar,
  type ChartColumns,
  type ChartGeometry,
  type Layers,
  type Overlay,
} from "./chart-model.ts";
import { FIXED, themed, worded, type ChartFormats } from "./chart-options.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { PlanLayer } from "./plan-layer.ts";
import { visibleRange } from "./price-range.ts";
import { SeriesSet } from "./series-set.ts";
import { snapToPixels } from "./snap-to-pixels.ts";
import { openingView } from "./strip-width.ts";
import { futureTimes } from "./time-grid.ts";

export interface ChartEvents {
  onGeometry: (geometry: ChartGeometry) => void;
  /** The bar under the crosshair, null when it leaves. */
  onHover: (bar: Bar | null) => void;
}

export interface ChartSetup extends ChartEvents {
  theme: ChartTheme;
  formats: ChartFormats;
  compact: boolean;
  /** Pixels per candle in the first view. */
  spacing?: number | undefined;
}

/** One chart on one element. Nothing here knows about React: candles go in, pixels come out. */
export class MarketChart {
  private readonly chart: IChartApi;
  private readonly series: SeriesSet;
  private readonly layer: PlanLayer;
  private columns: ChartColumns | null = null;
  private step = 1;
  private shift = 0;
  private overlay: Overlay | null = null;
  private theme: ChartTheme;
  private formats: ChartFormats;
  private compact: boolean;
  private readonly spacing: number | undefined;
  private readonly events: ChartEvents;
  private layers: Layers = DEFAULT_LAYERS;
  private touched = false;
  private cursor: number | null = null;
  private readonly observer: ResizeObserver;

  constructor(
    private readonly host: HTMLElement,
    { theme, formats, compact, spacing, ...events }: ChartSetup,
  ) {
    this.theme = theme;
    this.formats = formats;
    this.compact = compact;
    this.spacing = spacing;
    this.events = events;
    this.chart = createChart(host, FIXED);
    this.series = new SeriesSet(this.chart, (candles) =>
      visibleRange(
        candles,
        [this.overlay?.lines ?? [], ...(this.overlay?.older.map((plan) => plan.lines) ?? [])]
          .flat()
          .map((line) => line.price),
        this.layers.zones ? (this.overlay?.zones ?? []) : [],
      ),
    );
    this.layer = new PlanLayer(theme, events.onGeometry);
    this.series.candles.attachPrimitive(this.layer);
    this.chart.subscribeCrosshairMove(this.hover);
    for (const kind of ["pointerdown", "touchstart"] as const)
      host.addEventListener(kind, this.touch, { passive: true });
    host.addEventListener("wheel", this.wheel, { capture: true, passive: true });
    this.observer = new ResizeObserver(() => requestAnimationFrame(this.resized));
    this.observer.observe(host);
    this.setFormats(formats, compact);
    this.setTheme(theme);
  }

  setCandles(columns: ChartColumns, timeframe: string): void {
    const step = timeframeMs(timeframe);
    const other = step !== this.step || columns.ts[0] !== this.columns?.ts[0];
    this.columns = columns;
    this.step = step;
    if (other) this.touched = false;
    this.refill();
  }

  setOverlay(overlay: Overlay | null): void {
    const moved = overlay?.at !== this.overlay?.at || overlay?.validUntil !== this.overlay?.validUntil;
    this.overlay = overlay;
    if (moved) {
      this.touched = false;
      this.refill();
    } else {
      this.layer.set({ overlay });
    }
    this.chart.priceScale("left").applyOptions({ autoScale: true });
  }

  setLayers(layers: Layers): void {
    this.layers = layers;
    this.series.setLayers(layers);
    this.layer.set({ layers });
  }

  setTheme(theme: ChartTheme): void {
    this.theme = theme;
    this.chart.applyOptions(themed(theme));
    this.series.setTheme(theme);
    this.layer.set({ theme });
    if (this.columns) this.series.setData(this.columns, this.times(), theme);
  }

  setFormats(formats: ChartFormats, compact: boolean): void {
    this.formats = formats;
    this.compact = compact;
    this.chart.applyOptions(
      worded({
        formats,
        compact,
        moment: (time: Time) => (time as number) * 1000 - this.shift,
        now: () => (this.overlay ? Math.max(this.overlay.at, (this.columns?.ts.at(-1) ?? 0) + this.step) : Infinity),
      }),
    );
    this.layer.set({ compact, validLabel: this.validLabel() });
    this.refill();
  }

  /** Back to the view that the page opened with. */
  reset(): void {
    this.touched = false;
    this.chart.priceScale("left").applyOptions({ autoScale: true });
    this.open();
  }

  /** Walk the candles with the keyboard; null leaves them. */
  walk(bars: number | null): void {
    const { columns } = this;
    if (!columns || bars === null) {
      this.cursor = null;
      this.chart.clearCrosshairPosition();
      this.events.onHover(null);
      return;
    }
    const last = columns.ts.length - 1;
    this.cursor = Math.min(last, Math.max(0, (this.cursor ?? last + (bars < 0 ? 1 : 0)) + bars));
    const time = this.times()[this.cursor] as UTCTimestamp;
    this.chart.setCrosshairPosition(columns.close[this.cursor] ?? 0, time, this.series.candles);
    this.events.onHover(barAt(columns, this.cursor));
  }

  zoom(factor: number): void {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    if (!range) return;
    this.touched = true;
    const from = range.to - (range.to - range.from) * factor;
    this.chart.timeScale().setVisibleLogicalRange({ from: from as Logical, to: range.to });
  }

  destroy(): void {
    this.observer.disconnect();
    this.host.removeEventListener("wheel", this.wheel, { capture: true });
    for (const kind of ["pointerdown", "touchstart"] as const) this.host.removeEventListener(kind, this.touch);
    this.chart.remove();
  }

  private readonly resized = (): void => {
    snapToPixels(this.host);
    if (!this.touched) this.open();
  };

  private readonly touch = (): void => {
    this.touched = true;
  };

  /** A plain wheel scrolls the page; with Ctrl (or a pinch, which says the same), or full screen, it zooms. */
  private readonly wheel = (event: WheelEvent): void => {
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (event.ctrlKey || event.metaKey || sideways || document.fullscreenElement?.contains(this.host))
      this.touched = true;
    else event.stopPropagation();
  };

  private readonly hover = (event: MouseEventParams): void => {
    // The keyboard moves the crosshair too, and has already said where.
    if (event.sourceEvent === undefined && this.cursor !== null) return;
    this.events.onHover(event.point && event.logical !== undefined ? barAt(this.columns, event.logical) : null);
  };

  private view() {
    const last = this.columns?.ts.at(-1) ?? 0;
    const bars = this.overlay ? (this.overlay.validUntil - last) / this.step - 1 : 0;
    const width = this.chart.timeScale().width() || this.host.clientWidth - 52;
    return openingView(width, { bars, compact: this.compact, spacing: this.spacing });
  }

  /** Open times of candles and of the strip after them, in seconds of the reader's wall clock. */
  private times(): number[] {
    const ts = this.columns?.ts ?? [];
    const last = ts.at(-1);
    if (last === undefined) return [];
    const { future } = this.view();
    const strip = this.overlay ? futureTimes(last, this.step, { until: last + future * this.step, least: future }) : [];
    return [...ts, ...strip].map((moment) => (moment + this.shift) / 1000);
  }

  private validLabel(): string {
    const { overlay } = this;
    // Once candles stand there, the axis says the times itself.
    if (!overlay || (this.columns?.ts.at(-1) ?? 0) + this.step > overlay.validUntil) return "";
    return this.formats.clock(overlay.validUntil);
  }

  private refill(): void {
    const { columns } = this;
    const last = columns?.ts.at(-1);
    if (!columns || last === undefined) return;
    // One shift for all bars: a clock change must not make times run backwards.
    this.shift = this.formats.zoneOffset(last) * 60_000;
    this.layer.set({ columns, step: this.step, overlay: this.overlay, validLabel: this.validLabel() });
    this.series.setData(columns, this.times(), this.theme);
    if (!this.touched) this.open();
  }

  private open(): void {
    const { columns, overlay } = this;
    if (!columns) return;
    const { spacing, future } = this.view();
    const end = columns.ts.length - 1 + (overlay ? future : 1);
    const width = this.chart.timeScale().width() / spacing;
    this.chart.timeScale().setVisibleLogicalRange({ from: (end - width + 1) as Logical, to: (end + 1) as Logical });
  }
}
