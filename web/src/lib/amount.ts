import type { Language } from "./i18n.ts";
import { parseNumber } from "./parse-number.ts";

/**
 * A typed amount above zero; null where it is not one. "121.500" is a hundred thousand to one reader and a hundred to
 * another: of the two readings the one is taken that is nearer to what the plan says (`near`), else the reader's own.
 */
export function readAmount(text: string, language: Language, near?: number): number | null {
  const readings = [language, language === "id" ? "en" : "id"].map((each) => parseNumber(text, each as Language));
  const [own, other] = readings.filter((value) => value > 0);
  if (own === undefined) return null;
  if (other === undefined || near === undefined || near <= 0) return own;
  const away = (value: number) => Math.abs(Math.log(value / near));
  return away(other) < away(own) ? other : own;
}

/** How an amount stands in a field that it can be corrected in: no grouping, the language's own decimal sign. */
export function writeAmount(value: number, digits: number, language: Language): string {
  const text = value.toFixed(digits);
  return language === "id" ? text.replace(".", ",") : text;
}
