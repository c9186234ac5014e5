"""A whole market on a temporary folder, for tests: real store, real database, real sockets where a URL is given."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np

from nofomo.adapters.candle_files import CandleFileReader, ParquetCandleStore
from nofomo.adapters.exchanges import CcxtExchanges
from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import MarketParts, MarketService
from nofomo.infra.clock import Clock
from nofomo.infra.database import Database
from nofomo.infra.events import EventBus
from nofomo.infra.secrets import Secrets
from tests.support.clock import MARCH, ManualClock
from tests.support.database import create_database, sqlite_url

M1, M15, H1, H4, D1 = (Timeframe.parse(text) for text in ("1m", "15m", "1h", "4h", "1d"))


class RushingClock(ManualClock):
    """Whoever sleeps moves the time himself, so that waits cost nothing. Remembers how long was slept."""

    def __init__(self, now_ms: int = MARCH) -> None:
        super().__init__(now_ms)
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(max(0.0, seconds))
        await asyncio.sleep(0)


@dataclass
class OpenMarket:
    """A market and what it stands on."""

    service: MarketService
    store: ParquetCandleStore
    database: Database
    events: EventBus
    clock: Clock
    folder: Path


@asynccontextmanager
async def open_market(
    folder: Path, clock: Clock, *, url: str | None = None, database_url: str | None = None, **parts: Any
) -> AsyncIterator[OpenMarket]:
    """A market in `folder`; `url` is where its sandbox answers. Without a database's URL it makes one in `folder`."""
    database = Database(database_url) if database_url else await create_database(sqlite_url(folder))
    store = ParquetCandleStore(folder / "candles", database=database, clock=clock)
    exchanges = CcxtExchanges(clock=clock, chance=random.Random(1), sandbox_url=url)
    events = EventBus()
    service = MarketService(
        MarketParts(
            database=database, store=store, exchanges=exchanges, files=CandleFileReader(), secrets=Secrets(["k" * 32]),
            events=events, clock=clock, **parts,
        )
    )  # fmt: skip
    try:
        yield OpenMarket(service, store, database, events, clock, folder)
    finally:
        await service.close()
        await database.close()


async def set_faults(url: str, rules: Sequence[dict[str, Any]]) -> None:
    """Bad days at the sandbox; an empty list ends them."""
    async with aiohttp.ClientSession() as session, session.post(f"{url}/sandbox/faults", json=list(rules)) as answer:
        assert answer.status == 200, await answer.text()


async def set_venue_time(url: str, now_ms: int) -> None:
    """Let the sandbox's clock stand still at another moment than ours."""
    body = {"now": now_ms, "speed": 0}
    async with aiohttp.ClientSession() as session, session.post(f"{url}/sandbox/clock", json=body) as answer:
        assert answer.status == 200, await answer.text()


def walk(count: int, *, end: int = MARCH, timeframe: Timeframe = M15, symbol: str = "BTC/USDT", seed: int = 1,
         tick: float = 0.01) -> Candles:  # fmt: skip
    """A random walk of `count` candles, the last of which closes at or before `end`."""
    chance = np.random.default_rng(seed)
    last = timeframe.last_closed_open(end)
    ts = last - timeframe.ms * np.arange(count - 1, -1, -1, dtype=np.int64)
    close = np.round(100 * np.exp(np.cumsum(chance.normal(0, 0.003, count))) / tick) * tick
    opens = np.concatenate(([100.0], close[:-1]))
    high = np.maximum(opens, close) + tick * chance.integers(0, 20, count)
    low = np.minimum(opens, close) - tick * chance.integers(0, 20, count)
    opens, high, low, close = (np.round(column, 8).astype(np.float64) for column in (opens, high, low, close))
    return Candles(symbol, timeframe, ts, opens, high, low, close, chance.integers(1, 1000, count).astype(np.float64))


def same(one: Candles, other: Candles) -> bool:
    """Whether both hold exactly the same candles."""
    return len(one) == len(other) and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in COLUMNS)


def without(candles: Candles, rows: Sequence[int]) -> Candles:
    """The candles with some rows taken out."""
    keep = np.setdiff1d(np.arange(len(candles)), rows)
    columns = {name: getattr(candles, name)[keep] for name in COLUMNS}
    return Candles(candles.symbol, candles.timeframe, **columns, checked=False)
