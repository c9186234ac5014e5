"""Asking for work, looking at it, waiting for it, cancelling it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import Conflict, NotFound
from nofomo.infra.clock import Clock, NewId
from nofomo.infra.database import SYSTEM, Database, Scope, after_commit
from nofomo.infra.jobs import store
from nofomo.infra.jobs.model import LIVE, Ending, Enqueued, Job, JobFailure, JobRequest, JobState, Timing
from nofomo.infra.jobs.signals import Signal, first_of
from nofomo.infra.jobs.tables import jobs

OnEnd = Callable[[AsyncSession, Ending], Awaitable[None]]


class JobQueue:
    """The queue of one database. Within the process, waiting costs no delay; other processes are asked every poll.

    `added` and `ended` tell this process of jobs that were committed here: a new one, one that has ended. What is in
    `endings` is called inside the transaction that ends a job, however it ends, so that rows which outlive the job's
    own can be written with it.
    """

    def __init__(self, db: Database, clock: Clock, *, new_id: NewId, timing: Timing = Timing()) -> None:
        self.db = db
        self.clock = clock
        self.timing = timing
        self.added: Signal[UUID] = Signal()
        self.ended: Signal[UUID] = Signal()
        self.endings: list[OnEnd] = []
        self._new_id = new_id
        self._waits: set[asyncio.Event] = set()
        self._hurried = False

    async def enqueue(self, session: AsyncSession, request: JobRequest) -> Enqueued:
        """Ask for work inside the caller's writing transaction; it is there when that commits, and only then.

        Raises LimitReached (`LOCKED`) when another job holds the lock.
        """
        now, timing = self.clock.now_ms(), self.timing
        answer = await store.add(session, self._new_id(), request=request, now=now, timing=timing)
        after_commit(session, lambda: self.added.send(answer.job_id))
        return answer

    async def get(self, scope: Scope, job_id: UUID) -> Job:
        """The job as it stands. Raises NotFound (`JOB_NOT_FOUND`), for other people's jobs too."""
        async with self.db.read(scope) as session:
            row = (await session.execute(select(jobs).where(_theirs(scope, job_id)))).one_or_none()
        if row is None:
            raise NotFound("There is no such job.", code="JOB_NOT_FOUND", details={"jobId": str(job_id)})
        return store.to_job(row)

    async def wait(self, job_id: UUID, timeout_s: float, *, scope: Scope = SYSTEM) -> Job:
        """The job once it has ended, or as it stands after `timeout_s` seconds."""
        news = asyncio.Event()
        # Waited by duration: a clock that is set back must not make anybody wait for an hour.
        over = asyncio.ensure_future(self.clock.sleep(timeout_s))
        over.add_done_callback(lambda _over: news.set())
        self._waits.add(news)
        try:
            with self.ended.heard_by(lambda which: news.set() if which == job_id else None):
                while True:
                    news.clear()
                    job = await self.get(scope, job_id)
                    if not job.is_live or timeout_s <= 0 or over.done() or self._hurried:
                        return job
                    await first_of(news, self.clock, seconds=self.timing.poll)
        finally:
            self._waits.discard(news)
            over.cancel()

    def stop_waiting(self) -> None:
        """Let everyone who waits go on with the job as it stands: the process is about to end, the job is not."""
        self._hurried = True
        for news in self._waits:
            news.set()

    async def cancel(self, scope: Scope, job_id: UUID) -> Job:
        """End a live job now; a worker that is at it stops and writes nothing.

        Raises NotFound (`JOB_NOT_FOUND`), or Conflict (`JOB_FINISHED`) when there is nothing left to cancel.
        """
        async with self.db.write(scope) as session:
            cancelled = await self.cancel_within(session, _theirs(scope, job_id))
        job = await self.get(scope, job_id)
        if not cancelled:
            raise Conflict("The job has ended already.", code="JOB_FINISHED", details={"state": job.state})
        return job

    async def cancel_within(self, session: AsyncSession, which: ColumnElement[bool]) -> int:
        """End all live jobs among `which` inside the caller's writing transaction; gives how many there were."""
        live = (await session.scalars(select(jobs.c.id).where(which, jobs.c.state.in_(LIVE)).order_by(jobs.c.id))).all()
        cancelled = [
            job_id
            for job_id in live
            if await self.end(session, and_(jobs.c.id == job_id, jobs.c.state.in_(LIVE)), state="cancelled")
        ]

        def tell() -> None:
            for job_id in cancelled:
                self.ended.send(job_id)

        after_commit(session, tell)
        return len(cancelled)

    async def give_up(self, session: AsyncSession, which: ColumnElement[bool]) -> None:
        """Fail the jobs among `which` that have used up their attempts with workers that fell silent."""
        lost = store.worn_out(which)
        for job_id in (await session.scalars(select(jobs.c.id).where(lost))).all():
            values = {"error": asdict(store.WORKER_LOST)}
            await self.end(session, and_(jobs.c.id == job_id, lost), state="failed", values=values)

    async def end(self, session: AsyncSession, which: ColumnElement[bool], *, state: JobState,
                  values: Mapping[str, Any] | None = None) -> bool:  # fmt: skip
        """Bring the one job that `which` names to its end inside the caller's writing transaction.

        False when `which` names none.
        """
        values = values or {}
        job_id = await store.end(session, which, state=state, now=self.clock.now_ms(), values=values)
        if job_id is None:
            return False
        error = values.get("error")
        ending = Ending(job_id, state, values.get("result"), JobFailure(**error) if error else None)
        for react in self.endings:
            await react(session, ending)
        return True


def _theirs(scope: Scope, job_id: UUID) -> ColumnElement[bool]:
    return and_(jobs.c.id == job_id, true() if scope.user_id is None else jobs.c.user_id == scope.user_id)
