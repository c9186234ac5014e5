"""A job asked for or ended in one process is heard of in another at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from nofomo.infra.clock import SystemClock, system_new_id
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.events import EventRegistry
from nofomo.infra.events.redis_bus import RedisEventBus
from nofomo.infra.jobs import JOB_EVENTS, JobContext, JobQueue, JobRequest, Timing, Worker, share_news
from tests.support.redis_server import private_redis

NEVER_POLLED = Timing(poll=60)
"""With this a process that is not told finds out after a minute."""


@pytest.fixture
async def queues(tmp_path: Path, database_url: str) -> AsyncIterator[tuple[JobQueue, JobQueue]]:
    """The queues of two processes on one database, told of each other by Redis."""
    with private_redis(tmp_path) as redis:
        made: list[JobQueue] = []
        buses = [
            RedisEventBus(redis.url, registry=EventRegistry(JOB_EVENTS), clock=SystemClock(), origin=name)
            for name in ("one", "two")
        ]
        async with buses[0].running(), buses[1].running():
            for bus in buses:
                await asyncio.wait_for(bus.listening.wait(), 5)
                queue = JobQueue(Database(database_url), SystemClock(), new_id=system_new_id, timing=NEVER_POLLED)
                share_news(queue, bus)
                made.append(queue)
            yield made[0], made[1]
            for queue in made:
                await queue.db.close()


async def quick(ctx: JobContext) -> None:
    async with ctx._queue.db.write(SYSTEM) as session:
        await ctx.complete(session, {"done": True})


async def test_asked_here_done_there_and_heard_here_without_polling(queues: tuple[JobQueue, JobQueue]) -> None:
    here, there = queues
    worker = Worker(there, {"quick": quick}, name="there")
    working = asyncio.create_task(worker.run())
    await asyncio.sleep(0.2)  # it has looked once and would look again in a minute
    async with here.db.write(SYSTEM) as session:
        wish = await here.enqueue(session, JobRequest("quick", None, {}))
    job = await here.wait(wish.job_id, 20)
    assert (job.state, job.result, job.worker) == ("done", {"done": True}, "there")
    await worker.stop()
    await working


async def test_cancelled_here_it_stops_there_without_polling(queues: tuple[JobQueue, JobQueue]) -> None:
    here, there = queues
    began, stopped = asyncio.Event(), asyncio.Event()

    async def long(_ctx: JobContext) -> None:
        began.set()
        try:
            await asyncio.sleep(30)
        finally:
            stopped.set()

    worker = Worker(there, {"long": long}, name="there")
    working = asyncio.create_task(worker.run())
    async with here.db.write(SYSTEM) as session:
        wish = await here.enqueue(session, JobRequest("long", None, {}))
    await asyncio.wait_for(began.wait(), 20)
    await here.cancel(SYSTEM, wish.job_id)
    await asyncio.wait_for(stopped.wait(), 20)
    await worker.stop()
    await working
