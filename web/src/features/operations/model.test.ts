import { describe, expect, it } from "vitest";
import type { ServerPart } from "../../lib/api-model.ts";
import { isBackupStale, isPartWeak, levelOf, worstFirst } from "./model.ts";

const NOW = Date.parse("2026-03-13T12:00:00Z");
const part = (name: string, state: ServerPart["state"]): ServerPart => ({ name, state, detail: "", since: "2026-03-13T00:00:00Z" });

describe("the state of the server", () => {
  it("puts what is down before what is weak before what is well, otherwise as the server has it", () => {
    const parts = [part("a", "up"), part("b", "degraded"), part("c", "up"), part("d", "down")];
    expect(worstFirst(parts).map((each) => each.name)).toEqual(["d", "b", "a", "c"]);
  });

  it("knows a weak part by its name; one that is not there is none", () => {
    const parts = [part("disk", "degraded"), part("database", "up")];
    expect(["disk", "database", "mail"].map((name) => isPartWeak(parts, name))).toEqual([true, false, false]);
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
