"""The exchange has a bad day: a clear error in time, nothing half-made stays, and the next analysis works."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from sqlalchemy import select
from tests.support.bad_days import (
    DEPTH,
    FRIDAY,
    KLINES,
    RULES,
    TIME,
    Exchange,
    count_of,
    house_with_exchange,
    while_time_passes,
)
from tests.support.whole_house import WholeHouse, data_of

from nofomo.engine.core.candles import iso
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import jobs

pytestmark = pytest.mark.asyncio(loop_scope="module")
HOUR = 3600
QUARTER_MS = 900_000
ROWS = "[[1710400500000,5,1,9,5,1],[1710401400000,5,1,9,5,1]]"


@dataclass
class Street:
    """A house, its exchange and its owner's browser, shared by the tests of this module."""

    whole: WholeHouse
    exchange: Exchange
    owner: httpx2.AsyncClient

    async def ask(self, symbol: str = "XRP/USDT", *, pace: float = 4, **body: Any) -> httpx2.Response:
        wish = self.owner.post("/api/analyze", json={"symbol": symbol, **body})
        return await while_time_passes(self.whole, wish, pace=pace)

    async def left_behind(self) -> tuple[Any, ...]:
        """Everything that a failed analysis must leave as it was."""
        quota = data_of(await self.owner.get("/api/me"))["quota"]
        plans = await count_of(self.whole, "versions")
        return plans, await count_of(self.whole, "locks"), await count_of(self.whole, "live jobs"), quota["used"]

    async def cooldown(self) -> Any:
        return data_of(await self.owner.get("/api/me"))["quota"]["cooldownUntil"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def street(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Street]:
    home = tmp_path_factory.mktemp("house")
    async with house_with_exchange(home, cooldown_s=15, daily_quota=1000) as (whole, exchange):
        opened = Street(whole, exchange, await whole.owner())
        for symbol in ("XRP/USDT", "ETH/USDT", "ADA/USDT"):
            data_of(await opened.ask(symbol, pace=1))
            whole.clock.advance(20)
        yield opened


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def another_hour(street: Street) -> AsyncIterator[None]:
    """New candles have closed since the test before, and the exchange is well afterwards."""
    street.whole.clock.advance(HOUR)
    yield
    await street.exchange.recover()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"drop": True}, "VENUE_DOWN"),
        ({"status": 500}, "VENUE_DOWN"),
        ({"status": 503}, "VENUE_DOWN"),
        ({"status": 403}, "VENUE_BLOCKED"),
        ({"status": 451}, "VENUE_BLOCKED"),
        ({"body": "<html><body>Internet Positif</body></html>"}, "VENUE_BLOCKED"),
        ({"body": "nonsense"}, "VENUE_NONSENSE"),
        ({"body": '{"hello": "world"}'}, "VENUE_NONSENSE"),
        ({"body": '[["a","b","c","d","e","f"]]', "match": KLINES}, "VENUE_NONSENSE"),
        ({"body": "[[1,2", "match": KLINES}, "VENUE_NONSENSE"),
        ({"body": ROWS, "match": KLINES}, "VENUE_NONSENSE"),
        ({"body": "null", "match": KLINES}, "VENUE_NONSENSE"),
        ({"status": 429, "retry_after": 90}, "VENUE_RATE_LIMITED"),
        ({"status": 418, "retry_after": 300}, "VENUE_RATE_LIMITED"),
    ],
    ids=str,
)
async def test_a_bad_day_ends_in_a_clear_error_and_leaves_nothing(
    street: Street, fault: dict[str, Any], code: str
) -> None:
    before, began = await street.left_behind(), street.whole.clock.now_ms()
    await street.exchange.misbehave({"match": "/api", **fault})
    answer = await street.ask()
    body = answer.json()
    assert (answer.status_code, body["code"]) == (503, code), body
    assert len(body["message"]) > 30
    assert street.whole.clock.now_ms() - began < 26_000
    wait_s = fault.get("retry_after", 0)
    if wait_s:
        assert wait_s - 10 <= int(answer.headers["Retry-After"]) <= wait_s
    assert await street.left_behind() == before
    assert await street.cooldown() is None
    await street.exchange.recover()
    street.whole.clock.advance(wait_s)
    assert (await street.ask()).status_code == 200


async def test_a_failed_job_keeps_its_error_for_who_asks_later(street: Street) -> None:
    await street.exchange.misbehave({"match": KLINES, "status": 451})
    refused = await street.ask()
    assert refused.json()["code"] == "VENUE_BLOCKED"
    assert "proxy" in refused.json()["message"].lower()
    async with street.whole.house.database.read(SYSTEM) as rows:
        job_id = await rows.scalar(select(jobs.c.id).order_by(jobs.c.created_at.desc(), jobs.c.id.desc()).limit(1))
    job = data_of(await street.owner.get(f"/api/jobs/{job_id}"))
    assert (job["state"], job["result"], job["error"]["code"]) == ("failed", None, "VENUE_BLOCKED")
    assert job["error"]["message"] == refused.json()["message"]


async def test_a_silent_exchange_costs_the_asker_ten_seconds_and_the_job_its_deadline(street: Street) -> None:
    before, began = await street.left_behind(), street.whole.clock.now_ms()
    # Only here: the request hangs on by the wall's clock, and whoever wants the same candles shares it.
    await street.exchange.misbehave({"match": KLINES, "hang": True, "symbol": "AVAXUSDT"})
    answer = await street.ask("AVAX/USDT", pace=8)
    assert answer.status_code == 202
    assert 10_000 <= street.whole.clock.now_ms() - began <= 15_000
    job_id = data_of(answer)["jobId"]
    assert data_of(await street.owner.get(f"/api/jobs/{job_id}"))["state"] == "running"
    job = data_of(await while_time_passes(street.whole, until_over(street, job_id)))
    assert job["state"] == "failed"
    assert job["error"]["code"] in ("ANALYSIS_TIMEOUT", "VENUE_SLOW")
    assert job["error"]["message"]
    assert street.whole.clock.now_ms() - began <= 40_000
    assert await street.left_behind() == before
    await street.exchange.recover()
    street.whole.clock.advance(HOUR)
    assert (await street.ask("ETH/USDT")).status_code == 200


async def until_over(street: Street, job_id: str) -> httpx2.Response:
    while True:
        answer = await street.owner.get(f"/api/jobs/{job_id}")
        if data_of(answer)["state"] not in ("queued", "running"):
            return answer


async def test_a_job_under_way_can_be_cancelled_and_the_next_one_may_start(street: Street) -> None:
    before = await street.left_behind()
    await street.exchange.misbehave({"match": KLINES, "hang": True, "symbol": "SOLUSDT"})
    job_id = data_of(await street.ask("SOL/USDT", pace=8))["jobId"]
    busy = await street.ask("ETH/USDT")
    assert (busy.status_code, busy.json()["code"]) == (429, "ANALYSIS_RUNNING")
    assert busy.json()["details"]["jobId"] == job_id
    cancelled = data_of(await street.owner.post(f"/api/jobs/{job_id}/cancel"))
    assert (cancelled["state"], cancelled["result"], cancelled["error"]) == ("cancelled", None, None)
    again = await street.owner.post(f"/api/jobs/{job_id}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "JOB_FINISHED")
    street.whole.clock.advance(5)
    assert data_of(await street.owner.get(f"/api/jobs/{job_id}"))["state"] == "cancelled"
    assert await street.left_behind() == before
    street.whole.clock.advance(15)
    assert (await street.ask("ETH/USDT")).status_code == 200


async def test_a_short_limit_is_waited_out(street: Street) -> None:
    await street.exchange.misbehave({"match": KLINES, "status": 429, "retry_after": 4, "times": 1})
    began = street.whole.clock.now_ms()
    answer = await street.ask()
    assert answer.status_code == 200
    assert street.whole.clock.now_ms() - began >= 4_000


async def test_wrong_trading_rules_do_not_make_every_symbol_unknown(street: Street) -> None:
    street.whole.clock.advance(7 * HOUR)
    await street.exchange.misbehave({"match": RULES, "body": '{"symbols": []}'})
    assert (await street.ask()).status_code == 200
    tested = data_of(await while_time_passes(street.whole, venue_test(street)))
    assert tested["ok"] is False
    assert (tested["problem"]["code"], tested["symbols"]) == ("VENUE_NONSENSE", 0)
    await street.exchange.recover()
    assert data_of(await while_time_passes(street.whole, venue_test(street)))["ok"] is True


async def venue_test(street: Street) -> httpx2.Response:
    return await street.owner.post("/api/venues/test", json={"venue": "sandbox"})


async def test_a_clock_that_cannot_be_read_is_nonsense_of_the_venue(street: Street) -> None:
    await street.exchange.misbehave({"match": TIME, "body": '{"serverTime": "soon"}'})
    tested = data_of(await while_time_passes(street.whole, venue_test(street)))
    assert tested["problem"]["code"] == "VENUE_NONSENSE"


async def test_an_analysis_goes_on_with_the_clock_as_it_was_and_asks_for_it_once(street: Street) -> None:
    await street.exchange.misbehave({"match": TIME, "status": 503, "times": 100})
    assert (await street.ask()).status_code == 200
    assert await street.exchange.uses_left() == [97]


async def test_sources_of_gates_that_fail_are_unknown_and_the_analysis_stands(street: Street) -> None:
    await street.exchange.misbehave(
        {"match": DEPTH, "status": 503}, {"match": KLINES, "status": 503, "symbol": "EURUSD"},
        {"match": KLINES, "status": 503, "symbol": "BTCUSDT"}, {"match": "/calendar", "status": 500},
    )  # fmt: skip
    street.whole.clock.advance(26 * HOUR)
    payload = data_of(await street.ask("ADA/USDT", pace=4))["payload"]
    states = {gate["name"]: gate["state"] for gate in payload["gates"]}
    assert {name for name, state in states.items() if state == "unknown"} >= {"btc", "dxy", "spread", "depth"}
    assert states["data"] == "open"
    assert states["news"] in ("unknown", "open")
    details = {gate["name"]: gate["detail"] for gate in payload["gates"]}
    assert all(details[name] for name in ("btc", "dxy", "spread", "depth"))
    strict = data_of(await street_after_cooldown(street, "ADA/USDT", strictGates=True))["payload"]
    assert strict["action"] != "TRADE"


async def street_after_cooldown(street: Street, symbol: str, **body: Any) -> httpx2.Response:
    street.whole.clock.advance(16)
    return await street.ask(symbol, **body)


@pytest.mark.parametrize(
    ("fault", "trade"),
    [({}, True), ({"stale": 150}, False), ({"missing": [600, 450]}, False), ({"missing": [90, 20]}, False)],
    ids=["healthy", "stale", "gap", "fresh gap"],
)
async def test_stale_or_gapped_candles_close_the_data_gate_and_withhold_the_verdict(
    tmp_path_factory: pytest.TempPathFactory, fault: dict[str, Any], trade: bool
) -> None:
    async with house_with_exchange(tmp_path_factory.mktemp("house"), cooldown_s=0) as (whole, exchange):
        owner = await whole.owner()
        whole.clock.set(FRIDAY)
        await exchange.misbehave({"match": KLINES, "symbol": "BTCUSDT", **fault})
        payload = data_of(await owner.post("/api/analyze", json={"symbol": "BTC/USDT"}))["payload"]
    data = next(gate for gate in payload["gates"] if gate["name"] == "data")
    assert (data["state"], payload["action"] == "TRADE") == (("open", True) if trade else ("closed", False))
    assert bool(payload["warnings"]) is not trade
    assert (data["detail"] in payload["text"]) is not trade


@pytest.mark.parametrize("offset_ms", [5_000, -5_000])
async def test_candles_are_closed_by_the_venues_clock_not_by_ours(street: Street, offset_ms: int) -> None:
    whole = street.whole
    boundary = (whole.clock.now_ms() // QUARTER_MS + 2) * QUARTER_MS
    whole.clock.set(boundary - offset_ms // 2 - offset_ms // 10)  # 3 s before or after it by our clock
    theirs = whole.clock.now_ms() + offset_ms  # 2 s on the other side of it
    assert (theirs < boundary) != (whole.clock.now_ms() < boundary)
    await street.exchange.stand_at(theirs)
    try:
        payload = data_of(await street.owner.post("/api/analyze", json={"symbol": "LINK/USDT"}))["payload"]
        history = await street.owner.get("/api/data/historical?symbol=LINK/USDT&interval=15m&limit=3")
    finally:
        await street.exchange.follow()
        whole.clock.advance(HOUR)
    closed = boundary if theirs >= boundary else boundary - QUARTER_MS
    rows = data_of(history)["data"]
    stamps = [row["timestamp"] for row in rows]
    assert stamps[-1] == iso(closed - QUARTER_MS)
    assert payload["price"] == rows[-1]["close"]
    assert payload["at"] == iso(theirs)
    gate = next(gate for gate in payload["gates"] if gate["name"] == "data")
    assert gate["state"] == "open"
