"""The statements behind the queue, the same on SQLite and PostgreSQL. Each runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Insert, Row, Table, and_, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import LimitReached
from nofomo.infra.jobs.model import LIVE, Enqueued, Job, JobFailure, JobRequest, JobState, Progress, Timing
from nofomo.infra.jobs.tables import jobs, locks

c: Final = jobs.c
FAR_MS: Final = 120_000
"""Leases and pauses last seconds. One that ends later than this was made before the clock was set back."""
WORKER_LOST: Final = JobFailure(
    "WORKER_LOST",
    "The work was interrupted again and again and was given up. Try again; tell the operator if it stays.",
)


@dataclass(frozen=True, slots=True)
class Lease:
    """Who works on a job: a worker, and the number of its attempt. A later attempt makes an earlier one void."""

    job_id: UUID
    worker: str
    attempt: int

    @property
    def holds(self) -> ColumnElement[bool]:
        """True for the job's row while the lease is this one."""
        return and_(c.id == self.job_id, c.state == "running", c.worker == self.worker, c.attempts == self.attempt)


async def add(session: AsyncSession, job_id: UUID, *, request: JobRequest, now: int, timing: Timing) -> Enqueued:
    """Write a queued job, unless a live one of the same key exists. Raises LimitReached (`LOCKED`)."""
    last = select(func.max(c.turn)).where(c.user_id == request.user_id, c.lane == request.lane, c.state.in_(LIVE))
    before = None if request.user_id is None else await session.scalar(last)
    turn = now if before is None else max(now, before + round(timing.patience * 1000))
    row = {
        "id": job_id, "kind": request.kind, "lane": request.lane, "user_id": request.user_id, "key": request.key,
        "payload": dict(request.payload), "state": "queued", "attempts": 0, "max_attempts": request.max_attempts,
        "deadline_s": request.deadline_s, "run_after": 0, "created_at": now,
        "turn": turn,
    }  # fmt: skip
    while not await _added(session, jobs, row=row):
        same = select(c.id).where(c.kind == request.kind, c.key == request.key, c.state.in_(LIVE))
        existing = await session.scalar(same)
        if existing is not None:
            return Enqueued(existing, is_new=False)
    if request.lock is not None:
        await _lock(session, job_id, request=request, now=now)
    return Enqueued(job_id, is_new=True)


async def _lock(session: AsyncSession, job_id: UUID, *, request: JobRequest, now: int) -> None:
    ttl_ms = round(request.lock_ttl_s * 1000)
    over = or_(locks.c.expires_at <= now, locks.c.expires_at > now + ttl_ms + FAR_MS)
    await session.execute(delete(locks).where(locks.c.key == request.lock, over))
    row = {
        "key": request.lock, "job_id": job_id, "user_id": request.user_id, "ttl_ms": ttl_ms,
        "expires_at": now + ttl_ms,
    }  # fmt: skip
    if not await _added(session, locks, row=row):
        until = await session.scalar(select(locks.c.expires_at).where(locks.c.key == request.lock)) or now
        wait_s = max(1, -(-(until - now) // 1000))
        raise LimitReached(f"Somebody is at work on this. Try again in {wait_s} s.", code="LOCKED",
                           retry_after_s=wait_s, details={"seconds": wait_s})  # fmt: skip


async def _added(session: AsyncSession, table: Table, *, row: dict[str, Any]) -> bool:
    """Insert unless a unique index objects."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement: Insert = dialect.insert(table).values(row).on_conflict_do_nothing()
    return _count(await session.execute(statement)) == 1


def due(kinds: Collection[str], *, lanes: Collection[str], now: int) -> ColumnElement[bool]:
    """The jobs that a worker could take now: waiting ones, and those whose worker has fallen silent."""
    # So far ahead nobody promises anything: the clock was set back, and nobody shall wait for it to come round again.
    waiting = and_(c.state == "queued", or_(c.run_after <= now, c.run_after > now + FAR_MS))
    silent = and_(c.state == "running", or_(c.lease_until <= now, c.lease_until > now + FAR_MS))
    return and_(c.lane.in_(lanes), c.kind.in_(kinds), or_(waiting, silent))


def worn_out(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of the jobs that could be taken, those of silent workers that have used up their attempts."""
    return and_(which, c.state == "running", c.attempts >= c.max_attempts)


async def take(session: AsyncSession, worker: str, *, which: ColumnElement[bool], now: int, timing: Timing,
               most: int) -> list[Job]:  # fmt: skip
    """Lease up to `most` jobs for `worker`: in order of asking, but everybody's first before anybody's second.

    Jobs of silent workers are taken over; fail the worn-out ones before.
    """
    chosen = await session.execute(
        select(jobs).where(which).order_by(c.turn, c.id).limit(most).with_for_update(skip_locked=True)
    )
    taken = chosen.all()
    for row in taken:
        await session.execute(
            update(jobs).where(c.id == row.id).values(
                state="running", worker=worker, attempts=row.attempts + 1, progress=None,
                lease_until=now + round(timing.lease * 1000), started_at=row.started_at or now,
            )
        )  # fmt: skip
    ids = [row.id for row in taken]
    if ids:
        await _renew_locks(session, ids, now=now)
        rows = await session.execute(select(jobs).where(c.id.in_(ids)))
        by_id = {row.id: to_job(row) for row in rows}
        return [by_id[job_id] for job_id in ids]
    return []


async def renew(session: AsyncSession, leases: Sequence[Lease], *, now: int, timing: Timing) -> set[UUID]:
    """Prolong the leases that still hold; gives their jobs."""
    held = {
        lease.job_id
        for lease in leases
        if _count(
            await session.execute(
                update(jobs).where(lease.holds).values(lease_until=now + round(timing.lease * 1000))
            )
        )
    }  # fmt: skip
    if held:
        await _renew_locks(session, held, now=now)
    return held


async def _renew_locks(session: AsyncSession, job_ids: Collection[UUID], *, now: int) -> None:
    await session.execute(
        update(locks).where(locks.c.job_id.in_(job_ids)).values(expires_at=locks.c.ttl_ms + now)
    )  # fmt: skip


async def held(session: AsyncSession, leases: Sequence[Lease]) -> set[UUID]:
    """The jobs whose leases still hold."""
    return set((await session.scalars(select(c.id).where(or_(*(lease.holds for lease in leases))))).all())


async def report(session: AsyncSession, lease: Lease, *, progress: Progress) -> bool:
    """Write the progress; False when the lease no longer holds."""
    return _count(await session.execute(update(jobs).where(lease.holds).values(progress=asdict(progress)))) == 1


async def end(session: AsyncSession, which: ColumnElement[bool], *, state: JobState, now: int,
              values: Mapping[str, Any]) -> UUID | None:  # fmt: skip
    """Bring the one job that `which` names to its end and let go of its lock; gives its id, None where there is none.

    `JobQueue.end` does this and everything that others have tied to it.
    """
    job_id = await session.scalar(select(c.id).where(which).with_for_update())
    if job_id is None:
        return None
    done = {"state": state, "finished_at": now, "lease_until": None, **values}
    if _count(await session.execute(update(jobs).where(which).values(done))) != 1:
        return None
    await session.execute(delete(locks).where(locks.c.job_id == job_id))
    return job_id


async def put_back(session: AsyncSession, lease: Lease, *, run_after: int, counts: bool) -> bool:
    """Let go of a job so that it can be taken again at `run_after`; `counts` says whether the attempt counts."""
    attempts = lease.attempt if counts else lease.attempt - 1
    values = {"state": "queued", "worker": None, "lease_until": None, "run_after": run_after, "attempts": attempts}
    return _count(await session.execute(update(jobs).where(lease.holds).values(values))) == 1


def to_job(row: Row[Any]) -> Job:
    """A row as a Job."""
    return Job(
        row.id, row.kind, row.lane, row.user_id, row.key, row.payload, row.state,
        Progress(**row.progress) if row.progress else None, row.result,
        JobFailure(**row.error) if row.error else None, row.attempts, row.max_attempts, row.deadline_s, row.worker,
        row.lease_until, row.created_at, row.started_at, row.finished_at,
    )  # fmt: skip


def _count(result: Any) -> int:
    return result.rowcount
