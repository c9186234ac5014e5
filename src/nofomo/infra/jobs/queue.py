"""Asking for work, looking at it, waiting for it, cancelling it."""

from __future__ import annotations

import asyncio
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import Conflict, NotFound
from nofomo.infra.clock import Clock, NewId
from nofomo.infra.database import SYSTEM, Database, Scope, after_commit
from nofomo.infra.jobs import store
from nofomo.infra.jobs.model import LIVE, Enqueued, Job, JobRequest, Timing
from nofomo.infra.jobs.signals import Signal, first_of
from nofomo.infra.jobs.tables import jobs


class JobQueue:
    """The queue of one database. Within the process, waiting costs no delay; other processes are asked every poll.

    `added` and `ended` tell this process of jobs that were committed here: a new one, one that has ended.
    """

    def __init__(self, db: Database, clock: Clock, *, new_id: NewId, timing: Timing = Timing()) -> None:
        self.db = db
        self.clock = clock
        self.timing = timing
        self.added: Signal[UUID] = Signal()
        self.ended: Signal[UUID] = Signal()
        self._new_id = new_id

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

    async def wait(self, job_id: UUID, timeout_s: float) -> Job:
        """The job once it has ended, or as it stands after `timeout_s` seconds."""
        news = asyncio.Event()
        until = self.clock.now_ms() + round(timeout_s * 1000)
        with self.ended.heard_by(lambda which: news.set() if which == job_id else None):
            while True:
                news.clear()
                job = await self.get(SYSTEM, job_id)
                left_s = (until - self.clock.now_ms()) / 1000
                if not job.is_live or left_s <= 0:
                    return job
                await first_of(news, self.clock, seconds=min(left_s, self.timing.poll))

    async def cancel(self, scope: Scope, job_id: UUID) -> Job:
        """End a live job now; a worker that is at it stops and writes nothing.

        Raises NotFound (`JOB_NOT_FOUND`), or Conflict (`JOB_FINISHED`) when there is nothing left to cancel.
        """
        async with self.db.write(scope) as session:
            which = and_(_theirs(scope, job_id), jobs.c.state.in_(LIVE))
            cancelled = await store.end(session, which, state="cancelled", now=self.clock.now_ms())
            after_commit(session, lambda: self.ended.send(job_id))
        job = await self.get(scope, job_id)
        if not cancelled:
            raise Conflict("The job has ended already.", code="JOB_FINISHED", details={"state": job.state})
        return job


def _theirs(scope: Scope, job_id: UUID) -> ColumnElement[bool]:
    return and_(jobs.c.id == job_id, true() if scope.user_id is None else jobs.c.user_id == scope.user_id)
