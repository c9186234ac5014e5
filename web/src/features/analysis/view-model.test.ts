import { describe, expect, it } from "vitest";
import type { PlanSummary } from "../../lib/api-model.ts";
import { comparablePair } from "./view-model.ts";

const row = (version: number) => ({ planId: `p${version}`, version }) as PlanSummary;
const chain = [row(3), row(2), row(1)];
const pairOf = (version: number, versions = chain) => {
  const pair = comparablePair(row(version), versions);
  return pair && [pair.from.version, pair.to.version];
};

describe("the two versions to compare", () => {
  it("are the shown one and the one before it", () => {
    expect(pairOf(3)).toEqual([2, 3]);
    expect(pairOf(2)).toEqual([1, 2]);
  });

  it("are the first and the next where the first is shown", () => {
    expect(pairOf(1)).toEqual([1, 2]);
  });

  it("do not exist while there is only one version", () => {
    expect(pairOf(1, [row(1)])).toBeNull();
  });

  it("leave the list as it was", () => {
    const before = [...chain];
    pairOf(3);
    expect(chain).toEqual(before);
  });
});
