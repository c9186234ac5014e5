import { describe, expect, it } from "vitest";
import { declaredCatalogues, type Phrase } from "../lib/i18n.ts";

const sources = import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const modules = import.meta.glob("../**/*texts*.ts");

/** Files that declare texts, found by their words. */
const declaring = Object.entries(sources).filter(([path, code]) => /= defineMessages\(/.test(code) && !path.includes(".test."));

await Promise.all(Object.entries(modules).filter(([path]) => !path.includes(".test.")).map(([, load]) => load()));
await import("../ui/status-chip.tsx");
await import("../ui/score-gauge.tsx");

function forms([id, en]: Phrase): { id: string; en: string[] } {
  return { id, en: typeof en === "string" ? [en] : [en.one, en.other] };
}

const names = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();
const all = declaredCatalogues().flatMap((catalogue) =>
  Object.entries(catalogue.phrases).map(([key, phrase]) => ({ where: `${catalogue.area}.${key}`, ...forms(phrase as Phrase) })),
);

describe("the texts of the page", () => {
  it("are all known to this test", () => {
    const areas = declaring.flatMap(([, code]) => [...code.matchAll(/defineMessages\(\s*"([\w-]+)"/g)].map(([, area]) => area));
    expect(new Set(declaredCatalogues().map((catalogue) => catalogue.area))).toEqual(new Set(areas));
    expect(areas.length).toBe(new Set(areas).size);
  });

  it("exist in both languages", () => {
    for (const { where, id, en } of all) for (const text of [id, ...en]) expect(text.trim(), where).not.toBe("");
  });

  it("name the same values in both languages", () => {
    for (const { where, id, en } of all) {
      for (const text of en) expect(names(text).filter((name) => name !== "count"), where).toEqual(names(id).filter((name) => name !== "count"));
    }
  });

  it("stay calm: no exclamation marks, no slang, no “kita”", () => {
    for (const { where, id, en } of all) {
      for (const text of [id, ...en]) expect(text, where).not.toMatch(/!|\bcuan\b|\bkita\b|\bgue\b|\bburuan\b/i);
    }
  });
});
