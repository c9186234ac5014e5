"""Bad days on demand, request budgets and the clock, over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from nofomo.engine.core.timeframe import DAY_MS, MINUTE_MS
from nofomo.sandbox.listings import ORIGIN_MS
from tests.support.clock import MARCH, ManualClock
from tests.support.sandbox_server import sandbox_server

KLINES = "/api/v3/klines?symbol=XRPUSDT&interval=1m&limit=60"


class Caller:
    """A plain HTTP client of one sandbox."""

    def __init__(self, http: aiohttp.ClientSession, clock: ManualClock) -> None:
        self.http, self.clock = http, clock

    async def get(self, path: str) -> tuple[int, Any, Any]:
        async with self.http.get(path) as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await (answer.json() if is_json else answer.text()), answer.headers

    async def send(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.http.request(method, path, json=body) as answer:
            return answer.status, await answer.json()

    async def faults(self, *rules: dict[str, Any]) -> None:
        status, body = await self.send("POST", "/sandbox/faults", list(rules))
        assert (status, len(body)) == (200, len(rules))


@pytest.fixture
async def sandbox() -> AsyncIterator[Caller]:
    async with sandbox_server(weight_limit=200) as server, aiohttp.ClientSession(server.url) as http:
        yield Caller(http, server.clock)


@pytest.mark.parametrize(("status", "code"), [(429, -1003), (418, -1003), (500, -1000), (403, 0), (503, -1008)])
async def test_a_status_is_answered_with_an_error_body_as_often_as_asked(
    sandbox: Caller, status: int, code: int
) -> None:
    await sandbox.faults({"match": "/api/v3/klines", "status": status, "retry_after": 17, "times": 2})
    for _ in range(2):
        got, body, headers = await sandbox.get(KLINES)
        assert (got, body["code"], headers["Retry-After"]) == (status, code, "17")
        assert headers["X-NoFOMO-Synthetic"] == "1"
    assert (await sandbox.get(KLINES))[0] == 200


async def test_only_the_matching_path_and_symbol_suffer(sandbox: Caller) -> None:
    await sandbox.faults({"match": "/api/v3/klines", "symbol": "XRPUSDT", "status": 500})
    assert (await sandbox.get(KLINES))[0] == 500
    assert (await sandbox.get(KLINES.replace("XRP", "BTC")))[0] == 200
    assert (await sandbox.get("/api/v3/ping"))[0] == 200
    assert await sandbox.send("DELETE", "/sandbox/faults") == (200, [])
    assert (await sandbox.get(KLINES))[0] == 200


async def test_nonsense_is_an_html_page_with_status_200(sandbox: Caller) -> None:
    await sandbox.faults({"match": "/api", "body": "nonsense", "times": 1}, {"match": "/api", "body": "[1, 2,"})
    status, body, headers = await sandbox.get(KLINES)
    assert status == 200
    assert headers["Content-Type"].startswith("text/html")
    assert body.startswith("<html>")
    async with sandbox.http.get(KLINES) as answer:
        assert await answer.text() == "[1, 2,"
        assert answer.content_type == "application/json"


async def test_a_dropped_connection_is_reset_without_an_answer(sandbox: Caller) -> None:
    # Without a limit: many clients repeat a read once when a connection that they kept open breaks.
    await sandbox.faults({"match": "/api/v3/klines", "drop": True})
    with pytest.raises(aiohttp.ClientConnectionError):
        await sandbox.get(KLINES)
    await sandbox.faults()
    assert (await sandbox.get(KLINES))[0] == 200


async def test_a_hanging_request_never_ends_by_itself(sandbox: Caller) -> None:
    await sandbox.faults({"match": "/api/v3/klines", "hang": True})
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(sandbox.get(KLINES), 0.15)
    assert (await sandbox.get("/api/v3/ping"))[0] == 200


async def test_a_delayed_answer_is_the_right_one(sandbox: Caller) -> None:
    _, usual, _ = await sandbox.get(KLINES)
    await sandbox.faults({"match": "/api/v3/klines", "delay_ms": 60})
    began = asyncio.get_running_loop().time()
    assert (await sandbox.get(KLINES))[1] == usual
    assert asyncio.get_running_loop().time() - began >= 0.06


async def test_stale_candles_are_those_of_a_while_ago(sandbox: Caller) -> None:
    await sandbox.faults({"match": "/api/v3/klines", "stale": 45})
    _, rows, _ = await sandbox.get(KLINES)
    assert rows[-1][0] == MARCH - 45 * MINUTE_MS
    _, body, _ = await sandbox.get("/api/v3/time")
    assert body == {"serverTime": MARCH}


async def test_missing_candles_stay_missing_when_time_goes_on(sandbox: Caller) -> None:
    await sandbox.faults({"match": "/api/v3/klines", "missing": [30, 20]})
    for later in (0, 7):
        sandbox.clock.set(MARCH + later * MINUTE_MS)
        _, rows, _ = await sandbox.get(KLINES)
        opens = [row[0] for row in rows]
        hole = range(MARCH - 30 * MINUTE_MS, MARCH - 20 * MINUTE_MS, MINUTE_MS)
        assert not set(opens) & set(hole)
        assert len(opens) == 50


async def test_the_servers_clock_can_be_wrong(sandbox: Caller) -> None:
    await sandbox.faults({"match": "/api/v3/time", "offset_ms": -5000})
    assert (await sandbox.get("/api/v3/time"))[1] == {"serverTime": MARCH - 5000}


@pytest.mark.parametrize(
    "rule", [{"colour": "red"}, {"status": "500"}, {"times": True}, {"missing": [1]}, {"missing": ["a", "b"]}, 7]
)
async def test_a_rule_that_is_not_understood_is_refused(sandbox: Caller, rule: Any) -> None:
    status, body = await sandbox.send("POST", "/sandbox/faults", [rule])
    assert status == 422
    assert body["code"] == "INVALID_FAULT"


async def test_weights_are_counted_and_the_budget_refills_with_the_minute(sandbox: Caller) -> None:
    _, _, headers = await sandbox.get("/api/v3/exchangeInfo")
    assert headers["X-MBX-USED-WEIGHT-1M"] == "20"
    _, _, headers = await sandbox.get("/api/v3/ticker/24hr")
    assert headers["X-MBX-USED-WEIGHT-1M"] == "100"
    assert (await sandbox.get("/api/v3/depth?symbol=BTCUSDT&limit=1000"))[2]["X-MBX-USED-WEIGHT-1M"] == "150"
    sandbox.clock.advance(25)
    status, body, headers = await sandbox.get("/api/v3/ticker/24hr")
    assert (status, body["code"], headers["Retry-After"]) == (429, -1003, "35")
    assert (await sandbox.get(KLINES))[0] == 200
    sandbox.clock.advance(35)
    assert (await sandbox.get("/api/v3/ticker/24hr"))[2]["X-MBX-USED-WEIGHT-1M"] == "80"


async def test_who_does_not_stop_is_banned_for_two_minutes(sandbox: Caller) -> None:
    statuses = [(await sandbox.get("/api/v3/ticker/24hr"))[0] for _ in range(33)]
    assert statuses == [200, 200, *[429] * 30, 418]
    sandbox.clock.advance(60)
    status, body, headers = await sandbox.get("/api/v3/ping")
    assert (status, headers["Retry-After"]) == (418, "60")
    assert str(MARCH + 120_000) in body["msg"]
    sandbox.clock.advance(60)
    assert (await sandbox.get("/api/v3/ping"))[0] == 200


async def test_the_market_stands_still_runs_faster_and_follows_again(sandbox: Caller) -> None:
    goal = MARCH + 9 * DAY_MS
    _, state = await sandbox.send("POST", "/sandbox/clock", {"now": goal})
    assert (state["now"], state["speed"], state["following"]) == (goal, 0, False)
    sandbox.clock.advance(30)
    assert (await sandbox.get("/api/v3/time"))[1] == {"serverTime": goal}
    await sandbox.send("POST", "/sandbox/clock", {"speed": 60})
    sandbox.clock.advance(30)
    assert (await sandbox.get("/api/v3/time"))[1] == {"serverTime": goal + 30 * MINUTE_MS}
    assert (await sandbox.get(KLINES))[1][-1][0] == goal + 30 * MINUTE_MS
    await sandbox.send("DELETE", "/sandbox/clock")
    assert (await sandbox.get("/api/v3/time"))[1] == {"serverTime": MARCH + 60_000}


@pytest.mark.parametrize(
    "body", [{"now": "noon"}, {"now": ORIGIN_MS - 1}, {"speed": -1}, {"pace": 2}, [1], {"now": True}]
)
async def test_a_clock_that_cannot_be_is_refused(sandbox: Caller, body: Any) -> None:
    assert (await sandbox.send("POST", "/sandbox/clock", body))[0] == 422


async def test_the_state_tells_seed_origin_symbols_and_faults(sandbox: Caller) -> None:
    await sandbox.faults({"match": "/api/v3/depth", "status": 500, "times": 3})
    _, state, _ = await sandbox.get("/sandbox/state")
    assert state["seed"] == 7
    assert state["origin"] == ORIGIN_MS
    assert "XRPUSDT" in state["symbols"]
    assert state["faults"] == [{"match": "/api/v3/depth", "status": 500, "times": 3}]


async def test_the_calendar_reaches_from_the_origin_into_the_next_months(sandbox: Caller) -> None:
    _, text, headers = await sandbox.get("/calendar.csv")
    lines = text.strip().split("\n")
    assert headers["Content-Type"].startswith("text/csv")
    assert lines[1] < "2022-01-10"
    assert lines[-1] > "2024-06-15"
    _, short, _ = await sandbox.get(f"/calendar.csv?from={MARCH}&to={MARCH + 7 * DAY_MS}")
    assert 1 < len(short.strip().split("\n")) < 20
    _, ics, headers = await sandbox.get("/calendar.ics")
    assert headers["Content-Type"].startswith("text/calendar")
    assert ics.count("BEGIN:VEVENT") == len(lines) - 1


async def test_the_sandbox_answers_at_once_after_its_start() -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with sandbox_server() as server, aiohttp.ClientSession(server.url) as http:
        async with http.get("/api/v3/time") as answer:
            assert answer.status == 200
        assert loop.time() - began < 0.5
