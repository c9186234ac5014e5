"""Processes that ask and processes that work are killed with -9 at seeded moments, again and again, on both databases.

What was acknowledged must be there, nothing may be there twice, and nothing may be left behind.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import func, select

from nofomo.features.plans.tables import plans
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import LIVE, jobs, locks
from tests.support.plans import ANA, BUDI, PlanWorld, add_people, closing
from tests.support.restless import restless_world

ROOT = Path(__file__).parents[2]


@dataclass
class Campaign:
    """The processes of one campaign and everything that they were told for certain."""

    url: str
    cast: tuple[str, ...]
    seed: int = 0
    asked: set[UUID] = field(default_factory=set)
    made: dict[UUID, tuple[int, UUID]] = field(default_factory=dict)
    told_twice: list[UUID] = field(default_factory=list)
    processes: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    readers: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self, part: str) -> None:
        """Start the process that plays this part, and wait until it is at work."""
        self.seed += 1
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.restless", self.url, part.partition(" ")[0], str(self.seed),
            cwd=ROOT, stdout=asyncio.subprocess.PIPE, env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""},
        )  # fmt: skip
        self.processes[part] = process
        ready = asyncio.Event()
        self.readers.append(asyncio.create_task(self._listen(process, ready)))
        await asyncio.wait_for(ready.wait(), 60)

    async def _listen(self, process: asyncio.subprocess.Process, ready: asyncio.Event) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            if not line.endswith(b"\n"):
                return
            fact: dict[str, Any] = orjson.loads(line)
            if "ready" in fact:
                ready.set()
            elif "asked" in fact:
                self.asked.add(UUID(fact["asked"]))
            else:
                plan_id = UUID(fact["made"])
                if plan_id in self.made:
                    self.told_twice.append(plan_id)
                self.made[plan_id] = (fact["version"], UUID(fact["user"]))

    async def kill(self, part: str) -> None:
        """`kill -9`: no handler runs, nothing is tidied up."""
        process = self.processes.pop(part)
        assert process.returncode is None, f"{part} ended by itself with {process.returncode}"
        process.send_signal(signal.SIGKILL)
        await process.wait()


@asynccontextmanager
async def campaign(url: str, cast: tuple[str, ...]) -> AsyncIterator[Campaign]:
    """All parts at work; whatever still runs at the end is killed too."""
    made = Campaign(url, cast)
    try:
        for part in cast:
            await made.start(part)
        yield made
    finally:
        for part in list(made.processes):
            await made.kill(part)
        await asyncio.gather(*made.readers)


async def drained(world: PlanWorld) -> None:
    """Let one healthy worker finish what is left."""
    world.start_worker("heir")
    async with asyncio.timeout(60):
        while True:
            async with world.database.read(SYSTEM) as session:
                left = (await session.scalars(select(jobs.c.id).where(jobs.c.state.in_(LIVE)))).all()
            if not left:
                return
            await world.queue.wait(left[0], 5)


async def nothing_is_lost(world: PlanWorld, done: Campaign) -> Counter[str]:
    """Hold the rows against what the processes were told; gives how the jobs ended."""
    async with world.database.read(SYSTEM) as session:
        rows = (await session.execute(select(jobs.c.id, jobs.c.state, jobs.c.result, jobs.c.user_id))).all()
        kept = (await session.execute(select(plans.c.id, plans.c.version, plans.c.user_id, plans.c.job_id,
                                             plans.c.symbol, plans.c.document))).all()  # fmt: skip
        assert await session.scalar(select(func.count()).select_from(locks)) == 0
    states = {row.id: row.state for row in rows}
    assert done.asked <= set(states), "a job that was asked for is gone"
    by_id = {row.id: row for row in kept}
    for plan_id, (version, user_id) in done.made.items():
        assert (by_id[plan_id].version, by_id[plan_id].user_id) == (version, user_id)
    assert done.told_twice == []
    finished = {row.id: UUID(row.result["planId"]) for row in rows if row.state == "done"}
    assert finished == {row.job_id: row.id for row in kept}, "jobs that are done and versions are not the same"
    chains: dict[tuple[UUID, str], list[int]] = {}
    for row in kept:
        assert orjson.loads(row.document)["symbol"] == row.symbol
        chains.setdefault((row.user_id, row.symbol), []).append(row.version)
    for versions in chains.values():
        assert sorted(versions) == list(range(1, len(versions) + 1))
    return Counter(states.values())


CASTS = {"sqlite": ("both",), "postgresql": ("asker 1", "worker 1", "worker 2")}
"""One process on SQLite, which serves one; several on PostgreSQL."""


@pytest.mark.timeout(3600)
async def test_processes_killed_at_any_moment_lose_nothing_and_double_nothing(
    database_url: str, rounds: int, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = CASTS[database_url.partition("+")[0]]
    async with closing(restless_world(database_url)) as world:
        await add_people(world.database, world.clock.now_ms())
        async with campaign(database_url, cast) as running:
            for number in range(rounds):
                chance = random.Random(number)
                victim = chance.choice(cast)
                # most die in the middle of something, some after they got something done
                await asyncio.sleep(chance.uniform(0.05, 0.8) if chance.random() < 0.5 else chance.uniform(0.8, 2.5))
                await running.kill(victim)
                await running.start(victim)
        await drained(world)
        ends = await nothing_is_lost(world, running)
        for who in (ANA, BUDI):
            assert (await world.plans.quota(who)).used <= ends.total()
    assert set(ends) <= {"done", "failed"}
    with capsys.disabled():
        print(f"\n  {database_url.partition('+')[0]}: {rounds} kills, {len(running.asked)} asked for, "
              f"{len(running.made)} acknowledged, jobs {dict(ends)}")  # fmt: skip
