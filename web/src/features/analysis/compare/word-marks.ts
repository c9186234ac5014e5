/** A stretch of a line; `changed` where the other text does not have it. */
export interface Piece {
  text: string;
  changed: boolean;
}

/** A line of both texts beside each other; null where one has no counterpart. */
export interface LinePair {
  before: Piece[] | null;
  after: Piece[] | null;
}

/** Lines that share less of their words than this are two lines, not one that was changed. */
const KINSHIP = 0.34;

/** Lay two texts side by side, line by line, and mark the words that differ. */
export function markWords(before: string, after: string): LinePair[] {
  const [left, right] = [before, after].map((text) => text.split("\n").map(wordsOf)) as [string[][], string[][]];
  return align(left, right, kinship).map(([i, j]) => {
    const [mine, theirs] = [i === null ? null : (left[i] ?? []), j === null ? null : (right[j] ?? [])];
    if (!mine || !theirs) return { before: mine && piecesOf(mine, new Set()), after: theirs && piecesOf(theirs, new Set()) };
    const kept = align(mine, theirs, (a, b) => (a.trimEnd() === b.trimEnd() ? 1 : 0)).filter(([a, b]) => a !== null && b !== null);
    return {
      before: piecesOf(mine, new Set(kept.map(([a]) => a))),
      after: piecesOf(theirs, new Set(kept.map(([, b]) => b))),
    };
  });
}

const wordsOf = (line: string): string[] => line.match(/\S+\s*/g) ?? [];

/** The share of words that two lines have in common; two empty lines are the same line. */
function kinship(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 1 : 0;
  const theirs = new Set(b.map((word) => word.trimEnd()));
  const share = a.filter((word) => theirs.has(word.trimEnd())).length / Math.max(a.length, b.length);
  return share < KINSHIP ? 0 : share;
}

function piecesOf(words: readonly string[], kept: ReadonlySet<number | null>): Piece[] {
  const pieces: Piece[] = [];
  words.forEach((text, i) => {
    const changed = !kept.has(i);
    const last = pieces.at(-1);
    if (last?.changed === changed) last.text += text;
    else pieces.push({ text, changed });
  });
  return pieces;
}

/** Pairs of indices in order with the greatest sum of likeness; what has no partner stands alone. */
function align<Item>(
  a: readonly Item[],
  b: readonly Item[],
  likeness: (x: Item, y: Item) => number,
): [number | null, number | null][] {
  const best = Array.from({ length: a.length + 1 }, () => new Float64Array(b.length + 1));
  const at = (i: number, j: number) => best[i]?.[j] ?? 0;
  const like = (i: number, j: number) => likeness(a[i] as Item, b[j] as Item);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const alike = like(i, j);
      const paired = alike > 0 ? alike + at(i + 1, j + 1) : 0;
      (best[i] as Float64Array)[j] = Math.max(paired, at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number | null, number | null][] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const alike = i < a.length && j < b.length ? like(i, j) : 0;
    if (alike > 0 && at(i, j) === alike + at(i + 1, j + 1)) pairs.push([i++, j++]);
    else if (i < a.length && (j === b.length || at(i, j) === at(i + 1, j))) pairs.push([i++, null]);
    else pairs.push([null, j++]);
  }
  return pairs;
}
