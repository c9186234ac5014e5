"""Outcomes and the journal's sums over HTTP."""

from __future__ import annotations

from decimal import Decimal

import httpx2
import pytest

from nofomo.engine.core.errors import Unavailable
from nofomo.features.plans.schemas import PlanShown
from tests.support.clock import ManualClock
from tests.support.outcomes import DIP, RISE, add_plan, quarters
from tests.support.plans import PlanWorld


async def test_the_outcome_of_a_plan_is_brought_up_to_date_and_stays_in_the_plan_and_the_list(
    api: httpx2.AsyncClient, world: PlanWorld, clock: ManualClock
) -> None:
    plan_id = await add_plan(world, breakout=None)
    world.market.script("BTC/USDT", quarters([DIP, RISE]))
    clock.advance(30 * 60)
    found = (await api.get(f"/api/plan/{plan_id}/outcome")).json()["data"]
    (leg,) = found["outcomes"]
    assert found | {"outcomes": []} == {
        "planId": str(plan_id), "version": found["version"], "price": 73_500, "at": "2024-03-14T12:30:00Z",
        "standing": "touched", "away": 73_500 / 72_960 - 1, "outcomes": [],
    }  # fmt: skip
    assert leg == {
        "leg": "pullback", "state": "tp1", "final": False, "filled": 0.6, "averageEntry": 72_960, "result": None,
        "events": [
            {"kind": "entry1", "at": "2024-03-14T12:15:00Z", "price": 72_960, "share": 0.6},
            {"kind": "tp1", "at": "2024-03-14T12:30:00Z", "price": 73_570, "share": 0.3},
        ],
        "ambiguous": False, "checkedUntil": "2024-03-14T12:30:00Z",
    }  # fmt: skip
    plan = (await api.get(f"/api/plan/{plan_id}")).json()["data"]
    assert plan["outcomes"] == [leg]
    brief = {"leg": "pullback", "state": "tp1", "at": "2024-03-14T12:30:00Z", "final": False, "result": None}
    assert plan["chain"][0]["outcome"] == brief
    assert PlanShown.model_validate(plan).model_dump(by_alias=True, mode="json") == plan
    assert (await api.get("/api/plans")).json()["data"]["plans"][0]["outcome"] == brief


async def test_while_the_venue_is_down_the_answer_is_what_was_known(
    api: httpx2.AsyncClient, world: PlanWorld, clock: ManualClock
) -> None:
    plan_id = await add_plan(world)
    world.market.problem = Unavailable("down", code="VENUE_DOWN")
    clock.advance(3600)
    answer = await api.get(f"/api/plan/{plan_id}/outcome")
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert (data["standing"], data["price"], data["at"]) == ("fresh", 73_113.7, "2024-03-14T12:00:00Z")
    assert [leg["checkedUntil"] for leg in data["outcomes"]] == ["2024-03-14T12:00:00Z"] * 2


async def test_a_stranger_is_told_that_there_is_no_such_plan(api: httpx2.AsyncClient, world: PlanWorld) -> None:
    plan_id = await add_plan(world)
    answer = await api.get(f"/api/plan/{plan_id}/outcome", headers={"x-test-person": "budi"})
    assert (answer.status_code, answer.json()["code"]) == (404, "PLAN_NOT_FOUND")
    assert (await api.get("/api/journal/summary", headers={"x-test-person": ""})).status_code == 401


async def test_the_journal_sums_up_over_http(api: httpx2.AsyncClient, world: PlanWorld) -> None:
    empty = (await api.get("/api/journal/summary")).json()["data"]
    assert empty == {
        "trades": 0, "open": 0, "closed": 0, "wins": 0, "winRate": None, "expectancyR": None, "sumR": 0, "results": [],
        "byLeg": [{"leg": leg, "closed": 0, "winRate": None, "expectancyR": None} for leg in ("pullback", "breakout")],
    }  # fmt: skip
    plan_id = await add_plan(world)
    body = {"leg": "pullback", "price": 72_960, "quantity": 0.05}
    entry = (await api.post(f"/api/plan/{plan_id}/taken", json=body)).json()["data"]
    assert (entry["resultR"], entry["action"], entry["score"]) == (None, "TRADE", 40)
    closed = (await api.patch(f"/api/taken/{entry['id']}", json={"exitPrice": 72_610})).json()["data"]
    assert closed["resultR"] == pytest.approx(-1)
    found = (await api.get("/api/journal/summary")).json()["data"]
    assert (found["trades"], found["wins"], found["winRate"], found["sumR"]) == (1, 0, 0, pytest.approx(-1))
    loss = Decimal("0.05") * (Decimal(-350) - Decimal("0.001") * (72_960 + 72_610))
    assert found["results"] == [{"currency": "USDT", "amount": pytest.approx(float(loss))}]
