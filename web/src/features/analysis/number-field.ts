/** A typed amount, comma or point; null where it is not a number above zero. Grouping is not guessed at. */
export function readAmount(text: string): number | null {
  const clean = text.trim().replace(",", ".");
  if (!/^\d+(\.\d+)?$/.test(clean)) return null;
  const value = Number(clean);
  return value > 0 ? value : null;
}

/** How an amount stands in a field that it can be corrected in: no grouping, the language's own decimal sign. */
export function writeAmount(value: number, digits: number, language: "id" | "en"): string {
  const text = value.toFixed(digits);
  return language === "id" ? text.replace(".", ",") : text;
}
