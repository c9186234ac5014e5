import { describe, expect, it } from "vitest";
import { isBackupStale, isDiskShort, levelOf, worstFirst, type Part, type PartState } from "./model.ts";

const NOW = Date.parse("2026-03-13T12:00:00Z");
const part = (name: string, state: PartState): Part => ({ name, state, detail: "", since: null });

describe("the state of the server", () => {
  it("puts what is down before what is weak before what is well, otherwise as the server has it", () => {
    const parts = [part("a", "up"), part("b", "degraded"), part("c", "up"), part("d", "down")];
    expect(worstFirst(parts).map((each) => each.name)).toEqual(["d", "b", "a", "c"]);
  });

  it("calls a disk short below a tenth, and below a gigabyte however small the disk", () => {
    const disk = (freeBytes: number, totalBytes: number) => isDiskShort({ freeBytes, totalBytes, path: "/" });
    expect(disk(9e9, 100e9)).toBe(true);
    expect(disk(11e9, 100e9)).toBe(false);
    expect(disk(0.9e9, 2e9)).toBe(true);
  });
});

describe("a backup", () => {
  it("is stale after two days, and one that does not exist always is", () => {
    expect(isBackupStale("2026-03-11T12:00:00Z", NOW)).toBe(false);
    expect(isBackupStale("2026-03-11T11:59:59Z", NOW)).toBe(true);
    expect(isBackupStale(null, NOW)).toBe(true);
  });
});

describe("a level of the log", () => {
  it("is read whatever its case; critical counts as an error, what is unknown as information", () => {
    expect(["WARNING", "critical", "error", "notice"].map(levelOf)).toEqual(["warning", "error", "error", "info"]);
  });
});
