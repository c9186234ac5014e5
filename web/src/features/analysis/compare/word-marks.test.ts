import { describe, expect, it } from "vitest";
import { markWords, type Piece } from "./word-marks.ts";

const read = (pieces: Piece[] | null) => pieces?.map(({ text, changed }) => (changed ? `[${text.trim()}]` : text.trim())).join(" ");
const rows = (before: string, after: string) => markWords(before, after).map((row) => [read(row.before), read(row.after)]);

describe("two texts side by side", () => {
  it("mark only the words that differ", () => {
    expect(rows("Beli bertahap: 72.680 (60%)", "Beli bertahap: 72.960 (60%)")).toEqual([
      ["Beli bertahap: [72.680] (60%)", "Beli bertahap: [72.960] (60%)"],
    ]);
  });

  it("mark nothing where they are the same", () => {
    const text = "Level Kunci\nSupport: 1 · 2\n\nTP1 3";
    expect(rows(text, text).every(([left, right]) => left === right && !left?.includes("["))).toBe(true);
  });

  it("keep lines beside each other when one was put in between", () => {
    expect(rows("Support: 1\nTP: 2", "Support: 1\nHati-hati dengan rilis besar nanti\nTP: 2")).toEqual([
      ["Support: 1", "Support: 1"],
      [undefined, "[Hati-hati dengan rilis besar nanti]"],
      ["TP: 2", "TP: 2"],
    ]);
  });

  it("take lines with hardly a common word for two lines", () => {
    expect(rows("Tidak ada rencana.", "Pullback ke 72.960 layak diambil.")).toEqual([
      ["[Tidak ada rencana.]", undefined],
      [undefined, "[Pullback ke 72.960 layak diambil.]"],
    ]);
  });

  it("keep every word of both", () => {
    const before = "a b c\nd  e\n\nf";
    const after = "a x c\n\nd e g\nf h";
    const all = markWords(before, after);
    const joined = (side: "before" | "after") => all.flatMap((row) => (row[side] === null ? [] : [row[side].map((piece) => piece.text).join("")])).join("\n");
    expect(joined("before")).toBe(before);
    expect(joined("after")).toBe(after);
  });
});
