import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asServerTime, learnServerTime, serverNow, setDeviceClock } from "./clock.ts";

const NOON = Date.UTC(2026, 2, 12, 12);
let device = NOON;

/** An answer of a server whose clock is `ahead` of the device's; `there` and `back` are how long the ways take. */
function answer(ahead: number, there: number, back: number): void {
  const sentAt = device;
  device += there + back;
  learnServerTime(sentAt + there + ahead, sentAt, device);
}

const error = (ahead: number) => serverNow() - (device + ahead);

beforeEach(() => {
  device = NOON;
  setDeviceClock(() => device);
});

afterEach(() => setDeviceClock(() => Date.now()));

describe("the server's time", () => {
  it("is the device's until the server has said otherwise", () => {
    expect(serverNow()).toBe(NOON);
  });

  it("is right after one answer, however wrong the device is", () => {
    const hours = -7 * 3_600_000;
    answer(hours, 40, 40);
    expect(error(hours)).toBe(0);
    device += 90_000;
    expect(error(hours)).toBe(0);
    expect(asServerTime(NOON)).toBe(NOON + hours);
  });

  it("is moved by a slow answer less than by quick ones", () => {
    answer(5_000, 10, 10);
    answer(5_000, 9_000, 20);
    expect(Math.abs(error(5_000))).toBeLessThan(30);
  });

  it("settles when every answer leans the same way a little", () => {
    for (let i = 0; i < 20; i++) answer(60_000, 20 + (i % 3) * 30, 20);
    expect(Math.abs(error(60_000))).toBeLessThan(20);
  });

  it("follows at once when somebody sets the device's clock", () => {
    answer(1_000, 10, 10);
    device += 3_600_000;
    answer(1_000 - 3_600_000, 15, 15);
    expect(Math.abs(error(1_000 - 3_600_000))).toBe(0);
  });

  it("does not mind an answer without a time", () => {
    answer(1_000, 10, 10);
    learnServerTime(Number.NaN, device, device + 10);
    expect(error(1_000)).toBe(0);
  });
});
