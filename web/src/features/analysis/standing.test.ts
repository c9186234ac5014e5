import { describe, expect, it } from "vitest";
import type { LegOutcome, PlanOutcome } from "../../lib/api-model.ts";
import type { Plan } from "./payload.ts";
import { samplePayload } from "./sample.ts";
import { firstEvent, isStale, standingOf, tellingOutcome } from "./standing.ts";

const plan: Plan = { planId: "p", version: 1, payload: samplePayload(), outcomes: [] };
const end = Date.parse(plan.payload.validUntil);

const leg = (change: Partial<LegOutcome>): LegOutcome => ({
  leg: "pullback",
  state: "waiting",
  final: false,
  filled: 0,
  averageEntry: null,
  result: null,
  events: [],
  ambiguous: false,
  checkedUntil: "2024-03-14T13:00:00Z",
  ...change,
});

const answer = (change: Partial<PlanOutcome>): PlanOutcome => ({
  planId: "p",
  version: 1,
  price: 1018,
  at: "2024-03-14T13:00:00Z",
  standing: "fresh",
  away: null,
  outcomes: [],
  ...change,
});

describe("what a version is worth now", () => {
  it("is what the server says, whatever the page's clock says", () => {
    const standing = standingOf(answer({ standing: "ranAway", away: 0.018, outcomes: [leg({ state: "ranAway", final: true })] }), plan, end + 1);
    expect(standing).toMatchObject({ kind: "ranAway", away: 0.018 });
    expect(isStale(standing)).toBe(true);
  });

  it("is what was kept with the version while the server has not answered", () => {
    const kept = (change: Partial<LegOutcome>, now = end - 1) => standingOf(undefined, { ...plan, outcomes: [leg(change)] }, now).kind;
    expect(kept({ state: "invalidated", final: true, filled: 1, result: -1 })).toBe("invalidated");
    expect(kept({ state: "ranAway", final: true })).toBe("ranAway");
    expect(kept({ state: "tp2", final: true, filled: 1, result: 1.2 })).toBe("done");
    expect(kept({ state: "touched", filled: 0.6 })).toBe("touched");
    expect(kept({ state: "touched", filled: 0.6 }, end + 1)).toBe("touched");
    expect(kept({}, end)).toBe("expired");
  });

  it("runs out of time by itself where there is no leg to ask about", () => {
    expect(standingOf(answer({}), plan, end - 1).kind).toBe("fresh");
    expect(standingOf(answer({}), plan, end).kind).toBe("expired");
  });

  it("can only run out of time while the server has not answered", () => {
    expect(standingOf(undefined, plan, end - 1).kind).toBe("fresh");
    expect(standingOf(undefined, plan, end).kind).toBe("expired");
  });

  it("is no longer to be acted on once it is over, but is while it runs", () => {
    const kinds = ["fresh", "touched", "ranAway", "invalidated", "expired", "done"] as const;
    const stale = kinds.filter((kind) => isStale(standingOf(answer({ standing: kind, outcomes: [leg({})] }), plan, end - 1)));
    expect(stale).toEqual(["ranAway", "invalidated", "expired", "done"]);
  });
});

describe("the events of a version", () => {
  const touch = { kind: "entry1", at: "2024-03-14T12:30:00Z", price: 1000, share: 0.6 } as const;
  const trigger = { kind: "trigger", at: "2024-03-14T12:15:00Z", price: 1021, share: 1 } as const;

  it("are found over both legs, the earliest first", () => {
    const outcomes = [leg({ events: [touch] }), leg({ leg: "breakout", events: [trigger] })];
    const standing = standingOf(answer({ outcomes }), plan, end - 1);
    expect(firstEvent(standing, "entry1", "trigger")).toEqual(trigger);
    expect(firstEvent(standing, "entry1")).toEqual(touch);
    expect(firstEvent(standing, "tp1")).toBeNull();
  });

  it("belong to the leg that went furthest", () => {
    const waiting = leg({});
    const filled = leg({ leg: "breakout", filled: 1, state: "triggered" });
    const closed = leg({ leg: "breakout", filled: 1, state: "tp1", result: 1.2 });
    expect(tellingOutcome([waiting, filled])).toBe(filled);
    expect(tellingOutcome([filled, closed])).toBe(closed);
    expect(tellingOutcome([])).toBeNull();
  });
});
