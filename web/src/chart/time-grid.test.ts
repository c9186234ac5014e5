import { describe, expect, it } from "vitest";
import { timeframeMs } from "./chart-model.ts";
import { barsBefore, futureTimes, indexAt } from "./time-grid.ts";

const step = 900_000;
const ts = [0, step, 2 * step, 5 * step];

describe("the time grid", () => {
  it("puts a moment between the bars it falls between", () => {
    expect(indexAt(ts, step, step)).toBe(1);
    expect(indexAt(ts, step, 1.5 * step)).toBe(1.5);
  });

  it("does not stretch a bar over a hole in the candles", () => {
    expect(indexAt(ts, step, 4 * step)).toBe(3);
  });

  it("goes on past the last bar and before the first", () => {
    expect(indexAt(ts, step, 6 * step)).toBe(4);
    expect(indexAt(ts, step, -2 * step)).toBe(-2);
    expect(indexAt([], step, 5)).toBe(0);
  });

  it("lists the open times up to the end of validity", () => {
    expect(futureTimes(5 * step, step, { until: 8 * step, least: 0 })).toEqual([6 * step, 7 * step]);
    expect(futureTimes(5 * step, step, { until: 2 * step, least: 0 })).toEqual([]);
    expect(futureTimes(0, step, { until: 0, least: 2 })).toEqual([step, 2 * step]);
  });

  it("counts only bars that had closed", () => {
    expect(barsBefore(ts, step, 3 * step)).toBe(3);
    expect(barsBefore(ts, step, 3 * step - 1)).toBe(2);
    expect(barsBefore(ts, step, 0)).toBe(0);
  });

  it("reads timeframes", () => {
    expect(timeframeMs("15m")).toBe(900_000);
    expect(timeframeMs("4h")).toBe(14_400_000);
    expect(() => timeframeMs("soon")).toThrow();
  });
});
