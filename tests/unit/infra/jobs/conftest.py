"""A queue on SQLite and on PostgreSQL, a clock in the test's hand, and workers that end with the test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any
from uuid import UUID

import pytest

from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.jobs import Handler, Job, JobContext, JobQueue, JobRequest, Worker, store
from tests.support.clock import CountingIds, ManualClock, eventually

ANA, BUDI, CITRA = UUID(int=1), UUID(int=2), UUID(int=3)


class Bench:
    """One queue, its clock, and whatever workers the test starts."""

    def __init__(self, db: Database, clock: ManualClock, *, new_id: CountingIds) -> None:
        self.db, self.clock = db, clock
        self.queue = JobQueue(db, clock, new_id=new_id)
        self.new_id = new_id
        self._workers: list[tuple[Worker, asyncio.Task[None]]] = []

    async def ask(self, kind: str = "work", user: UUID | None = ANA, **options: Any) -> UUID:
        """Enqueue one job in a transaction of its own."""
        payload: Mapping[str, Any] = options.pop("payload", {})
        async with self.db.write(SYSTEM) as session:
            return (await self.queue.enqueue(session, JobRequest(kind, user, payload, **options))).job_id

    def other_process(self, clock: ManualClock | None = None) -> JobQueue:
        """A second queue on the same rows that hears nothing of the first, as in another process."""
        return JobQueue(self.db, clock or self.clock, new_id=self.new_id)

    async def take_and_die(self, name: str) -> None:
        """Leave the rows as a worker leaves them that takes all jobs and is killed."""
        now = self.clock.now_ms()
        which = store.due(["work"], lanes=["interactive"], now=now)
        async with self.db.write(SYSTEM) as session:
            await store.take(session, name, which=which, now=now, timing=self.queue.timing, most=99)

    def start(self, handlers: Mapping[str, Handler], name: str = "w1", **options: Any) -> asyncio.Task[None]:
        """Start a worker; it is stopped after the test."""
        worker = Worker(options.pop("queue", self.queue), handlers, name=name, **options)
        task = asyncio.create_task(worker.run())
        self._workers.append((worker, task))
        return task

    def stop(self, task: asyncio.Task[None]) -> asyncio.Task[None]:
        """Ask a worker to stop gracefully; the task ends when it has."""
        return asyncio.create_task(next(worker for worker, running in self._workers if running is task).stop())

    async def ended(self, job_id: UUID) -> Job:
        """The job once it has ended, whichever process ended it; the clock stands still meanwhile."""
        async with asyncio.timeout(10):
            while (job := await self.job(job_id)).is_live:  # noqa: ASYNC110 (rows have no events)
                await asyncio.sleep(0.002)
        return job

    async def taken(self, job_id: UUID) -> None:
        """Wait until a worker has the job."""
        async with asyncio.timeout(10):
            while (await self.job(job_id)).worker is None:  # noqa: ASYNC110 (rows have no events)
                await asyncio.sleep(0.002)

    async def job(self, job_id: UUID) -> Job:
        """The job as it stands."""
        return await self.queue.get(SYSTEM, job_id)

    async def pass_time(self, seconds: float, step: float = 0.25) -> None:
        """Let time pass in steps, with a breath of real time for the database after each."""
        for _ in range(round(seconds / step)):
            self.clock.advance(step)
            await asyncio.sleep(0.005)

    async def pass_time_until(
        self, condition: Callable[[], object], *, most_s: float = 500, step: float = 0.25
    ) -> None:
        """Let time pass until something comes true, with a longer breath where little time may pass."""
        for _ in range(round(most_s / step)):
            if condition():
                return
            await self.pass_time(step, step)
        await eventually(condition)

    async def close(self) -> None:
        for _, task in self._workers:
            task.cancel()
        await asyncio.gather(*(task for _, task in self._workers), return_exceptions=True)
        await self.db.close()


class Hold:
    """A handler that says when it has begun and waits until it is let go."""

    def __init__(self) -> None:
        self.begun: list[UUID] = []
        self.go = asyncio.Event()
        self.cancelled: list[UUID] = []

    async def __call__(self, ctx: JobContext) -> None:
        self.begun.append(ctx.job.id)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled.append(ctx.job.id)
            raise

    async def has_begun(self, count: int = 1) -> None:
        await eventually(lambda: len(self.begun) >= count)


@pytest.fixture
async def bench(database_url: str) -> AsyncIterator[Bench]:
    made = Bench(Database(database_url), ManualClock(), new_id=CountingIds())
    yield made
    await made.close()
