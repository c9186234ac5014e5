import type { ChartColumns } from "../../chart/chart-model.ts";
import type { Payload } from "./payload.ts";

/** An analysis for tests, with made-up prices that are easy to reckon with. */
export function samplePayload(change: Partial<Payload> = {}): Payload {
  return {
    symbol: "ABC/USDT",
    venue: "sandbox",
    at: "2024-03-14T12:00:00Z",
    validUntil: "2024-03-14T16:00:00Z",
    timeframes: ["4h", "1h", "15m"],
    parametersVersion: 1,
    price: 1010,
    priceDigits: 2,
    action: "TRADE",
    headline: "",
    changeVerdict: null,
    changes: [],
    options: {
      timeframes: ["4h", "1h", "15m"],
      mode: "auto",
      tp3: false,
      riskPct: 0.5,
      equity: 1000,
      strictGates: false,
    },
    bias: { direction: "bullish", text: "" },
    score: { total: 41, verdict: "priority", parts: [] },
    box: { low: 990, high: 1020, timeframe: "15m" },
    levels: {
      support: [{ price: 1000, low: 998, high: 1001, strength: 0.8, reasons: ["1h EMA20", "15m box"] }],
      resistance: [{ price: 1030, low: 1029, high: 1031, strength: 0.5, reasons: ["4h"] }],
    },
    pullback: {
      entries: [
        { price: 1000, share: 0.6 },
        { price: 995, share: 0.4 },
      ],
      invalidation: { price: 990, timeframe: "15m" },
      targets: [
        { price: 1020, rr: 1.5, share: 0.5, reasons: [] },
        { price: 1030, rr: 2.5, share: 0.5, reasons: [] },
      ],
      size: { riskPct: 0.5, equity: 1000, quantity: 0.333, notional: 332.3, maxLoss: 5, fees: 0.6, capped: false },
      reasons: [],
    },
    breakout: {
      trigger: 1021,
      limit: 1022,
      retest: { low: 1018, high: 1020 },
      stop: 1012,
      targets: [{ price: 1040, rr: 1.4, share: 1, reasons: [] }],
      size: { riskPct: 0.5, equity: 1000, quantity: 0.4, notional: 408.8, maxLoss: 5, fees: 0.8, capped: false },
      reasons: [],
    },
    gates: [],
    checks: [],
    reading: [],
    fundamental: [],
    text: "",
    warnings: [],
    ...change,
  };
}

/** Candles of 15 minutes from a moment on, as [low, high, close]. */
export function sampleCandles(from: string, bars: readonly [number, number, number][]): ChartColumns {
  const start = Date.parse(from);
  const none = bars.map(() => null);
  return {
    ts: bars.map((_, i) => start + i * 900_000),
    open: bars.map(([, , close]) => close),
    high: bars.map(([, high]) => high),
    low: bars.map(([low]) => low),
    close: bars.map(([, , close]) => close),
    volume: bars.map(() => 1),
    ema5: none,
    ema20: none,
    ema50: none,
    ema100: none,
    ema200: none,
    bbUpper: none,
    bbMiddle: none,
    bbLower: none,
    volumeMa: none,
  };
}
