import { describe, expect, it } from "vitest";
import { ApiError } from "../../lib/api.ts";
import {
  isVenueTrouble,
  missingCandles,
  nearestSymbols,
  otherJob,
  outcomeOf,
  progressOf,
  retryMoment,
  type Job,
} from "./run-model.ts";

const job = (change: Partial<Job>): Job => ({
  jobId: "j",
  state: "running",
  progress: null,
  result: null,
  error: null,
  ...change,
});

describe("a job", () => {
  it("names its step while it runs and waits its turn before", () => {
    expect(progressOf(job({ progress: { step: 2, of: 4, name: "levels" } }))).toEqual({ step: "levels", at: 2, of: 4 });
    expect(progressOf(job({ state: "queued" }))).toEqual({ step: "queued", at: 0, of: 4 });
    expect(progressOf(job({ progress: { step: 1, of: 5, name: "unheard of" } }))).toEqual({
      step: "queued",
      at: 1,
      of: 5,
    });
  });

  it("ends in a plan, a refusal or a cancel", () => {
    expect(outcomeOf(job({}))).toBeNull();
    expect(outcomeOf(job({ state: "done", result: { planId: "p", version: 2 } }))).toEqual({ planId: "p" });
    expect(outcomeOf(job({ state: "cancelled" }))).toBe("cancelled");
    const failed = outcomeOf(job({ state: "failed", error: { code: "VENUE_DOWN", message: "down" } }));
    expect(failed).toBeInstanceOf(ApiError);
    expect(failed).toMatchObject({ code: "VENUE_DOWN" });
    expect(outcomeOf(job({ state: "done" }))).toMatchObject({ code: "BROKEN" });
  });
});

describe("a refusal", () => {
  it("offers the nearest symbols", () => {
    const error = new ApiError("INVALID_SYMBOL", "", 422, { nearest: ["XRP/USDT", 5, "XLM/USDT"] });
    expect(nearestSymbols(error)).toEqual(["XRP/USDT", "XLM/USDT"]);
    expect(nearestSymbols(new ApiError("INVALID_SYMBOL", "", 422))).toEqual([]);
    expect(nearestSymbols(new Error("other"))).toEqual([]);
  });

  it("says how many candles are missing where any are", () => {
    const error = new ApiError("TOO_LITTLE_HISTORY", "", 422, { missing: { "4h": 120, "1h": 0 } });
    expect(missingCandles(error)).toEqual([{ timeframe: "4h", missing: 120 }]);
  });

  it("names the other analysis that is in the way", () => {
    expect(otherJob(new ApiError("ANALYSIS_RUNNING", "", 429, { jobId: "j1" }, 8))).toBe("j1");
    expect(otherJob(new ApiError("ANALYSIS_RUNNING", "", 429, {}, 8))).toBeNull();
    expect(otherJob(new ApiError("COOLDOWN", "", 429, { jobId: "j1" }, 8))).toBeNull();
  });

  it("says when to try again and whose trouble it is", () => {
    expect(retryMoment(new ApiError("COOLDOWN", "", 429, {}, 12), 1000)).toBe(13_000);
    expect(retryMoment(new ApiError("VENUE_DOWN", "", 503), 1000)).toBeNull();
    expect(isVenueTrouble(new ApiError("VENUE_DOWN", "", 503))).toBe(true);
    expect(isVenueTrouble(new ApiError("COOLDOWN", "", 429))).toBe(false);
  });
});
