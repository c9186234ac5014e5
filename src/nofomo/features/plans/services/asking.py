"""Who may ask for an analysis now, and the job that makes it."""

from __future__ import annotations

import math
from typing import Final
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import Invalid, LimitReached
from nofomo.engine.core.instrument import spell_symbol
from nofomo.features.plans.gate_sources import users_day
from nofomo.features.plans.model import JOB_KIND, AnalysisOrder, Quota
from nofomo.features.plans.services.parts import PlanParts
from nofomo.infra.clock import moment
from nofomo.infra.database import as_user
from nofomo.infra.jobs import LIVE, JobRequest, jobs

_COUNTED = (*LIVE, "done")
"""A failed or cancelled analysis gives its place in the day's quota back."""
_COOLING = (*_COUNTED, "cancelled")
"""A failed one may be repeated at once; a cancelled one has cost the venue its requests."""
_SINGLE: Final = jobs.c.lane == "interactive"
"""Analyses that somebody waits for; a scan's are neither one at a time nor followed by a pause."""


class AskingDesk:
    """Checks the limits and writes the job, in one transaction, so that two clicks cannot both pass."""

    def __init__(self, parts: PlanParts) -> None:
        self._parts = parts

    async def submit(self, user_id: UUID, order: AnalysisOrder) -> UUID:
        """The id of the job that makes the analysis.

        Raises LimitReached with `retry_after_s` and `details["seconds"]`: `ANALYSIS_RUNNING` (with `jobId`),
        `COOLDOWN`, `QUOTA_USED`.
        """
        parts, limits = self._parts, self._parts.limits
        request = JobRequest(
            JOB_KIND,
            user_id,
            order.to_json(),
            key=f"user:{user_id}",
            deadline_s=limits.deadline_s,
            lock=lock_of(user_id, order.venue, symbol=order.symbol),
            lock_ttl_s=limits.lock_ttl_s,
        )
        async with parts.database.write(as_user(user_id)) as session:
            await take_turns(session, user_id)
            await self._refuse_second(session, user_id)
            quota = await self.quota_within(session, user_id, timezone=order.timezone)
            self.refuse_used(quota, order.timezone)
            self._refuse_early(quota)
            try:
                wish = await parts.queue.enqueue(session, request)
            except LimitReached as error:
                raise _running(error.retry_after_s or 1, None) from None
            if not wish.is_new:
                raise _running(limits.deadline_s, wish.job_id)
        return wish.job_id

    async def quota(self, user_id: UUID, timezone: str) -> Quota:
        """How many analyses the person has had today and when the next may start."""
        async with self._parts.database.read(as_user(user_id)) as session:
            return await self.quota_within(session, user_id, timezone=timezone)

    async def _refuse_second(self, session: AsyncSession, user_id: UUID) -> None:
        live = await session.execute(
            select(jobs.c.id, jobs.c.started_at, jobs.c.created_at)
            .where(jobs.c.user_id == user_id, jobs.c.kind == JOB_KIND, jobs.c.state.in_(LIVE), _SINGLE)
            .limit(1)
        )
        row = live.one_or_none()
        if row is not None:
            raise _running(self._left_s(row.created_at if row.started_at is None else row.started_at), row.id)

    def _left_s(self, since: int) -> float:
        """How long a live job that began at `since` (ms) can still take, as far as can be told."""
        deadline_s = self._parts.limits.deadline_s
        return min(max(1.0, deadline_s - (self._parts.clock.now_ms() - since) / 1000), deadline_s)

    async def quota_within(self, session: AsyncSession, user_id: UUID, *, timezone: str) -> Quota:
        """The same inside a transaction of the caller's."""
        limits, now = self._parts.limits, self._parts.clock.now_ms()
        start, end = users_day(now, timezone)
        theirs = and_(jobs.c.user_id == user_id, jobs.c.kind == JOB_KIND)
        used = await session.scalar(
            select(func.count()).where(theirs, jobs.c.created_at >= start, jobs.c.state.in_(_COUNTED))
        )
        last = await session.scalar(
            select(func.max(jobs.c.created_at)).where(
                theirs, _SINGLE, jobs.c.state.in_(_COOLING), jobs.c.created_at <= now
            )
        )
        ready = now if last is None else last + limits.cooldown_s * 1000
        cooling_until = moment(ready) if ready > now else None
        return Quota(used or 0, limits.daily_quota, moment(end), cooling_until, limits.cooldown_s)

    def refuse_used(self, quota: Quota, timezone: str) -> None:
        """Raise LimitReached (`QUOTA_USED`) where nothing of today is left."""
        now = moment(self._parts.clock.now_ms())
        if quota.used >= quota.limit:
            wait_s = math.ceil((quota.resets_at - now).total_seconds())
            hours, minutes = divmod(math.ceil(wait_s / 60), 60)
            raise LimitReached(
                f"All {quota.limit} analyses of today are used. The next day begins in {hours} h {minutes} min "
                f"(midnight in {timezone}).",
                code="QUOTA_USED",
                retry_after_s=wait_s,
                details={"seconds": wait_s, "limit": quota.limit, "resetsAt": quota.resets_at},
            )

    def _refuse_early(self, quota: Quota) -> None:
        now = moment(self._parts.clock.now_ms())
        if quota.cooldown_until is not None:
            wait_s = math.ceil((quota.cooldown_until - now).total_seconds())
            raise LimitReached(
                f"One analysis every {self._parts.limits.cooldown_s} s. Try again in {wait_s} s.",
                code="COOLDOWN",
                retry_after_s=wait_s,
                details={"seconds": wait_s},
            )


def _running(seconds: float, job_id: UUID | None) -> LimitReached:
    wait_s = max(1, math.ceil(seconds))
    details = {"seconds": wait_s, **({} if job_id is None else {"jobId": str(job_id)})}
    return LimitReached(
        f"Your analysis is still running. Wait for it, or cancel it; it ends in {wait_s} s at the latest.",
        code="ANALYSIS_RUNNING",
        retry_after_s=wait_s,
        details=details,
    )


def lock_of(user_id: UUID, venue: str, *, symbol: str) -> str:
    """The name of the lock that keeps one person from analysing one coin twice at the same time."""
    return f"{user_id}:{venue}:{_spelled(symbol)}"


async def take_turns(session: AsyncSession, user_id: UUID) -> None:
    """Let nobody else ask in this person's name until the transaction ends, so that what is counted stays true.

    SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = func.hashtextextended(f"nofomo asking {user_id}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(key)))


def _spelled(symbol: str) -> str:
    """One spelling for BTCUSDT, btc-usdt and BTC/USDT; what cannot be recognised stays as typed."""
    try:
        return spell_symbol(symbol)
    except Invalid:
        return symbol.strip().upper()
