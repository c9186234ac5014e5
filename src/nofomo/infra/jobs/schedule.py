"""Work that comes back: asked for when its last run, in whichever process, began long enough ago.

There is no state but the rows of the jobs themselves, so nothing is forgotten by a restart and several processes may
keep the same schedule. Where clocks disagree or jump, a run is neither lost nor doubled: a kind is due when none of its
runs lies within one period of now, before it or after it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import TryLater
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs.model import LIVE, Enqueued, JobRequest, Lane
from nofomo.infra.jobs.queue import JobQueue
from nofomo.infra.jobs.signals import first_of
from nofomo.infra.jobs.tables import jobs

log = logging.getLogger(__name__)

KEY: Final = "schedule"
"""The key of every periodic job: at most one of a kind is live at a time."""
_LONGEST_PAUSE_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Periodic:
    """A kind of job that belongs to nobody and comes back every `every_s` seconds.

    `after_start_s`: how long a process has to run before it asks for it, so that a start is not busy with upkeep.
    """

    kind: str
    every_s: float
    lane: Lane = "upkeep"
    deadline_s: float = 600.0
    max_attempts: int = 2
    after_start_s: float = 0.0
    payload: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def due(self, now: int) -> Select[bool]:
        """Whether no run of it is live or lies within a period of `now`."""
        period = round(self.every_s * 1000)
        its = (jobs.c.user_id.is_(None), jobs.c.kind == self.kind)
        recent = select(jobs.c.id).where(*its, jobs.c.created_at > now - period, jobs.c.created_at < now + period)
        live = select(jobs.c.id).where(*its, jobs.c.key == KEY, jobs.c.state.in_(LIVE))
        return select(~recent.exists() & ~live.exists())


class Schedule:
    """Asks for periodic jobs. Every process that has workers may run one."""

    def __init__(self, queue: JobQueue, entries: Sequence[Periodic]) -> None:
        self._queue = queue
        self._entries = tuple(entries)
        self._stopping = asyncio.Event()
        self._pause_s = min((_LONGEST_PAUSE_S, *(entry.every_s / 4 for entry in entries)))

    async def run(self) -> None:
        """Ask until `stop` is called or the task is cancelled. A database that is away is asked again later."""
        began = self._queue.clock.now_ms()
        while not self._stopping.is_set():
            for entry in self._entries:
                if not 0 <= self._queue.clock.now_ms() - began < entry.after_start_s * 1000:
                    await self._ask_calmly(entry)
            await first_of(self._stopping, self._queue.clock, seconds=self._pause_s)

    def stop(self) -> None:
        """Ask no more; `run` ends soon."""
        self._stopping.set()

    async def ask(self, entry: Periodic) -> Enqueued | None:
        """Ask for one kind now if it is due; None when it is not."""
        now = self._queue.clock.now_ms()
        async with self._queue.db.read(SYSTEM) as session:
            if not await session.scalar(entry.due(now)):
                return None
        async with self._queue.db.write(SYSTEM) as session:
            # Looking and asking are one step: SQLite has one writer, PostgreSQL this lock.
            await _take_turns(session, entry.kind)
            if not await session.scalar(entry.due(now)):
                return None
            request = JobRequest(
                entry.kind, None, entry.payload, key=KEY, lane=entry.lane, max_attempts=entry.max_attempts,
                deadline_s=entry.deadline_s,
            )  # fmt: skip
            return await self._queue.enqueue(session, request)

    async def _ask_calmly(self, entry: Periodic) -> None:
        try:
            await self.ask(entry)
        except TryLater as error:
            log.warning("The periodic job %s waits: %s", entry.kind, error.message)
        except Exception:
            log.exception("The periodic job %s could not be asked for; trying again.", entry.kind)


async def _take_turns(session: AsyncSession, kind: str) -> None:
    if session.get_bind().dialect.name == "postgresql":
        key = func.hashtextextended(f"nofomo schedule {kind}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(key)))
