import { describe, expect, it } from "vitest";
import { fitsLadder, isotonic, layOutLadder, type LadderItem } from "./ladder-layout.ts";

const bounds = { top: 0, bottom: 500, gap: 4 };
const tag = (id: string, y: number, height = 34): LadderItem => ({ id, y, height });

function overlaps(items: LadderItem[], places: ReturnType<typeof layOutLadder>): string[] {
  const height = new Map(items.map((item) => [item.id, item.height]));
  return places
    .slice(1)
    .filter((place, i) => {
      const above = places[i];
      return above !== undefined && place.top < above.top + (height.get(above.id) ?? 0) - 1e-9;
    })
    .map((place) => place.id);
}

describe("the price ladder", () => {
  it("leaves tags at their true heights while they have room", () => {
    const places = layOutLadder([tag("a", 100), tag("b", 200), tag("c", 300)], bounds);
    expect(places.map((place) => place.middle)).toEqual([100, 200, 300]);
  });

  it("moves two colliding tags apart by the same distance", () => {
    const [a, b] = layOutLadder([tag("a", 200), tag("b", 210)], bounds);
    expect(a?.middle).toBeCloseTo(205 - 19);
    expect(b?.middle).toBeCloseTo(205 + 19);
  });

  it("keeps the price order whatever order the tags come in", () => {
    const places = layOutLadder([tag("low", 300), tag("high", 100), tag("middle", 290)], bounds);
    expect(places.map((place) => place.id)).toEqual(["high", "middle", "low"]);
  });

  it("keeps tags of one price in the order they came in", () => {
    const places = layOutLadder([tag("first", 100), tag("second", 100)], bounds);
    expect(places.map((place) => place.id)).toEqual(["first", "second"]);
  });

  it("holds an off-screen price at the edge and its leader with it", () => {
    const [above, below] = layOutLadder([tag("above", -900), tag("below", 9000)], bounds);
    expect(above).toMatchObject({ top: 0, anchor: 0 });
    expect(below).toMatchObject({ top: 466, anchor: 500 });
  });

  it("never lets tags overlap, and never lets them leave the bounds while they fit", () => {
    let seed = 7;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    for (let round = 0; round < 500; round += 1) {
      const items = Array.from({ length: 1 + Math.floor(random() * 12) }, (_, i) => tag(`${i}`, random() * 900 - 200));
      const places = layOutLadder(items, bounds);
      expect(overlaps(items, places)).toEqual([]);
      for (const place of places) {
        expect(place.top).toBeGreaterThanOrEqual(-1e-9);
        expect(place.top + 34).toBeLessThanOrEqual(500 + 1e-9);
      }
    }
  });

  it("gives up the gap before a tag leaves the bounds", () => {
    const items = Array.from({ length: 14 }, (_, i) => tag(`${i}`, 250));
    const places = layOutLadder(items, bounds);
    expect(overlaps(items, places)).toEqual([]);
    expect((places.at(-1)?.top ?? 0) + 34).toBeLessThanOrEqual(500 + 1e-9);
  });

  it("is no worse than any single shift of the stack", () => {
    const items = [tag("a", 200), tag("b", 205), tag("c", 206), tag("d", 320)];
    const cost = (tops: number[]) => tops.reduce((sum, top, i) => sum + (top + 17 - (items[i]?.y ?? 0)) ** 2, 0);
    const tops = layOutLadder(items, bounds).map((place) => place.top);
    for (const shift of [-2, -0.5, 0.5, 2]) {
      for (let n = 1; n <= 3; n += 1) {
        const moved = tops.map((top, i) => (i < n ? top - Math.abs(shift) : top));
        expect(cost(moved)).toBeGreaterThanOrEqual(cost(tops));
      }
      expect(cost(tops.map((top) => top + shift))).toBeGreaterThanOrEqual(cost(tops));
    }
  });

  it("has nothing to say without tags", () => {
    expect(layOutLadder([], bounds)).toEqual([]);
  });

  it("says when the tags cannot fit", () => {
    expect(fitsLadder(7, 34, bounds)).toBe(true);
    expect(fitsLadder(20, 34, bounds)).toBe(false);
  });
});

describe("isotonic regression", () => {
  it("leaves a rising sequence alone and pools a falling one", () => {
    expect(isotonic([1, 2, 3])).toEqual([1, 2, 3]);
    expect(isotonic([3, 2, 1])).toEqual([2, 2, 2]);
    expect(isotonic([1, 4, 2, 5])).toEqual([1, 3, 3, 5]);
  });
});
