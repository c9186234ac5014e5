"""The jobs of everybody, for administrators; quick however many there are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select, tuple_

from nofomo.features.accounts import users
from nofomo.features.operations.model import JobCounts, JobFilter, JobLine
from nofomo.infra.clock import Clock, moment
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.jobs import LIVE, JobFailure, jobs

c = jobs.c
_ENDED_LATE = timedelta(days=1)


class JobsDesk:
    """Counts and lists. Payloads stay closed: only the symbol in them is shown."""

    def __init__(self, database: Database, clock: Clock, *, timezone: str) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)

    async def counts(self) -> JobCounts:
        """How busy it is now and was today."""
        now = self._clock.now_ms()
        midnight = moment(now).astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        today, earlier = (round(at.timestamp() * 1000) for at in (midnight, midnight - _ENDED_LATE))
        live = select(c.lane, c.state, func.count(), func.min(c.created_at)).where(c.state.in_(LIVE))
        async with self._database.read(SYSTEM) as session:
            rows = (await session.execute(live.group_by(c.lane, c.state))).all()
            ended = {
                state: await session.scalar(
                    select(func.count()).where(c.state == state, c.created_at >= earlier, c.finished_at >= today)
                )
                for state in ("done", "failed")
            }
        queued = [row for row in rows if row[1] == "queued"]
        oldest = min((row[3] for row in queued), default=None)
        return JobCounts(
            queued=sum(row[2] for row in queued),
            running=sum(row[2] for row in rows if row[1] == "running"),
            failed_today=ended["failed"] or 0,
            done_today=ended["done"] or 0,
            oldest_queued_s=None if oldest is None else max(0.0, (now - oldest) / 1000),
            by_lane={(row[0], row[1]): row[2] for row in rows},
        )

    async def list(self, wanted: JobFilter) -> tuple[list[JobLine], int]:
        """One page, the newest first, and how many there are in all."""
        which: list[ColumnElement[bool]] = []
        if wanted.state is not None:
            which.append(c.state == wanted.state)
        if wanted.kind is not None:
            which.append(c.kind == wanted.kind)
        async with self._database.read(SYSTEM) as session:
            total = await session.scalar(select(func.count()).select_from(jobs).where(*which))
            page = select(
                c.id, c.kind, c.lane, c.state, users.c.email, c.payload["symbol"].as_string().label("symbol"),
                c.attempts, c.worker, c.created_at, c.started_at, c.finished_at, c.error,
            ).join(users, users.c.id == c.user_id, isouter=True).where(*which)  # fmt: skip
            if wanted.before is not None:
                at = await session.scalar(select(c.created_at).where(c.id == wanted.before))
                page = page.where(tuple_(c.created_at, c.id) < tuple_(at, wanted.before)) if at is not None else page
            rows = await session.execute(page.order_by(c.created_at.desc(), c.id.desc()).limit(wanted.limit))
            return [_line(row) for row in rows], total or 0

    async def one(self, job_id: UUID) -> JobLine | None:
        """One job."""
        async with self._database.read(SYSTEM) as session:
            row = (
                await session.execute(
                    select(
                        c.id, c.kind, c.lane, c.state, users.c.email, c.payload["symbol"].as_string().label("symbol"),
                        c.attempts, c.worker, c.created_at, c.started_at, c.finished_at, c.error,
                    ).join(users, users.c.id == c.user_id, isouter=True).where(c.id == job_id)
                )
            ).one_or_none()  # fmt: skip
        return None if row is None else _line(row)


def _line(row: Any) -> JobLine:
    return JobLine(
        row.id, row.kind, row.lane, row.state, row.email, row.symbol, row.attempts, row.worker, row.created_at,
        row.started_at, row.finished_at, None if row.error is None else JobFailure(**row.error),
    )  # fmt: skip
