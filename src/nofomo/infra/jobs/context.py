"""What a handler holds in its hand while it works on a job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.infra.database import SYSTEM, after_commit
from nofomo.infra.jobs import store
from nofomo.infra.jobs.heavy import HeavyPool
from nofomo.infra.jobs.model import Job, JobStopped, Progress
from nofomo.infra.jobs.queue import JobQueue

T = TypeVar("T")


class JobContext:
    """One attempt at one job: what was asked for, how to report, how to end it."""

    def __init__(self, job: Job, *, queue: JobQueue, lease: store.Lease, heavy: HeavyPool) -> None:
        self.job = job
        self.lease = lease
        self.stopped: str | None = None
        self.completed = False
        self._queue = queue
        self._heavy = heavy
        self._latest: Progress | None = None
        self._unwritten = False
        self._written_at: int | None = None

    def check(self) -> None:
        """Raise JobStopped when the job was cancelled or the lease was lost; call it between expensive steps."""
        if self.stopped is not None:
            raise JobStopped(self.stopped)

    async def progress(self, step: int, of: int, name: str) -> None:
        """Tell how far the job is. Steps within one poll of each other are written together. Raises JobStopped."""
        self.check()
        self._latest, self._unwritten = Progress(step, of, name), True
        now = self._queue.clock.now_ms()
        if self._written_at is None or not 0 <= now - self._written_at < self._queue.timing.poll * 1000:
            await self.write_progress()

    async def write_progress(self) -> None:
        """Write what `progress` was told last, in a transaction of its own. Raises JobStopped."""
        if self._latest is None or not self._unwritten:
            return
        self._unwritten, self._written_at = False, self._queue.clock.now_ms()
        async with self._queue.db.write(SYSTEM) as session:
            held = await store.report(session, self.lease, progress=self._latest)
        if not held:
            self._lose()

    async def complete(self, session: AsyncSession, result: Mapping[str, Any] | None = None) -> None:
        """End the job with `result`, inside the handler's own transaction: both are committed, or neither is.

        Raises JobStopped when the lease no longer holds; let it roll the transaction back.
        """
        self.check()
        values: dict[str, Any] = {"result": None if result is None else dict(result)}
        if self._latest is not None:
            values["progress"] = asdict(self._latest)
        if not await self._queue.end(session, self.lease.holds, state="done", values=values):
            self._lose()
        after_commit(session, self._committed)

    async def run_heavy(self, function: Callable[..., T], *args: object) -> T:
        """Compute in another process, so that nobody else waits; `function` and `args` must be picklable."""
        self.check()
        answer = await self._heavy.run(function, *args)
        self.check()
        return answer

    def _committed(self) -> None:
        self.completed = True
        self._queue.ended.send(self.job.id)

    def _lose(self) -> None:
        self.stopped = "The job was cancelled or taken over by another worker."
        self.check()
