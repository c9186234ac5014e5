/** Where the tags of a price ladder stand: as near to their true heights as they can without overlapping. */

export interface LadderItem {
  id: string;
  /** The true height of the price on the axis, in pixels from the top. */
  y: number;
  /** How tall the tag is. */
  height: number;
}

export interface LadderBounds {
  top: number;
  bottom: number;
  /** The space between two tags. It shrinks, down to nothing, before a tag leaves the bounds. */
  gap: number;
}

export interface LadderPlace {
  id: string;
  /** The upper edge of the tag. */
  top: number;
  /** Where its leader meets the tag. */
  middle: number;
  /** Where its leader meets the plot; an off-screen price is held at the edge. */
  anchor: number;
}

interface Block {
  /** Mean of the wanted heights of its members, once their offsets are taken out. */
  wish: number;
  members: number;
}

/**
 * Tags in price order (highest first), moved apart by the least total squared distance.
 *
 * With each tag's offset inside the stack taken out, "no overlap" becomes "never falling", so this is isotonic
 * regression: neighbours that collide are pooled and stand together around their common mean. Holding the result inside
 * the bounds afterwards keeps it optimal. Items that are equally high keep the order they came in.
 */
export function layOutLadder(items: readonly LadderItem[], bounds: LadderBounds): LadderPlace[] {
  if (items.length === 0) return [];
  const ordered = items
    .map((item, index) => ({ item, index }))
    .sort((a, b) => a.item.y - b.item.y || a.index - b.index);
  const heights = ordered.reduce((sum, { item }) => sum + item.height, 0);
  const room = bounds.bottom - bounds.top;
  const gaps = ordered.length - 1;
  const gap = gaps > 0 ? Math.max(0, Math.min(bounds.gap, (room - heights) / gaps)) : 0;

  const offsets: number[] = [];
  let offset = 0;
  for (const { item } of ordered) {
    offsets.push(offset);
    offset += item.height + gap;
  }
  const wishes = ordered.map(({ item }, i) => item.y - item.height / 2 - (offsets[i] ?? 0));
  const fitted = isotonic(wishes);
  const highest = Math.max(bounds.top, bounds.bottom - (heights + gap * gaps));

  return ordered.map(({ item }, i) => {
    const start = Math.min(Math.max(fitted[i] ?? 0, bounds.top), highest);
    const top = start + (offsets[i] ?? 0);
    return {
      id: item.id,
      top,
      middle: top + item.height / 2,
      anchor: Math.min(Math.max(item.y, bounds.top), bounds.bottom),
    };
  });
}

/** The never-falling sequence that is nearest to `wishes` by least squares (pool adjacent violators). */
export function isotonic(wishes: readonly number[]): number[] {
  const blocks: Block[] = [];
  for (const wish of wishes) {
    let block: Block = { wish, members: 1 };
    let last = blocks.at(-1);
    while (last && last.wish >= block.wish) {
      const members = last.members + block.members;
      block = { wish: (last.wish * last.members + block.wish * block.members) / members, members };
      blocks.pop();
      last = blocks.at(-1);
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) => Array<number>(block.members).fill(block.wish));
}

/** Whether tags of this height fit at all; where not, the ladder uses its lower form. */
export function fitsLadder(count: number, height: number, bounds: LadderBounds): boolean {
  return count * height <= bounds.bottom - bounds.top;
}
