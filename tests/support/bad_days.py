"""A house whose exchange misbehaves when told to, and time that passes while somebody waits."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx2
from sqlalchemy import func, select

from nofomo.features.plans.tables import plans
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import LIVE, jobs, locks
from tests.support.whole_house import BASES, WholeHouse, data_of, whole_house

Answer = TypeVar("Answer")
KLINES, DEPTH, RULES, TIME = "/api/v3/klines", "/api/v3/depth", "/api/v3/exchangeInfo", "/api/v3/time"


class Exchange:
    """The controls of a house's sandbox."""

    def __init__(self, port: int) -> None:
        self._client = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10)

    async def misbehave(self, *rules: dict[str, Any]) -> None:
        """These faults and no others."""
        answer = await self._client.post("/sandbox/faults", json=list(rules))
        assert answer.status_code == 200, answer.text

    async def uses_left(self) -> list[int]:
        """How often each rule with a number of times may still apply."""
        return [rule.get("times", 0) for rule in (await self._client.get("/sandbox/faults")).json()]

    async def recover(self) -> None:
        await self._client.delete("/sandbox/faults")

    async def stand_at(self, now_ms: int) -> None:
        """The exchange's clock shows this and stands still."""
        answer = await self._client.post("/sandbox/clock", json={"now": now_ms, "speed": 0})
        assert answer.status_code == 200, answer.text

    async def follow(self) -> None:
        """The exchange's clock is the house's again."""
        await self._client.delete("/sandbox/clock")

    async def close(self) -> None:
        await self._client.aclose()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@asynccontextmanager
async def house_with_exchange(home: Path, **settings: Any) -> AsyncIterator[tuple[WholeHouse, Exchange]]:
    """A whole house, and the controls of its exchange."""
    port = free_port()
    async with whole_house(home, sandbox_port=port, **settings) as whole:
        exchange = Exchange(port)
        try:
            yield whole, exchange
        finally:
            await exchange.close()


async def while_time_passes(whole: WholeHouse, wish: Awaitable[Answer], *, pace: float = 8) -> Answer:
    """The answer to `wish`; meanwhile the house's clock runs `pace` times as fast as the wall's."""
    task = asyncio.ensure_future(wish)
    while not task.done():
        await asyncio.wait({task}, timeout=0.01)
        whole.clock.advance(0.01 * pace)
    return task.result()


async def count_of(whole: WholeHouse, what: str) -> int:
    """How many rows there are: `versions`, `locks`, `live jobs`."""
    query = {
        "versions": select(func.count()).select_from(plans),
        "locks": select(func.count()).select_from(locks),
        "live jobs": select(func.count()).select_from(jobs).where(jobs.c.state.in_(LIVE), jobs.c.user_id.is_not(None)),
    }[what]
    async with whole.house.database.read(SYSTEM) as session:
        return int(await session.scalar(query) or 0)


FRIDAY = 1_773_374_400_000
"""2026-03-13T04:00:00Z: the sandbox's coins rise at that moment, the gates are open."""
FALLING = FRIDAY + 408 * 3_600_000
"""2026-03-30T04:00:00Z: bitcoin falls."""
RANGING = FRIDAY + 432 * 3_600_000
"""2026-03-31T04:00:00Z: some go sideways in boxes."""


async def first_trade(whole: WholeHouse, client: httpx2.AsyncClient, **options: Any) -> Any:
    """The first analysis of the sandbox's coins that says TRADE, at a moment from Friday on."""
    for hours in (0, 12, 32, 100, 104):
        whole.clock.set(max(whole.clock.now_ms(), FRIDAY + hours * 3_600_000))
        for base in BASES:
            plan = data_of(await client.post("/api/analyze", json={"symbol": f"{base}/USDT", **options}))
            if plan["payload"]["action"] == "TRADE":
                return plan
    raise AssertionError("none of the sandbox's coins is worth a trade at these moments")
