import type { Language } from "./i18n.ts";

/** Shown where there is no value. Unknown is a word, zero is 0. */
export const MISSING = "·";

type Maybe = number | null | undefined;
export type PercentStyle = { signed?: boolean; min?: number; max?: number };

const LOCALES = { id: "id-ID", en: "en-GB" } as const;
const NUMBER_LOCALES = { id: "id-ID", en: "en-US" } as const;
const ZONE_NAMES: Record<string, string> = {
  "Asia/Jakarta": "WIB",
  "Asia/Pontianak": "WIB",
  "Asia/Makassar": "WITA",
  "Asia/Jayapura": "WIT",
  UTC: "UTC",
  "Etc/UTC": "UTC",
};

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numbers(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${language}${JSON.stringify(options)}`;
  let made = cache.get(key) as Intl.NumberFormat | undefined;
  if (!made) cache.set(key, (made = new Intl.NumberFormat(NUMBER_LOCALES[language], options)));
  return made;
}

function dates(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${language}${JSON.stringify(options)}`;
  let made = cache.get(key) as Intl.DateTimeFormat | undefined;
  if (!made) cache.set(key, (made = new Intl.DateTimeFormat(LOCALES[language], options)));
  return made;
}

/** How many decimals a step (tick, lot) has: 0.01 → 2, 1 → 0, 1e-8 → 8. */
export function decimalsOf(step: number): number {
  if (!Number.isFinite(step) || step <= 0) return 8;
  const [mantissa = "", exponent] = step.toString().toLowerCase().split("e");
  const own = mantissa.split(".")[1]?.length ?? 0;
  return Math.max(0, own - Number(exponent ?? 0));
}

function plain(language: Language, value: Maybe, options: Intl.NumberFormatOptions): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  return numbers(language, options).format(value).replace("-", "−");
}

/** Numbers, moments and ages as the look asks for them, in one language and one time zone. */
export class Format {
  constructor(
    readonly language: Language,
    readonly timeZone: string,
  ) {}

  number(value: Maybe, digits = 2): string {
    return plain(this.language, value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  /** As few decimals as the value needs, at most `max`. */
  compactDecimals(value: Maybe, max = 8): string {
    return plain(this.language, value, { maximumFractionDigits: max });
  }

  /** A level or an axis price: six significant digits, never finer than the tick. */
  level(value: Maybe, tick?: number | null): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
    const size = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value))) + 1;
    const fraction = Math.max(0, 6 - size);
    if (fraction === 0) return plain(this.language, value, { maximumSignificantDigits: 6 });
    const digits = Math.min(fraction, tick ? decimalsOf(tick) : 20, 20);
    return plain(this.language, value, { maximumFractionDigits: digits });
  }

  /** A price as it is ordered: all digits of the tick. */
  atTick(value: Maybe, tick: number): string {
    return this.number(value, decimalsOf(tick));
  }

  /** A price for the clipboard: the tick's digits with a point and no grouping, whatever the language. */
  forCopy(value: number, tick?: number | null): string {
    return tick ? value.toFixed(Math.min(20, decimalsOf(tick))) : String(value);
  }

  /** Two prices with an en dash and no spaces. */
  range(low: Maybe, high: Maybe, tick?: number | null): string {
    return `${this.level(low, tick)}–${this.level(high, tick)}`;
  }

  quantity(value: Maybe, lot?: number | null): string {
    return lot ? this.number(value, decimalsOf(lot)) : this.compactDecimals(value, 8);
  }

  /** An amount with its currency: Rp389.688 without decimals, others 4.261,99 USDT. */
  money(value: Maybe, currency: string, { signed = false }: { signed?: boolean } = {}): string {
    const digits = currency === "IDR" || currency === "JPY" ? 0 : 2;
    const sign = signed ? ({ signDisplay: "exceptZero" } as const) : {};
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, ...sign };
    const text = plain(this.language, value, options);
    if (text === MISSING) return text;
    if (currency !== "IDR") return `${text} ${currency}`;
    return text.replace(/^([+−]?)/, "$1Rp");
  }

  /** A fraction as percent: 0.005 → 0,5%. */
  percent(fraction: Maybe, { signed = false, min = 0, max = 2 }: PercentStyle = {}): string {
    const value = fraction === null || fraction === undefined ? fraction : fraction * 100;
    const text = plain(this.language, value, {
      minimumFractionDigits: min,
      maximumFractionDigits: max,
      ...(signed ? { signDisplay: "exceptZero" } : {}),
    });
    return text === MISSING ? text : `${text}%`;
  }

  /** A change, always with its sign and two decimals: +1,46%. */
  change(fraction: Maybe): string {
    return this.percent(fraction, { signed: true, min: 2, max: 2 });
  }

  /** Reward in units of risk: 1,24R. */
  r(value: Maybe, { signed = false }: { signed?: boolean } = {}): string {
    const options = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    const text = plain(this.language, value, { ...options, ...(signed ? { signDisplay: "exceptZero" } : {}) });
    return text === MISSING ? text : `${text}R`;
  }

  whole(value: Maybe): string {
    return plain(this.language, value, { maximumFractionDigits: 0 });
  }

  /** A size as files have it: 12,4 MB, steps of a thousand. */
  bytes(value: Maybe): string {
    const units = ["B", "kB", "MB", "GB", "TB"];
    const size = value ?? Number.NaN;
    const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, size)) / 3)));
    const scaled = size / 1000 ** step;
    const text = plain(this.language, scaled, { maximumFractionDigits: step === 0 || scaled >= 100 ? 0 : 1 });
    return text === MISSING ? text : `${text} ${units[step] ?? ""}`;
  }

  /** 09.30 or 09:30. */
  clock(moment: number | string | Date): string {
    return this.#moment(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  /** 09.30 on the day of `at`, else with the day: 13 Mar 09.30. */
  clockOrDay(moment: number | string | Date, at: number): string {
    const clock = this.clock(moment);
    return this.date(moment) === this.date(at) ? clock : `${this.dayMonth(moment)} ${clock}`;
  }

  /** 09.30 WIB. */
  time(moment: number | string | Date): string {
    return `${this.clock(moment)} ${this.zone(moment)}`;
  }

  /** 09.31.07 WIB. */
  timeWithSeconds(moment: number | string | Date): string {
    const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
    return `${this.#moment(moment, options)} ${this.zone(moment)}`;
  }

  /** 14 Mar 2024. */
  date(moment: number | string | Date): string {
    return this.#moment(moment, { day: "numeric", month: "short", year: "numeric" }).replace("Sept", "Sep");
  }

  /** 14 Mar. */
  dayMonth(moment: number | string | Date): string {
    return this.#moment(moment, { day: "numeric", month: "short" }).replace("Sept", "Sep");
  }

  /** 14 Mar 2024 09.30 WIB. */
  dateTime(moment: number | string | Date): string {
    return `${this.date(moment)} ${this.time(moment)}`;
  }

  /** WIB, WITA, WIT, UTC or what the browser calls the zone. */
  zone(moment: number | string | Date): string {
    const known = ZONE_NAMES[this.timeZone];
    if (known) return known;
    const parts = dates(this.language, { timeZone: this.timeZone, timeZoneName: "short" }).formatToParts(
      new Date(moment),
    );
    return parts.find((part) => part.type === "timeZoneName")?.value ?? this.timeZone;
  }

  /** Relative under an hour, then the clock, then the date: "2 menit lalu", "09.30 WIB", "13 Mar 09.30 WIB". */
  age(moment: number | string | Date, at: number): string {
    const then = new Date(moment).getTime();
    const seconds = Math.max(0, Math.round((at - then) / 1000));
    if (seconds < 60) return this.language === "id" ? `${seconds} dtk lalu` : `${seconds} s ago`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return this.language === "id" ? `${minutes} menit lalu` : `${minutes} min ago`;
    if (this.date(then) === this.date(at)) return this.time(then);
    return `${this.dayMonth(then)} ${this.time(then)}`;
  }

  /** How long from now: "3 j 58 m", "12 dtk" / "3 h 58 m", "12 s". */
  duration(ms: number): string {
    const seconds = Math.max(0, Math.ceil(ms / 1000));
    const [h, m, s] = this.language === "id" ? ["j", "m", "dtk"] : ["h", "m", "s"];
    if (seconds < 60) return `${seconds} ${s}`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} ${m}`;
    const rest = minutes % 60;
    return rest ? `${Math.floor(minutes / 60)} ${h} ${rest} ${m}` : `${Math.floor(minutes / 60)} ${h}`;
  }

  /** Minutes and seconds left: 13.53 / 13:53. */
  countdown(ms: number): string {
    const seconds = Math.max(0, Math.ceil(ms / 1000));
    const parts = [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, "0"));
    return parts.join(this.language === "id" ? "." : ":");
  }

  #moment(moment: number | string | Date, options: Intl.DateTimeFormatOptions): string {
    const date = new Date(moment);
    if (Number.isNaN(date.getTime())) return MISSING;
    return dates(this.language, { timeZone: this.timeZone, ...options }).format(date);
  }
}
