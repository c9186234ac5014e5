"""The whole product in this process on a clock that runs, and that a test may set to another time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from nofomo.bootstrap import House, build_app, open_house
from nofomo.infra.clock import SystemClock
from nofomo.infra.settings import load_settings
from tests.support.whole_house import ADDRESS, THURSDAY


class SetClock(SystemClock):
    """Runs at the usual pace; somebody may set it to another time. Who sleeps does not notice."""

    def __init__(self, start_ms: int) -> None:
        self._ahead_ms = start_ms - super().now_ms()

    def now_ms(self) -> int:
        return super().now_ms() + self._ahead_ms

    def jump(self, seconds: int) -> None:
        self._ahead_ms += seconds * 1000


@dataclass
class TickingHouse:
    """A running house, its clock, and the owner's browser."""

    house: House
    clock: SetClock
    owner: httpx2.AsyncClient

    async def analyse(self, symbol: str) -> tuple[int, Any]:
        """Ask and wait; status and answer, within seconds."""
        began = time.monotonic()
        answer = await self.owner.post("/api/analyze", json={"symbol": symbol})
        assert time.monotonic() - began < 20
        return answer.status_code, answer.json()


@asynccontextmanager
async def ticking_house(home: Path, **settings: Any) -> AsyncIterator[TickingHouse]:
    """Open everything in `home`; settings by name."""
    clock = SetClock(THURSDAY)
    loaded = load_settings({"home": str(home), "cooldown_s": 0, **settings}, environ={})
    async with open_house(loaded, clock=clock, address=ADDRESS) as house:
        transport = httpx2.ASGITransport(app=build_app(house), raise_app_exceptions=False)
        headers = {"X-NoFOMO": "1"}
        async with httpx2.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers, timeout=60) as owner:
            link = await house.accounts.ensure_owner()
            assert link is not None
            assert (await owner.post("/api/auth/redeem", json={"token": link.token})).status_code == 200
            yield TickingHouse(house, clock, owner)


async def until_true(condition: Callable[[], Awaitable[object]], *, within_s: float = 20) -> None:
    """Ask again and again until it holds."""
    async with asyncio.timeout(within_s):
        while not await condition():  # noqa: ASYNC110 - rows have no event
            await asyncio.sleep(0.005)
