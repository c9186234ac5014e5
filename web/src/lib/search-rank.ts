/** How well a text fits what was typed; 0 is not at all, more is better. All words must be found. */
export function rank(typed: string, text: string): number {
  const wanted = fold(typed);
  const have = fold(text);
  if (!wanted) return 1;
  if (have === wanted) return 100;
  if (have.startsWith(wanted)) return 80;
  const starts = have.split(/[\s/·,()-]+/);
  let score = 0;
  for (const word of wanted.split(/\s+/)) {
    const best = Math.max(0, ...starts.map((start) => (start === word ? 40 : start.startsWith(word) ? 30 : 0)));
    const found = best || (have.includes(word) ? 10 : 0);
    if (!found) return 0;
    score = score ? Math.min(score, found) : found;
  }
  return score;
}

/** The best first; equally good ones keep their order. */
export function ranked<T>(typed: string, things: readonly T[], textOf: (thing: T) => string): T[] {
  return things
    .map((thing, index) => ({ thing, index, score: rank(typed, textOf(thing)) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map((each) => each.thing);
}

function fold(text: string): string {
  return text.trim().toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

/** How near a symbol is to what was typed: exact base first, then the exact pair, beginnings, the rest. */
export function symbolRank(typed: string, symbol: { base: string; quote: string }): number {
  const wanted = typed.trim().toUpperCase().replace(/[^A-Z0-9]/g, "");
  const pair = symbol.base + symbol.quote;
  if (!wanted) return 1;
  if (pair === wanted) return 100;
  if (symbol.base === wanted) return 90;
  if (pair.startsWith(wanted)) return 70;
  if (symbol.base.startsWith(wanted)) return 60;
  return pair.includes(wanted) ? 20 : 0;
}

/** Split a text around the first place where what was typed stands, for emphasis. */
export function emphasis(typed: string, text: string): [before: string, match: string, after: string] {
  const wanted = typed.trim().toLowerCase();
  const at = wanted ? text.toLowerCase().indexOf(wanted) : -1;
  if (at < 0) return [text, "", ""];
  return [text.slice(0, at), text.slice(at, at + wanted.length), text.slice(at + wanted.length)];
}
