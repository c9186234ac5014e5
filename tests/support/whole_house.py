"""The whole product in this process: real SQLite, real jobs, the sandbox over a socket, a clock held by the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI

from nofomo.bootstrap import House, build_app, open_house
from nofomo.features.accounts import OPERATOR
from nofomo.infra.settings import load_settings
from tests.support.clock import ManualClock

ADDRESS = "http://nofomo.test:8000"
THURSDAY = 1_773_316_800_000
"""2026-03-12T12:00:00Z."""


@dataclass
class WholeHouse:
    """A running house and the browsers that look at it."""

    house: House
    app: FastAPI
    clock: ManualClock
    clients: list[httpx2.AsyncClient] = field(default_factory=list)

    def browser(self) -> httpx2.AsyncClient:
        """Somebody's browser, not signed in."""
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=False)
        client = httpx2.AsyncClient(transport=transport, base_url=ADDRESS, headers={"X-NoFOMO": "1"}, timeout=60)
        self.clients.append(client)
        return client

    async def enter(self, token: str) -> httpx2.AsyncClient:
        """A browser that came by a one-time link."""
        client = self.browser()
        answer = await client.post("/api/auth/redeem", json={"token": token})
        assert answer.status_code == 200, answer.text
        return client

    async def owner(self) -> httpx2.AsyncClient:
        """The owner's browser."""
        link = await self.house.accounts.ensure_owner()
        assert link is not None
        return await self.enter(link.token)

    async def person(self, email: str, role: str = "user") -> httpx2.AsyncClient:
        """An invited person's browser."""
        link = await self.house.accounts.people.invite(OPERATOR, email, role=role)
        return await self.enter(link.token)


@asynccontextmanager
async def whole_house(home: Path, *, upkeep: bool = False, **settings: Any) -> AsyncIterator[WholeHouse]:
    """Open everything in `home`; settings by name. Only with `upkeep` the house looks after itself now and then."""
    clock = ManualClock(THURSDAY)
    loaded = load_settings({"home": str(home), "cooldown_s": 0, **settings}, environ={})
    async with open_house(loaded, clock=clock, address=ADDRESS) as house:
        if house.schedule is not None and not upkeep:
            house.schedule.stop()
        whole = WholeHouse(house, build_app(house), clock)
        try:
            yield whole
        finally:
            for client in whole.clients:
                await client.aclose()


def data_of(answer: httpx2.Response) -> Any:
    """What a successful answer carries."""
    body = answer.json()
    assert body["status"] == "success", answer.text
    return body["data"]


BASES = ("BTC", "ETH", "BNB", "SOL", "XRP", "DOGE", "ADA", "OP", "SUI", "LINK", "AVAX", "TRX")


async def first_plan(client: httpx2.AsyncClient, wanted: Callable[[Any], Any]) -> Any:
    """Analyse one coin of the sandbox after the other until a payload is as wanted."""
    for base in BASES:
        plan = data_of(await client.post("/api/analyze", json={"symbol": f"{base}/USDT"}))
        if wanted(plan["payload"]):
            return plan
    raise AssertionError("none of the sandbox's coins has such an analysis at this moment")
