import { useEffect, useMemo, useRef, type KeyboardEvent } from "react";
import type { Format } from "../lib/format.ts";
import { useAppearance } from "../lib/theme.ts";
import { axisPrice, chartFormats } from "./chart-formats.ts";
import type { Bar, ChartColumns, Layers, Overlay } from "./chart-model.ts";
import { readChartTheme } from "./chart-theme.ts";
import type { GeometryStore } from "./geometry-store.ts";
import { MarketChart } from "./market-chart.ts";

interface Props {
  columns: ChartColumns | null;
  timeframe: string;
  overlay: Overlay | null;
  layers: Layers;
  format: Format;
  tickDigits: number;
  compact: boolean;
  /** Pixels per candle in the first view; the chart's own choice without it. */
  spacing?: number;
  geometry: GeometryStore;
  onHover: (bar: Bar | null) => void;
  /** Read aloud: which chart it is, and the keys that work on it. */
  label: string;
  keys: string;
}

/** Where the chart lives in the page. React says what to show; it never touches the drawing. */
export function ChartCanvas({
  columns,
  timeframe,
  overlay,
  layers,
  format,
  tickDigits,
  compact,
  spacing,
  geometry,
  onHover,
  label,
  keys,
}: Props) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<MarketChart | null>(null);
  const hover = useRef(onHover);
  const { theme, palette } = useAppearance();
  const formats = useMemo(() => chartFormats(format, axisPrice(format, tickDigits)), [format, tickDigits]);
  const first = useRef({ formats, compact, spacing });

  useEffect(() => {
    hover.current = onHover;
  }, [onHover]);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = new MarketChart(element, {
      theme: readChartTheme(element),
      ...first.current,
      onGeometry: geometry.set,
      onHover: (bar) => hover.current(bar),
    });
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [geometry]);

  useEffect(() => chart.current?.setFormats(formats, compact), [formats, compact]);
  useEffect(() => chart.current?.setLayers(layers), [layers]);
  useEffect(() => chart.current?.setOverlay(overlay), [overlay]);
  useEffect(() => {
    if (columns) chart.current?.setCandles(columns, timeframe);
  }, [columns, timeframe]);
  useEffect(() => {
    if (host.current) chart.current?.setTheme(readChartTheme(host.current));
  }, [theme, palette]);

  const onKeyDown = (event: KeyboardEvent) => {
    const act = KEYS[event.key];
    if (!act || !chart.current || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act(chart.current, event.shiftKey);
  };

  return (
    <div
      ref={host}
      role="application"
      tabIndex={0}
      aria-label={`${label}. ${keys}`}
      onKeyDown={onKeyDown}
      onBlur={() => chart.current?.walk(null)}
      onDoubleClick={() => chart.current?.reset()}
      // The ring is drawn over the canvases, which would cover an outline; they keep their layers to themselves.
      className="chart-host absolute inset-0 isolate outline-none focus-visible:after:pointer-events-none focus-visible:after:absolute focus-visible:after:inset-0 focus-visible:after:z-10 focus-visible:after:border-2 focus-visible:after:border-accent focus-visible:after:content-['']"
    />
  );
}

const KEYS: Record<string, (chart: MarketChart, shift: boolean) => void> = {
  ArrowLeft: (chart, shift) => chart.walk(shift ? -10 : -1),
  ArrowRight: (chart, shift) => chart.walk(shift ? 10 : 1),
  "+": (chart) => chart.zoom(0.8),
  "=": (chart) => chart.zoom(0.8),
  "-": (chart) => chart.zoom(1.25),
  "0": (chart) => chart.reset(),
};
