import { describe, expect, it } from "vitest";
import { decimalsOf, Format, MISSING } from "./format.ts";

const id = new Format("id", "Asia/Jakarta");
const en = new Format("en", "Asia/Jakarta");
const AT = Date.UTC(2024, 2, 14, 2, 31, 7);

/** Numbers of all sizes, the same at every run. */
function* numbers(count: number): Generator<number> {
  let state = 20240314;
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const mantissa = 1 + state / 2 ** 32;
    yield mantissa * 10 ** ((index % 16) - 8) * (index % 3 === 0 ? -1 : 1);
  }
}

function readBack(text: string, format: Format): number {
  const plain = format.language === "id" ? text.replaceAll(".", "").replace(",", ".") : text.replaceAll(",", "");
  return Number(plain.replace("−", "-"));
}

describe("numbers", () => {
  it("look as each language writes them", () => {
    expect(id.number(73113.71)).toBe("73.113,71");
    expect(en.number(73113.71)).toBe("73,113.71");
    expect(id.percent(0.005)).toBe("0,5%");
    expect(en.percent(0.005)).toBe("0.5%");
    expect(id.change(0.0146)).toBe("+1,46%");
    expect(id.change(-0.0069)).toBe("−0,69%");
    expect(id.r(1.236)).toBe("1,24R");
    expect(en.r(-1, { signed: true })).toBe("−1.00R");
  });

  it("tell sizes of files in steps of a thousand", () => {
    expect([0, 999, 12_400, 48_312_000, 3_100_000_000].map((size) => id.bytes(size))).toEqual(["0 B", "999 B", "12,4 kB", "48,3 MB", "3,1 GB"]);
    expect(en.bytes(182_400_000)).toBe("182 MB");
    expect(id.bytes(null)).toBe(MISSING);
  });

  it("keep their value to six significant digits as levels", () => {
    for (const value of numbers(400)) {
      for (const format of [id, en]) {
        const back = readBack(format.level(value), format);
        expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.abs(value) * 5.1e-6);
      }
    }
  });

  it("never show a level finer than the tick, and drop zeros that say nothing", () => {
    expect(id.level(72960, 0.01)).toBe("72.960");
    expect(id.level(73113.71, 0.01)).toBe("73.113,7");
    expect(id.level(0.68723456, 0.0001)).toBe("0,6872");
    expect(id.level(0.00001234, 1e-8)).toBe("0,00001234");
    expect(id.level(1_234_567_890)).toBe("1.234.570.000");
  });

  it("show all digits of the tick where an order is meant, and a plain point for copying", () => {
    expect(id.atTick(72960, 0.01)).toBe("72.960,00");
    expect(id.forCopy(72960, 0.01)).toBe("72960.00");
    expect(id.forCopy(0.6872, 0.0001)).toBe("0.6872");
    expect(id.quantity(0.03508, 0.00001)).toBe("0,03508");
  });

  it("never use a hyphen as minus", () => {
    for (const value of numbers(100)) expect(id.level(value) + en.number(value) + id.change(value)).not.toContain("-");
  });

  it("show rupiah without decimals and other money with two", () => {
    expect(id.money(389688.4, "IDR")).toBe("Rp389.688");
    expect(en.money(389688.4, "IDR")).toBe("Rp389,688");
    expect(id.money(-25, "USDT")).toBe("−25,00 USDT");
    expect(id.money(-389688, "IDR")).toBe("−Rp389.688");
    expect(en.money(48.89, "USDT", { signed: true })).toBe("+48.89 USDT");
  });

  it("show a centred dot where there is no value, and zero as 0", () => {
    for (const missing of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(id.level(missing)).toBe(MISSING);
      expect(id.money(missing, "IDR")).toBe(MISSING);
      expect(id.percent(missing)).toBe(MISSING);
    }
    expect(id.level(0)).toBe("0");
    expect(id.change(0)).toBe("0,00%");
  });

  it("join ranges with an en dash and no spaces", () => {
    expect(id.range(72960, 72790)).toBe("72.960–72.790");
  });

  it("know how many decimals a step has", () => {
    expect([0.01, 1, 1e-8, 0.5, 10, 0.00001].map(decimalsOf)).toEqual([2, 0, 8, 1, 0, 5]);
  });
});

describe("moments", () => {
  it("are shown in the person's zone with its name", () => {
    expect(id.time(AT)).toBe("09.31 WIB");
    expect(en.time(AT)).toBe("09:31 WIB");
    expect(id.timeWithSeconds(AT)).toBe("09.31.07 WIB");
    expect(new Format("id", "Asia/Jayapura").time(AT)).toBe("11.31 WIT");
    expect(new Format("en", "UTC").time(AT)).toBe("02:31 UTC");
    expect(id.date(AT)).toBe("14 Mar 2024");
    expect(en.date(Date.UTC(2024, 8, 5))).toBe("5 Sep 2024");
    expect(id.time(Date.UTC(2024, 2, 14, 17, 0))).toBe("00.00 WIB");
  });

  it("are relative under an hour, then the clock, then the date", () => {
    const ago = (seconds: number) => id.age(AT - seconds * 1000, AT);
    expect(ago(5)).toBe("5 dtk lalu");
    expect(ago(125)).toBe("2 menit lalu");
    expect(ago(3600)).toBe("08.31 WIB");
    expect(ago(86400)).toBe("13 Mar 09.31 WIB");
    expect(en.age(AT - 125_000, AT)).toBe("2 min ago");
    expect(ago(-30)).toBe("0 dtk lalu");
  });

  it("count down and measure", () => {
    expect(id.duration(14_280_000)).toBe("3 j 58 m");
    expect(en.duration(12_000)).toBe("12 s");
    expect(id.countdown(833_000)).toBe("13.53");
    expect(en.countdown(-5)).toBe("00:00");
  });
});
