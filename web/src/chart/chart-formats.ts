import type { Format } from "../lib/format.ts";
import type { ChartFormats } from "./chart-options.ts";

/** The reader's way of writing prices and moments, for the axes. */
export function chartFormats(format: Format, price: (value: number) => string): ChartFormats {
  const year = new Intl.DateTimeFormat("en", { year: "numeric", timeZone: format.timeZone });
  const month = new Intl.DateTimeFormat(format.language, { month: "short", timeZone: format.timeZone });
  return {
    price,
    clock: (moment) => format.clock(moment),
    day: (moment) => format.dayMonth(moment),
    month: (moment) => month.format(moment),
    year: (moment) => year.format(moment),
    zoneOffset: (moment) => zoneOffset(moment, format.timeZone),
  };
}

/** Minutes that a zone is ahead of UTC at a moment: 420 in Jakarta. */
export function zoneOffset(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(moment);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(value("year"), value("month") - 1, value("day"), value("hour"), value("minute"));
  return Math.round((wall - Math.floor(moment / 60_000) * 60_000) / 60_000);
}

/** An axis price: the digits that tell two gridlines apart, never finer than the tick. */
export function axisPrice(format: Format, tickDigits: number): (value: number) => string {
  return (value) => {
    const size = value === 0 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1;
    return format.number(value, Math.max(0, Math.min(tickDigits, 5 - size)));
  };
}
