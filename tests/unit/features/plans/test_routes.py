"""Plans over HTTP: what comes in, what goes out."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest
from pydantic import ValidationError

from nofomo.features.plans.schemas import AnalyzeBody
from tests.support.clock import ManualClock, eventually
from tests.support.plans import ANA, PlanWorld


async def made(api: httpx2.AsyncClient, **body: Any) -> dict[str, Any]:
    answer = await api.post("/api/analyze", json={"symbol": "BTC/USDT", **body})
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def test_an_analysis_is_answered_with_the_plan_and_read_again_the_same(api: httpx2.AsyncClient) -> None:
    data = await made(api, tf="4h-1h-15m", risk_pct=1, mode="PB", tp3=True, equity=5000)
    assert (data["version"], data["previous"], data["next"]) == (1, None, None)
    assert data["createdAt"] == "2024-03-14T12:00:00Z"
    assert data["options"]["equity"] == 5000
    assert (data["payload"]["options"]["mode"], data["payload"]["options"]["riskPct"]) == ("pullback", 1)
    assert [link["version"] for link in data["chain"]] == [1]
    again = (await api.get(f"/api/plan/{data['planId']}")).json()
    assert (again["status"], again["data"]) == ("success", data)
    english = (await api.get(f"/api/plan/{data['planId']}?lang=en")).json()["data"]
    assert english["payload"]["text"] != data["payload"]["text"]


async def test_update_and_the_list(api: httpx2.AsyncClient, clock: ManualClock) -> None:
    first = await made(api)
    refused = await api.post("/api/update", json={"plan_id": first["planId"]})
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (429, "COOLDOWN", "15")
    clock.advance(15)
    second = (await api.post("/api/update", json={"planId": first["planId"]})).json()["data"]
    assert (second["version"], second["previous"]) == (2, first["planId"])
    listed = (await api.get("/api/plans?symbol=btcusdt&timeframes=4h-1h-15m&limit=1")).json()["data"]
    assert (listed["total"], [plan["planId"] for plan in listed["plans"]]) == (2, [second["planId"]])
    line = listed["plans"][0]
    assert set(line) == {
        "planId", "version", "symbol", "venue", "timeframes", "action", "score", "price", "createdAt", "validUntil",
        "pullback", "breakout", "note", "outcome",
    }  # fmt: skip
    older = (await api.get(f"/api/plans?before={second['planId']}")).json()["data"]["plans"]
    assert [plan["planId"] for plan in older] == [first["planId"]]


async def test_a_slow_analysis_is_answered_with_its_job(
    api: httpx2.AsyncClient, world: PlanWorld, clock: ManualClock
) -> None:
    world.market.held = asyncio.Event()
    asking = asyncio.create_task(api.post("/api/analyze", json={"symbol": "BTC/USDT"}))
    await eventually(lambda: world.market.asked)
    while not asking.done():
        clock.advance(0.5)
        await asyncio.sleep(0.005)
    answer = await asking
    assert answer.status_code == 202
    job_id = answer.json()["data"]["jobId"]
    job = (await api.get(f"/api/jobs/{job_id}")).json()["data"]
    assert (job["state"], job["progress"], job["result"]) == ("running", {"step": 1, "of": 4, "name": "candles"}, None)
    stranger = await api.get(f"/api/jobs/{job_id}", headers={"x-test-person": "budi"})
    assert (stranger.status_code, stranger.json()["code"]) == (404, "JOB_NOT_FOUND")
    cancelled = (await api.post(f"/api/jobs/{job_id}/cancel")).json()["data"]
    assert (cancelled["state"], cancelled["error"]) == ("cancelled", None)
    assert (await api.post(f"/api/jobs/{job_id}/cancel")).status_code == 409


async def test_whoever_will_not_wait_gets_the_job_at_once(api: httpx2.AsyncClient, world: PlanWorld) -> None:
    world.market.held = asyncio.Event()
    answer = await api.post("/api/analyze", json={"symbol": "BTC/USDT", "wait": 0})
    assert answer.status_code == 202
    place = f"/api/jobs/{answer.json()['data']['jobId']}"
    world.market.held.set()
    async with asyncio.timeout(10):
        while (job := (await api.get(place)).json()["data"])["state"] in ("queued", "running"):  # noqa: ASYNC110 (over HTTP there are no events)
            await asyncio.sleep(0.002)
    assert (job["state"], job["result"]["version"]) == ("done", 1)
    for wrong in (-1, 10.5, "long"):
        refused = await api.post("/api/analyze", json={"symbol": "BTC/USDT", "wait": wrong})
        assert refused.status_code == 422


async def test_the_journal(api: httpx2.AsyncClient, world: PlanWorld, clock: ManualClock) -> None:
    for symbol in ("BTC/USDT", "ETH/USDT", "XRP/USDT"):
        plan = await made(api, symbol=symbol)
        leg = next((leg for leg in ("pullback", "breakout") if plan["payload"][leg]), None)
        if leg:
            break
        clock.advance(60)
    else:
        pytest.fail("none of the seeded coins has a plan to act on")
    place = f"/api/plan/{plan['planId']}/taken"
    entry = await api.post(place, json={"leg": leg, "price": 1.5, "quantity": "0.25"})
    assert entry.status_code == 201
    shown = entry.json()["data"]
    assert (shown["leg"], shown["price"], shown["quantity"], shown["exitPrice"]) == (leg, 1.5, 0.25, None)
    assert [each["id"] for each in (await api.get("/api/taken")).json()["data"]] == [shown["id"]]
    closed = (await api.patch(f"/api/taken/{shown['id']}", json={"exitPrice": 2})).json()["data"]
    assert closed["result"] == pytest.approx(0.25 * (0.5 - 0.001 * 3.5))
    stranger = {"x-test-person": "budi"}
    assert (await api.post(place, json={"leg": leg, "price": 1, "quantity": 1}, headers=stranger)).status_code == 404
    assert (await api.delete(f"/api/taken/{shown['id']}", headers=stranger)).status_code == 404
    assert (await api.delete(f"/api/taken/{shown['id']}")).json()["data"] == {"deleted": True}
    assert (await api.get("/api/taken")).json()["data"] == []


async def test_nobody_asks_without_saying_who(api: httpx2.AsyncClient) -> None:
    for way, path in (("GET", "/api/plans"), ("POST", "/api/analyze"), ("GET", "/api/taken")):
        assert (await api.request(way, path, headers={"x-test-person": ""})).status_code == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "symbol"),
        ({"symbol": ""}, "symbol"),
        ({"symbol": "BTC/USDT", "riskPct": 0.04}, "riskPct"),
        ({"symbol": "BTC/USDT", "risk_pct": 5.1}, "risk_pct"),
        ({"symbol": "BTC/USDT", "riskPct": "NaN"}, "riskPct"),
        ({"symbol": "BTC/USDT", "equity": 0}, "equity"),
        ({"symbol": "BTC/USDT", "equity": "Infinity"}, "equity"),
        ({"symbol": "BTC/USDT", "mode": "sideways"}, "mode"),
        ({"symbol": "BTC/USDT", "tf": "4h-1h"}, "tf"),
        ({"symbol": "BTC/USDT", "tf": "4h-1h-1h"}, "tf"),
        ({"symbol": "BTC/USDT", "timeframes": ["4h", 1, "15m"]}, "timeframes"),
        ({"symbol": "BTC/USDT", "timeframes": "52w-1d-1h"}, "timeframes"),
        ({"symbol": "BTC/USDT", "venue": "../etc"}, "venue"),
        ({"symbol": "BTC/USDT", "userId": "me"}, "userId"),
    ],
)
async def test_bad_input_is_refused_with_the_field_and_starts_nothing(
    api: httpx2.AsyncClient, world: PlanWorld, body: dict[str, Any], field: str
) -> None:
    answer = await api.post("/api/analyze", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT")
    assert answer.json()["details"]["field"] == field  # as it was written
    assert (await world.plans.quota(ANA)).cooldown_until is None


@pytest.mark.parametrize(
    "timeframes", ["4h-1h-15m", "4h,1h,15m", "15m - 1h - 4h", "H4-H1-M15", "4h–1h–15m", ["4h", "1h", "15m"]]
)
def test_timeframes_are_read_however_they_are_written(timeframes: object) -> None:
    for name in ("tf", "timeframes"):
        request = AnalyzeBody.model_validate({"symbol": "BTC/USDT", name: timeframes}).to_request()
        assert [str(frame) for frame in request.timeframes or ()] == ["4h", "1h", "15m"]


@pytest.mark.parametrize(("text", "mode"), [("PB", "pullback"), ("bo", "breakout"), ("AUTO", "auto")])
def test_the_blueprints_short_modes_are_understood(text: str, mode: str) -> None:
    assert AnalyzeBody.model_validate({"symbol": "X", "mode": text}).mode == mode


def test_unknown_timeframes_say_how_to_write_them() -> None:
    with pytest.raises(ValidationError, match="Write it like 1m, 15m"):
        AnalyzeBody.model_validate({"symbol": "X", "tf": "4h-1h-quarter"})


@pytest.mark.parametrize(
    "path", ["/api/plan/nonsense", "/api/plans?limit=0", "/api/plans?timeframes=4h", "/api/plans?before=x"]
)
async def test_bad_questions_are_refused(api: httpx2.AsyncClient, path: str) -> None:
    assert (await api.get(path)).status_code == 422


async def test_every_route_has_an_example_or_a_description(api: httpx2.AsyncClient) -> None:
    spec = (await api.get("/openapi.json")).json()
    for path, ways in spec["paths"].items():
        for way, route in ways.items():
            assert route.get("description"), f"{way} {path}"
    for name in ("AnalyzeBody", "UpdateBody", "TakenBody", "ExitBody"):
        assert spec["components"]["schemas"][name]["examples"]
