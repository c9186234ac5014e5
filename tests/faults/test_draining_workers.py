"""Two worker processes on one queue: every job is done, none twice, and they do not trip over each other."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, insert, select, text

from nofomo.features.accounts import users
from nofomo.infra.clock import SystemClock, system_new_id
from nofomo.infra.database import SYSTEM, Database, as_user
from nofomo.infra.jobs import LIVE, JobQueue, JobRequest, jobs
from tests.support.draining_worker import DONE
from tests.support.isolation import row_of

ROOT = Path(__file__).parents[2]
PEOPLE, EACH = [UUID(int=number) for number in range(1, 21)], 10


def start(url: str, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.support.draining_worker", url, name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


async def prepare(database: Database) -> set[UUID]:
    """People with jobs, all waiting; each person asks in the own name."""
    async with database.engine.begin() as connection:
        await connection.run_sync(DONE.create)
        if not database.is_sqlite:
            await connection.execute(text("grant insert, select on drained to nofomo_user"))
    async with database.write(SYSTEM) as session:
        await session.execute(insert(users), [row_of(users, person) for person in PEOPLE])
    queue = JobQueue(database, SystemClock(), new_id=system_new_id)
    asked = set[UUID]()
    for person in PEOPLE:
        async with database.write(as_user(person)) as session:
            for number in range(EACH):
                request = JobRequest("work", person, {}, lock=f"{person}:{number}")
                asked.add((await queue.enqueue(session, request)).job_id)
    return asked


async def all_ended(database: Database) -> None:
    """Wait until nothing is queued or running."""
    live = select(func.count()).select_from(jobs).where(jobs.c.state.in_(LIVE))
    async with asyncio.timeout(90):
        while True:
            async with database.read(SYSTEM) as session:
                if not await session.scalar(live):
                    return
            await asyncio.sleep(0.1)  # rows have no events


async def test_two_processes_drain_a_queue_together(database_url: str) -> None:
    database = Database(database_url)
    asked = await prepare(database)
    workers = [start(database_url, name) for name in ("one", "two")]
    try:
        await all_ended(database)
    finally:
        for worker in workers:
            worker.terminate()
    for worker in workers:
        _, complaints = worker.communicate(timeout=30)
        assert worker.returncode == 0, complaints
        assert "Traceback" not in complaints
    async with database.read(SYSTEM) as session:
        done = [tuple(row) for row in await session.execute(select(DONE.c.job_id, DONE.c.worker))]
        ends = await session.execute(select(jobs.c.id, jobs.c.state, jobs.c.attempts, jobs.c.result))
        assert {row.id: (row.state, row.attempts, row.result) for row in ends} == {
            job_id: ("done", 1, {"by": worker}) for job_id, worker in done
        }
        assert await session.scalar(text("select count(*) from locks")) == 0
    assert Counter(job_id for job_id, _ in done) == Counter(asked)
    assert {worker for _, worker in done} == {"one", "two"}
    if not database.is_sqlite:
        async with database.engine.connect() as connection:
            conflicts = "select deadlocks from pg_stat_database where datname = current_database()"
            assert await connection.scalar(text(conflicts)) == 0
    await database.close()
