import type {
  IChartApi,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  ISeriesPrimitiveAxisView,
  Logical,
  SeriesAttachedParameter,
  Time,
} from "lightweight-charts";
import type { ChartColumns, ChartGeometry, Layers, Overlay } from "./chart-model.ts";
import { DEFAULT_LAYERS } from "./chart-model.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { layOutLadder } from "./ladder-layout.ts";
import { paintBackground, paintForeground } from "./plan-painter.ts";
import type { Point, Scene, SceneZone } from "./scene.ts";
import { indexAt } from "./time-grid.ts";

interface LayerState {
  theme: ChartTheme;
  layers: Layers;
  compact: boolean;
  columns: ChartColumns | null;
  step: number;
  overlay: Overlay | null;
  validLabel: string;
}

type Target = Parameters<NonNullable<ReturnType<IPrimitivePaneView["renderer"]>>["draw"]>[0];

/** Draws an analysis into the chart: zones behind the candles, plan lines in the future strip, words on top. */
export class PlanLayer implements ISeriesPrimitive<Time> {
  private chart: IChartApi | null = null;
  private series: ISeriesApi<"Candlestick"> | null = null;
  private update: (() => void) | null = null;
  private scene: Scene | null = null;
  private readonly state: LayerState;
  private readonly views: IPrimitivePaneView[];
  private readonly axisViews: ISeriesPrimitiveAxisView[];

  constructor(
    theme: ChartTheme,
    private readonly onGeometry: (geometry: ChartGeometry) => void,
  ) {
    this.state = {
      theme,
      layers: DEFAULT_LAYERS,
      compact: false,
      columns: null,
      step: 1,
      overlay: null,
      validLabel: "",
    };
    this.views = [this.view("bottom", paintBackground), this.view("top", paintForeground)];
    this.axisViews = [
      {
        coordinate: () => (this.scene?.endX ?? -100) - 16,
        text: () => this.state.validLabel,
        textColor: () => this.state.theme.text3,
        backColor: () => this.state.theme.panel,
        tickVisible: () => false,
        visible: () => this.scene !== null && this.scene.nowX < this.scene.right && this.state.validLabel !== "",
      },
    ];
  }

  attached({ chart, series, requestUpdate }: SeriesAttachedParameter<Time>): void {
    this.chart = chart as IChartApi;
    this.series = series as ISeriesApi<"Candlestick">;
    this.update = requestUpdate;
  }

  detached(): void {
    this.chart = this.series = this.update = null;
  }

  set(change: Partial<LayerState>): void {
    Object.assign(this.state, change);
    this.update?.();
  }

  updateAllViews(): void {
    this.scene = this.project();
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.views;
  }

  timeAxisViews(): readonly ISeriesPrimitiveAxisView[] {
    return this.axisViews;
  }

  private view(
    order: "bottom" | "top",
    paint: (ctx: CanvasRenderingContext2D, scene: Scene, theme: ChartTheme) => void,
  ): IPrimitivePaneView {
    const draw = (target: Target) => {
      target.useMediaCoordinateSpace(({ context }) => {
        if (this.scene) paint(context, this.scene, this.state.theme);
      });
    };
    return { zOrder: () => order, renderer: () => ({ draw }) };
  }

  private project(): Scene | null {
    const { overlay, columns, layers, compact } = this.state;
    const { chart, series } = this;
    if (!chart || !series || !columns || columns.ts.length === 0) return null;
    const right = chart.timeScale().width();
    const scene: Scene = {
      compact,
      right,
      nowX: right,
      endX: right,
      zones: [],
      band: layers.bands ? this.bandOutline(columns) : [],
      box: null,
      lines: [],
      labels: this.averageLabels(columns),
      name: overlay?.name ?? "",
      older: [],
      marks: [],
    };
    if (overlay) {
      scene.nowX = this.x(overlay.at);
      scene.endX = Math.min(right, Math.max(scene.nowX, this.x(overlay.validUntil)));
      if (right - scene.endX < 40) scene.endX = right;
      scene.zones = layers.zones ? this.zones(overlay) : [];
      scene.box = layers.box ? this.box(overlay) : null;
      scene.lines = overlay.lines.map((line) => ({ role: line.role, y: this.y(line.price) }));
      scene.older = this.older(overlay);
      scene.marks = this.marks(overlay, columns);
    }
    this.onGeometry({
      heights: scene.lines.map((line) => line.y),
      plotTop: 0,
      plotBottom: chart.paneSize(0).height,
      plotRight: right,
    });
    return scene;
  }

  private x(moment: number): number {
    const scale = this.chart?.timeScale();
    const index = indexAt(this.state.columns?.ts ?? [], this.state.step, moment) - 0.5;
    // The library knows where whole bars stand; between them we go by their distance.
    const whole = Math.floor(index);
    const here = scale?.logicalToCoordinate(whole as Logical) ?? 0;
    const next = scale?.logicalToCoordinate((whole + 1) as Logical) ?? here;
    return here + (next - here) * (index - whole);
  }

  private y(price: number): number {
    return this.series?.priceToCoordinate(price) ?? 0;
  }

  private zones(overlay: Overlay): SceneZone[] {
    const zones = overlay.zones.map((zone) => ({ ...zone, top: this.y(zone.high), bottom: this.y(zone.low) }));
    const bottom = this.chart?.paneSize(0).height ?? 0;
    const items = zones.map((zone) => ({ id: zone.name, y: (zone.top + zone.bottom) / 2, height: 13 }));
    const places = new Map(
      layOutLadder(items, { top: -1e4, bottom: bottom + 1e4, gap: 0 }).map((place) => [place.id, place.middle]),
    );
    return zones.map(({ name, label, top, bottom: low, strength }) => ({
      name,
      label,
      top,
      bottom: low,
      strength,
      labelY: places.get(name) ?? (top + low) / 2,
    }));
  }

  /** Older lines with their words moved apart; what the newer plan has at the same price is named by it alone. */
  private older(overlay: Overlay): Scene["older"] {
    return overlay.older.map((plan) => {
      const named = plan.lines.filter((line) => !overlay.lines.some((own) => own.price === line.price));
      const items = named.map((line) => ({ id: line.label, y: this.y(line.price), height: 13 }));
      const places = new Map(
        layOutLadder(items, { top: 20, bottom: 1e4, gap: 0 }).map((place) => [place.id, place.middle]),
      );
      const lines = plan.lines.map(({ label, price }) => ({
        label,
        y: this.y(price),
        labelY: places.get(label) ?? null,
      }));
      return { name: plan.name, x: this.x(plan.at), lines };
    });
  }

  /** Only what the candles on the screen have reached: an event has no place in the future. */
  private marks(overlay: Overlay, columns: ChartColumns): Scene["marks"] {
    const end = (columns.ts.at(-1) ?? 0) + this.state.step;
    return overlay.marks
      .filter((mark) => mark.at <= end)
      .map(({ kind, at, price }) => ({ kind, x: this.x(at), y: this.y(price) }));
  }

  private box({ box, at }: Overlay): Scene["box"] {
    if (!box || box.bars <= 0 || this.state.compact) return null;
    const left = this.x(at - box.bars * this.state.step);
    return { left, right: this.x(at), top: this.y(box.high), bottom: this.y(box.low), label: box.label };
  }

  /** First and last bar on the screen. */
  private visible(columns: ChartColumns): [number, number] {
    const range = this.chart?.timeScale().getVisibleLogicalRange();
    const last = columns.ts.length - 1;
    if (!range) return [0, last];
    return [Math.max(0, Math.floor(range.from)), Math.min(last, Math.ceil(range.to))];
  }

  private bandOutline(columns: ChartColumns): Point[] {
    const [from, to] = this.visible(columns);
    const upper: Point[] = [];
    const lower: Point[] = [];
    for (let i = from; i <= to; i += 1) {
      const top = columns.bbUpper[i];
      const bottom = columns.bbLower[i];
      if (top == null || bottom == null) continue;
      const x = this.chart?.timeScale().logicalToCoordinate(i as Logical) ?? 0;
      upper.push({ x, y: this.y(top) });
      lower.push({ x, y: this.y(bottom) });
    }
    return [...upper, ...lower.reverse()];
  }

  /** The averages are named at their left end, one above the other where they meet. */
  private averageLabels(columns: ChartColumns): Scene["labels"] {
    const [from] = this.visible(columns);
    const { layers, compact } = this.state;
    // A phone has no room for them beside the names of the zones.
    if (compact) return [];
    const bottom = this.chart?.paneSize(0).height ?? 0;
    const items = (["ema5", "ema20", "ema50", "ema100", "ema200"] as const).flatMap((name) => {
      const value = layers[name] ? columns[name][from] : null;
      const y = value == null ? null : this.y(value);
      return y === null || y < 0 || y > bottom ? [] : [{ id: name.slice(3), y, height: 13 }];
    });
    return layOutLadder(items, { top: 0, bottom, gap: 0 }).map((place) => ({ text: place.id, x: 4, y: place.middle }));
  }
}
