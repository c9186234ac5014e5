"""Fifty people analyse on one server at the same time: nobody meets another's rows, and nobody waits for ever."""

from __future__ import annotations

import asyncio
import statistics
import time
from bisect import bisect
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from tests.support.live import LiveServer, running

PEOPLE, ROUNDS = 50, 4
SYMBOLS = ("BTC/USDT", "ETH/USDT", "BNB/USDT", "SOL/USDT", "XRP/USDT", "DOGE/USDT", "ADA/USDT", "OP/USDT", "SUI/USDT")
ENV = {"NOFOMO_COOLDOWN_S": "0", "NOFOMO_DAILY_QUOTA": "100000", "NOFOMO_LOG_LEVEL": "warning"}


@dataclass
class Person:
    """One browser and what it was shown."""

    email: str
    browser: aiohttp.ClientSession
    plans: dict[str, str] = field(default_factory=dict)
    waits: list[tuple[float, float]] = field(default_factory=list)

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.browser.request(method, path, json=body) as answer:
            return answer.status, await answer.json()

    async def analyse(self, symbol: str) -> None:
        """Ask for one analysis and wait for it, however long it takes."""
        began = time.perf_counter()
        status, answer = await self.call("POST", "/api/analyze", {"symbol": symbol})
        while status == 202:
            job = (await self.call("GET", f"/api/jobs/{answer['data']['jobId']}"))[1]["data"]
            assert job["error"] is None, job
            if job["state"] == "done":
                status, answer = await self.call("GET", f"/api/plan/{job['result']['planId']}")
                break
            await asyncio.sleep(0.05)
        assert status == 200, answer
        self.waits.append((began, time.perf_counter()))
        assert answer["data"]["payload"]["symbol"] == symbol
        self.plans[answer["data"]["planId"]] = symbol


async def entered(server: LiveServer, email: str, link: str) -> Person:
    """A browser that came by a one-time link."""
    browser = aiohttp.ClientSession(
        server.url, headers={"X-NoFOMO": "1"}, cookie_jar=aiohttp.CookieJar(unsafe=True),
        timeout=aiohttp.ClientTimeout(total=120),
    )  # fmt: skip
    person = Person(email, browser)
    status, answer = await person.call("POST", "/api/auth/redeem", {"token": link.partition("token=")[2]})
    assert status == 200, answer
    return person


async def invited(server: LiveServer, owner: Person, *, number: int) -> Person:
    """A new person, asked in by the owner."""
    email = f"person{number}@example.org"
    status, answer = await owner.call("POST", "/api/users/invite", {"email": email})
    assert status == 201, answer
    return await entered(server, email, answer["data"]["link"])


@pytest.mark.timeout(300)
async def test_fifty_people_do_not_collide_and_wait_alike(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(env=ENV | {"NOFOMO_DATABASE_URL": database_url}, at="2026-03-12T12:00:00Z") as server:
        owner = await entered(server, "owner", server.links[-1])
        people = [await invited(server, owner, number=number) for number in range(PEOPLE)]
        try:
            for symbol in SYMBOLS:
                await owner.analyse(symbol)
            await _all_analyse(people)
            await _each_sees_only_their_own(people)
        finally:
            await asyncio.gather(*(person.browser.close() for person in (owner, *people)))
    # The first round is everybody at the same instant, and somebody must be last; from then on all take turns.
    steady = [wait for person in people for wait in person.waits[1:]]
    seconds = [end - began for began, end in steady]
    with capsys.disabled():
        print(f"\n  fifty people: median wait {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s")
    # Counted in analyses of others that were finished meanwhile, so that a busy machine does not blur it.
    ends = sorted(end for person in people for _began, end in person.waits)
    turns = [bisect(ends, end) - bisect(ends, began) for began, end in steady]
    assert max(turns) <= 2 * statistics.median(turns)


async def _all_analyse(people: list[Person]) -> None:
    async def one(number: int, person: Person) -> None:
        for round_ in range(ROUNDS):
            await person.analyse(SYMBOLS[(number + round_) % len(SYMBOLS)])

    await asyncio.gather(*(one(number, person) for number, person in enumerate(people)))


async def _each_sees_only_their_own(people: list[Person]) -> None:
    for person, neighbour in zip(people, people[1:] + people[:1], strict=True):
        _status, answer = await person.call("GET", "/api/plans?limit=200")
        assert {plan["planId"]: plan["symbol"] for plan in answer["data"]["plans"]} == person.plans
        assert answer["data"]["total"] == ROUNDS
        theirs = next(iter(neighbour.plans))
        assert (await person.call("GET", f"/api/plan/{theirs}"))[0] == 404
        assert (await person.call("POST", "/api/update", {"planId": theirs}))[0] == 404
