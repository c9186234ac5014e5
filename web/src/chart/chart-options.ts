import {
  ColorType,
  CrosshairMode,
  LineStyle,
  TickMarkType,
  type ChartOptions,
  type DeepPartial,
  type Time,
} from "lightweight-charts";
import { fade, type ChartTheme } from "./chart-theme.ts";

/** How the chart writes what it shows, in the reader's language and zone. */
export interface ChartFormats {
  price: (value: number) => string;
  clock: (moment: number) => string;
  day: (moment: number) => string;
  month: (moment: number) => string;
  year: (moment: number) => string;
  /** Minutes that the reader's zone is ahead of UTC at that moment. */
  zoneOffset: (moment: number) => number;
}

/** What never changes. The axis is on the left, so that nothing crosses it on the way to the ladder. */
export const FIXED: DeepPartial<ChartOptions> = {
  autoSize: true,
  // The licence's notice and link stand in the page's footer.
  layout: { attributionLogo: false },
  crosshair: { mode: CrosshairMode.Normal },
  rightPriceScale: { visible: false },
  leftPriceScale: {
    visible: true,
    borderVisible: false,
    ticksVisible: false,
    tickMarkDensity: 6,
    entireTextOnly: true,
    scaleMargins: { top: 0.07, bottom: 0.15 },
  },
  timeScale: { borderVisible: false, minBarSpacing: 1, tickMarkMaxCharacterLength: 5, timeVisible: true },
  grid: { vertLines: { visible: false } },
  handleScroll: { vertTouchDrag: false },
  kineticScroll: { mouse: false, touch: true },
};

export function themed(theme: ChartTheme): DeepPartial<ChartOptions> {
  const pen = {
    color: fade(theme.text3, 0.8),
    labelBackgroundColor: theme.raised,
    style: LineStyle.Dotted,
    width: 1 as const,
  };
  return {
    layout: {
      background: { type: ColorType.Solid, color: theme.panel },
      textColor: theme.text3,
      fontFamily: theme.font,
      fontSize: 11,
    },
    grid: { horzLines: { color: fade(theme.line, 0.8) } },
    crosshair: { vertLine: pen, horzLine: pen },
  };
}

interface Reading {
  formats: ChartFormats;
  compact: boolean;
  /** From the chart's clock to a moment in UTC. */
  moment: (time: Time) => number;
  /** Where the future begins: it bears the end of validity and no other time. */
  now: () => number;
}

export function worded({ formats, compact, moment, now }: Reading): DeepPartial<ChartOptions> {
  const names: Partial<Record<TickMarkType, (moment: number) => string>> = {
    [TickMarkType.Year]: formats.year,
    [TickMarkType.Month]: formats.month,
    [TickMarkType.DayOfMonth]: formats.day,
  };
  return {
    localization: {
      priceFormatter: formats.price,
      timeFormatter: (time: Time) => `${formats.day(moment(time))} ${formats.clock(moment(time))}`,
    },
    leftPriceScale: { minimumWidth: compact ? 46 : 52 },
    timeScale: {
      tickMarkFormatter: (time: Time, kind: TickMarkType) => {
        const at = moment(time);
        return at >= now() ? "" : (names[kind] ?? formats.clock)(at);
      },
    },
  };
}
