"""Attempts are limited, in one process and in several."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import func, select

from nofomo.engine.core.errors import LimitReached
from nofomo.features.accounts.tables import attempts
from nofomo.features.accounts.throttle import Throttle, TriesInMemory, TriesInRows, tries_of
from nofomo.infra.database import SYSTEM, Database
from tests.support.clock import ManualClock
from tests.support.database import PrivatePostgres

MINUTE_MS = 60_000


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """In memory on SQLite, in rows on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    await opened.close()


def throttle(database: Database, clock: ManualClock, limit: int = 2, name: str = "made up") -> Throttle:
    return Throttle(name, limit, window_ms=MINUTE_MS, clock=clock, tries=tries_of(database))


async def test_attempts_come_back_one_by_one_as_the_window_slides(database: Database) -> None:
    clock = ManualClock()
    tried = throttle(database, clock)
    await tried.take("a")
    clock.advance(30)
    await tried.take("a")
    with pytest.raises(LimitReached) as caught:
        await tried.take("a")
    assert caught.value.retry_after_s == 30
    await tried.take("b")
    clock.advance(30)
    await tried.take("a")
    with pytest.raises(LimitReached):
        await tried.take("a")


async def test_a_success_gives_its_attempt_back(database: Database) -> None:
    tried = throttle(database, ManualClock(), limit=1)
    await tried.take("a")
    await tried.give_back("a")
    await tried.take("a")
    await tried.give_back("never tried")


async def test_tries_from_the_future_are_forgotten_when_the_clock_was_set_back(database: Database) -> None:
    clock = ManualClock()
    tried = throttle(database, clock)
    await tried.take("a")
    await tried.take("a")
    clock.set(clock.now_ms() - 3_600_000)
    await tried.take("a")


async def test_a_hundred_at_once_do_not_slip_through(database: Database) -> None:
    tried = throttle(database, ManualClock(), limit=5)
    outcomes = await asyncio.gather(*(tried.take("a") for _ in range(100)), return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 5
    assert {type(outcome) for outcome in outcomes} == {type(None), LimitReached}


async def test_memory_does_not_grow_without_end() -> None:
    tries = TriesInMemory(keep=3)
    tried = Throttle("made up", 1, window_ms=MINUTE_MS, clock=ManualClock(), tries=tries)
    for name in "abcdef":
        await tried.take(name)
    with pytest.raises(LimitReached):
        await tried.take("f")
    await tried.take("a")
    assert len(tries) == 3


async def test_several_processes_hold_one_limit_together_and_rows_go_when_they_are_old(
    postgres: PrivatePostgres, databases: Any
) -> None:
    with databases.fresh("postgresql", None) as url:
        clock, opened = ManualClock(), [Database(url) for _ in range(3)]
        tried = [Throttle("made up", 6, window_ms=MINUTE_MS, clock=clock, tries=TriesInRows(one)) for one in opened]
        outcomes = await asyncio.gather(
            *(tried[number % 3].take("ana@example.org") for number in range(30)), return_exceptions=True
        )
        assert sum(outcome is None for outcome in outcomes) == 6
        async with opened[0].read(SYSTEM) as session:
            kept = (await session.execute(select(attempts))).one()
        assert "ana" not in kept.key
        assert len(kept.times) == 6
        clock.advance(61)
        await tried[1].take("budi@example.org")
        async with opened[0].read(SYSTEM) as session:
            assert await session.scalar(select(func.count()).select_from(attempts)) == 1
        for one in opened:
            await one.close()
