"""Taking jobs and doing them."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.exc import InterfaceError, OperationalError

from nofomo.engine.core.errors import NofomoError
from nofomo.infra.clock import Clock
from nofomo.infra.database import SYSTEM
from nofomo.infra.database_faults import is_fault
from nofomo.infra.jobs import store
from nofomo.infra.jobs.context import JobContext
from nofomo.infra.jobs.heavy import HeavyPool
from nofomo.infra.jobs.model import Job, JobFailure, JobStopped, Lane, NotYet, Timing
from nofomo.infra.jobs.queue import JobQueue
from nofomo.infra.jobs.signals import first_of
from nofomo.infra.jobs.tables import jobs
from nofomo.infra.observability import bound, job_id

log = logging.getLogger(__name__)

Handler = Callable[[JobContext], Awaitable[None]]
SLOTS: Final[Mapping[Lane, int]] = {"interactive": 3, "batch": 1, "heavy": 1, "upkeep": 2}
_FAULTS: Final = (OperationalError, InterfaceError, BrokenExecutor)


@dataclass(slots=True)
class _Run:
    """An attempt that is under way, and the moment until which it is safely ours."""

    context: JobContext
    task: asyncio.Task[None]
    lease_until: int

    def stop(self, why: str) -> None:
        if self.context.stopped is None and not self.context.completed:
            self.context.stopped = why
            self.task.cancel()


class Worker:
    """Takes jobs of the kinds it has handlers for, each lane with its own number of slots."""

    def __init__(self, queue: JobQueue, handlers: Mapping[str, Handler], *, name: str,
                 slots: Mapping[Lane, int] = SLOTS, heavy: HeavyPool | None = None) -> None:  # fmt: skip
        self._queue = queue
        self._handlers = handlers
        self._name = name
        self._slots = slots
        self._heavy = heavy or HeavyPool(slots.get("heavy", 1))
        self._runs: dict[UUID, _Run] = {}
        self._attempts: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()

    @property
    def _clock(self) -> Clock:
        return self._queue.clock

    @property
    def _timing(self) -> Timing:
        return self._queue.timing

    async def run(self) -> None:
        """Work until `stop` is called or the task is cancelled; jobs that are not done by then go back to the queue."""
        self._ended.clear()
        keeper = asyncio.create_task(self._keep_leases())
        try:
            with self._queue.added.heard_by(lambda _id: self._news.set()), self._queue.ended.heard_by(self._on_end):
                await self._take_jobs()
                if self._attempts:
                    await self._finish_within_grace()
        finally:
            for run in list(self._runs.values()):
                run.task.cancel()
            await asyncio.gather(*self._attempts, return_exceptions=True)
            keeper.cancel()
            self._heavy.close()
            self._ended.set()

    async def stop(self) -> None:
        """Take no more jobs, let those under way finish within the grace period; `run` has ended afterwards."""
        self._stopping.set()
        self._news.set()
        await self._ended.wait()

    async def _finish_within_grace(self) -> None:
        grace = asyncio.ensure_future(self._clock.sleep(self._timing.grace))
        done = asyncio.gather(*self._attempts, return_exceptions=True)
        await asyncio.wait({grace, done}, return_when=asyncio.FIRST_COMPLETED)
        grace.cancel()

    async def _take_jobs(self) -> None:
        while not self._stopping.is_set():
            self._news.clear()
            try:
                for lane in await self._lanes_with_work():
                    await self._fill_slots(lane)
            except Exception as error:  # noqa: BLE001 - a worker goes on
                _complain("The queue could not be read; trying again.", error)
                await first_of(self._stopping, self._clock, seconds=self._timing.retry)
            await first_of(self._news, self._clock, seconds=self._timing.poll)

    async def _lanes_with_work(self) -> list[Lane]:
        """Looking costs nothing; taking needs the one writing transaction, so look first."""
        lanes = self._free()
        if not lanes:
            return []
        which = store.due(self._handlers, lanes=lanes, now=self._clock.now_ms())
        async with self._queue.db.read(SYSTEM) as session:
            return list((await session.scalars(select(jobs.c.lane).where(which).distinct())).all())

    def _free(self) -> dict[Lane, int]:
        used = Counter(run.context.job.lane for run in self._runs.values())
        return {lane: count - used[lane] for lane, count in self._slots.items() if count > used[lane]}

    async def _fill_slots(self, lane: Lane) -> None:
        now = self._clock.now_ms()
        async with self._queue.db.write(SYSTEM) as session:
            which = store.due(self._handlers, lanes=[lane], now=now)
            which = and_(which, jobs.c.id.not_in(list(self._runs)))
            free = self._free().get(lane, 0)
            await self._queue.give_up(session, which)
            taken = await store.take(session, self._name, which=which, now=now, timing=self._timing, most=free)
            if self._stopping.is_set():
                await session.rollback()
                return
        for job in taken:
            attempt = asyncio.create_task(self._attempt(job, lease_until=now + round(self._timing.lease * 1000)))
            self._attempts.add(attempt)
            attempt.add_done_callback(self._attempts.discard)
        await asyncio.sleep(0)

    async def _attempt(self, job: Job, *, lease_until: int) -> None:
        """One attempt from lease to outcome. Never raises: what goes wrong here is logged and the lease runs out."""
        lease = store.Lease(job.id, self._name, job.attempts)
        context = JobContext(job, queue=self._queue, lease=lease, heavy=self._heavy)
        with bound(job_id, str(job.id)):
            run = _Run(context, asyncio.create_task(self._handle(context)), lease_until)
            self._runs[job.id] = run
            try:
                await self._settle(run, timed_out=await self._in_time(run))
            except Exception as error:  # noqa: BLE001 - the lease runs out
                _complain("The end of a job could not be written; it will be tried again.", error)
            finally:
                self._runs.pop(job.id, None)
                self._news.set()

    async def _handle(self, context: JobContext) -> None:
        await self._handlers[context.job.kind](context)

    async def _in_time(self, run: _Run) -> bool:
        """Wait for the handler, at most until the deadline; True when that was over and the handler was stopped."""
        deadline = asyncio.ensure_future(self._clock.sleep(run.context.job.deadline_s))
        await asyncio.wait({run.task, deadline}, return_when=asyncio.FIRST_COMPLETED)
        deadline.cancel()
        timed_out = not run.task.done()
        run.task.cancel()
        await asyncio.wait({run.task})
        return timed_out

    async def _settle(self, run: _Run, *, timed_out: bool) -> None:
        """Write the outcome of an attempt, unless the handler or somebody else has done so."""
        context, job = run.context, run.context.job
        error = None if run.task.cancelled() else run.task.exception()
        if context.completed:
            if error is not None:
                log.error("A job failed after it had been completed.", exc_info=error)
        elif context.stopped is not None:
            log.info("Stopped: %s", context.stopped)
        elif timed_out:
            message = f"This took longer than {job.deadline_s:g} s and was given up. Try again."
            await self._fail(context, JobFailure(f"{job.kind.upper()}_TIMEOUT", message, type="Unavailable"))
        elif run.task.cancelled():
            await self._put_back(context, pause_s=0, counts=False)
        elif isinstance(error, NotYet):
            await self._put_back(context, pause_s=error.pause_s, counts=False)
        elif (is_fault(error) or isinstance(error, _FAULTS)) and job.attempts < job.max_attempts:
            log.warning("A fault of ours; the job is tried again.", exc_info=None if is_fault(error) else error)
            await self._put_back(context, pause_s=self._timing.retry * 2 ** (job.attempts - 1), counts=True)
        elif isinstance(error, NofomoError):
            await self._fail(context, JobFailure.of(error))
        elif error is not None:
            log.error("A job broke.", exc_info=error)
            message = "Something broke on our side. Tell the operator the job's id."
            await self._fail(context, JobFailure("JOB_BROKEN", message, {"jobId": str(job.id)}))
        else:
            await self._end(context, state="done", values={})

    async def _fail(self, context: JobContext, failure: JobFailure) -> None:
        await self._end(context, state="failed", values={"error": asdict(failure)})

    async def _end(self, context: JobContext, *, state: Any, values: dict[str, Any]) -> None:
        async with self._queue.db.write(SYSTEM) as session:
            await self._queue.end(session, context.lease.holds, state=state, values=values)
        context.completed = True
        self._queue.ended.send(context.job.id)

    async def _put_back(self, context: JobContext, *, pause_s: float, counts: bool) -> None:
        run_after = self._clock.now_ms() + round(pause_s * 1000)
        async with self._queue.db.write(SYSTEM) as session:
            await store.put_back(session, context.lease, run_after=run_after, counts=counts)
        self._queue.added.send(context.job.id)

    def _on_end(self, ended: UUID) -> None:
        run = self._runs.get(ended)
        if run is not None:
            run.stop("The job was cancelled.")

    async def _keep_leases(self) -> None:
        """Every poll look whether our jobs are still ours, every heartbeat renew their leases."""
        renewed = self._clock.now_ms()
        while True:
            await self._clock.sleep(self._timing.poll)
            now = self._clock.now_ms()
            beat = not 0 <= now - renewed < self._timing.heartbeat * 1000
            runs = list(self._runs.values())
            if runs:
                try:
                    await self._look_after(runs, now=now, renew=beat)
                except Exception as error:  # noqa: BLE001 - tried again soon
                    _complain("Leases could not be renewed.", error)
            renewed = now if beat else renewed
            for run in runs:
                if run.lease_until <= self._clock.now_ms():
                    run.stop("The lease ran out.")

    async def _look_after(self, runs: list[_Run], *, now: int, renew: bool) -> None:
        leases = [run.context.lease for run in runs]
        if renew:
            async with self._queue.db.write(SYSTEM) as session:
                held = await store.renew(session, leases, now=now, timing=self._timing)
        else:
            async with self._queue.db.read(SYSTEM) as session:
                held = await store.held(session, leases)
        for run in runs:
            if run.context.job.id not in held:
                run.stop("The job was cancelled or taken over by another worker.")
                continue
            if renew:
                run.lease_until = now + round(self._timing.lease * 1000)
            with suppress(JobStopped):
                await run.context.write_progress()


def _complain(what: str, error: Exception) -> None:
    """Called while `error` is handled. A database that is away is no bug: no traceback."""
    if is_fault(error):
        log.warning("%s %s", what, error)
    else:
        log.exception(what)
