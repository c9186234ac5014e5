import type { Language } from "./i18n.ts";

/**
 * A number as people type it: "0,5", "0.5", "1.000", "1,000.50". NaN when it cannot be read.
 * Where a single sign could be either, three digits after it mean thousands in the reader's language, else decimals.
 */
export function parseNumber(typed: string, language: Language): number {
  const text = typed.trim().replace(/[\s _]/g, "").replace(/^−/, "-");
  if (!/^-?[\d.,]+$/.test(text)) return Number.NaN;
  const decimal = decimalSign(text, language);
  const digits = [...text].filter((sign) => /[\d-]/.test(sign) || sign === decimal).join("");
  const grouped = text.replace(/^-/, "").split(decimal || "\0")[0] ?? "";
  if (/[.,]/.test(grouped) && !/^\d{1,3}([.,]\d{3})+$/.test(grouped)) return Number.NaN;
  if ((digits.match(/[.,]/g)?.length ?? 0) > 1) return Number.NaN;
  return digits === "" || digits === "-" ? Number.NaN : Number(digits.replace(",", "."));
}

function decimalSign(text: string, language: Language): string {
  const lastDot = text.lastIndexOf(".");
  const lastComma = text.lastIndexOf(",");
  if (lastDot >= 0 && lastComma >= 0) return lastDot > lastComma ? "." : ",";
  const sign = lastDot >= 0 ? "." : ",";
  const count = text.split(sign).length - 1;
  if (count !== 1) return "";
  const own = language === "id" ? "," : ".";
  const [before = "", after = ""] = text.replace(/^-/, "").split(sign);
  const looksGrouped = after.length === 3 && /^[1-9]\d{0,2}$/.test(before);
  return looksGrouped && sign !== own ? "" : sign;
}
