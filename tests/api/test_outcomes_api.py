"""The whole house looks after its plans by itself: what became of them is there without being asked for."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.support.whole_house import THURSDAY, WholeHouse, data_of, whole_house

from nofomo.features.plans import PlanInvalidated, PlanMoved, PlanTouched

FRIDAY = 1_773_375_300_000
"""2026-03-13T04:15:00Z: the sandbox's bitcoin offers a pullback that fills at once and is wrong six hours later."""
HOUR = 3600


async def the_end_of(whole: WholeHouse, *, after_s: float) -> list[PlanMoved]:
    """Let time pass and wait until a plan of the house has come to a bad end; what was told up to then."""
    told: list[PlanMoved] = []
    ended = asyncio.Event()
    whole.house.events.subscribe(PlanMoved, told.append)
    whole.house.events.subscribe(PlanInvalidated, lambda _event: ended.set())
    whole.clock.advance(after_s)
    async with asyncio.timeout(60):
        await ended.wait()
    return told


async def test_a_plan_that_nobody_looks_at_again_has_its_outcome_within_minutes_of_the_candle(tmp_path: Path) -> None:
    async with whole_house(tmp_path, upkeep=True) as whole:
        whole.clock.advance((FRIDAY - THURSDAY) / 1000)
        owner, stranger = await whole.owner(), await whole.person("stranger@example.org")
        plan = data_of(await owner.post("/api/analyze", json={"symbol": "BTC/USDT", "mode": "pullback"}))
        assert (plan["payload"]["action"], plan["outcomes"][0]["state"]) == ("TRADE", "waiting")
        told = await the_end_of(whole, after_s=7 * HOUR + 60)
        assert [type(fact) for fact in told] == [PlanTouched, PlanInvalidated]
        path = f"/api/plan/{plan['planId']}"
        (leg,) = data_of(await owner.get(path))["outcomes"]
        entries = [entry["price"] for entry in plan["payload"]["pullback"]["entries"]]
        assert [(event["kind"], event["price"]) for event in leg["events"][:2]] == [
            ("entry1", entries[0]), ("entry2", entries[1]),
        ]  # fmt: skip
        assert [event["kind"] for event in leg["events"][2:]] == ["invalidated", "stop"]
        assert leg["events"][2]["price"] < plan["payload"]["pullback"]["invalidation"]["price"]
        assert (leg["state"], leg["final"], leg["filled"], leg["ambiguous"]) == ("invalidated", True, 1, False)
        assert leg["result"] == pytest.approx(-1.3, abs=0.1)
        standing = data_of(await owner.get(f"{path}/outcome"))
        assert (standing["standing"], standing["outcomes"]) == ("invalidated", [leg])
        assert (await stranger.get(f"{path}/outcome")).status_code == 404
        (line,) = data_of(await owner.get("/api/plans"))["plans"]
        assert (line["outcome"]["state"], line["outcome"]["result"]) == ("invalidated", leg["result"])
        assert data_of(await stranger.get("/api/plans"))["plans"] == []
