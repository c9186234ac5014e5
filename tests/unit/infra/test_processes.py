"""Which processes are alive, as their rows say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from sqlalchemy import func, select

from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.processes import LivingProcess, ProcessRegister, living, processes
from tests.support.clock import ManualClock


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


def process(name: str, clock: ManualClock, *, pid: int = 1, host: str = "one") -> LivingProcess:
    return LivingProcess(name, "worker", host, pid, "1.0", clock.now_ms(), clock.now_ms())


async def names(database: Database, clock: ManualClock) -> list[str]:
    return [one.name for one in await living(database, clock.now_ms())]


async def seen(database: Database) -> int:
    """When a process last gave a sign of life; 0 before the first."""
    async with database.read(SYSTEM) as session:
        return await session.scalar(select(func.max(processes.c.last_seen_at))) or 0


async def test_a_process_is_shown_while_it_gives_signs_of_life_and_goes_in_good_order(database: Database) -> None:
    clock = ManualClock()
    first = ProcessRegister(database, clock, own=process("first", clock, pid=1))
    await first.beat()
    clock.advance(30)
    second = ProcessRegister(database, clock, own=process("second", clock, pid=2))
    await second.beat()
    await first.beat()
    clock.advance(10)
    shown = await living(database, clock.now_ms())
    assert [(one.name, clock.now_ms() - one.last_seen_at) for one in shown] == [("first", 10_000), ("second", 10_000)]
    await first.leave()
    assert await names(database, clock) == ["second"]


async def test_a_killed_process_is_shown_no_more_and_its_row_is_swept_away_by_the_others(database: Database) -> None:
    clock = ManualClock()
    await ProcessRegister(database, clock, own=process("killed", clock, host="elsewhere")).beat()
    clock.advance(36)
    assert await names(database, clock) == []
    other = ProcessRegister(database, clock, own=process("other", clock))
    await other.beat()
    async with database.read(SYSTEM) as session:
        assert await session.scalar(select(func.count()).select_from(processes)) == 1


async def test_a_process_that_starts_again_under_its_old_number_replaces_its_killed_self(database: Database) -> None:
    clock = ManualClock()
    await ProcessRegister(database, clock, own=process("before", clock, pid=1)).beat()
    await ProcessRegister(database, clock, own=process("after", clock, pid=1)).beat()
    assert await names(database, clock) == ["after"]


async def test_a_clock_that_was_set_back_leaves_no_ghosts(database: Database) -> None:
    clock = ManualClock()
    await ProcessRegister(database, clock, own=process("ghost", clock, pid=1)).beat()
    clock.set(clock.now_ms() - 3_600_000)
    alive = ProcessRegister(database, clock, own=process("alive", clock, pid=2))
    await alive.beat()
    assert await names(database, clock) == ["alive"]
    async with database.read(SYSTEM) as session:
        assert await session.scalar(select(func.count()).select_from(processes)) == 1


async def test_it_beats_by_itself_until_it_is_cancelled_and_takes_its_row_along(database: Database) -> None:
    clock = ManualClock()
    register = ProcessRegister(database, clock, own=process("one", clock))
    running = asyncio.create_task(register.run())
    async with asyncio.timeout(30):
        for _ in range(5):
            before = await seen(database)
            while await seen(database) <= before:
                clock.advance(1)
                await asyncio.sleep(0.002)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert await names(database, clock) == []
