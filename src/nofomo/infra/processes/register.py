"""Saying "I am alive", and reading who is."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Insert, and_, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from nofomo.engine.core.errors import NofomoError
from nofomo.infra.clock import Clock
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.processes.tables import processes

log = logging.getLogger(__name__)

Role = Literal["up", "api", "worker"]
BEAT_S: Final = 10.0
SILENCE_MS: Final = 35_000
"""So far from now a sign of life is none: three beats were missed, or somebody's clock has jumped."""


@dataclass(frozen=True, slots=True)
class LivingProcess:
    """A process as its row says. `name` is the one that jobs name as their worker; moments are ms UTC."""

    name: str
    role: Role
    host: str
    pid: int
    version: str
    started_at: int
    last_seen_at: int


async def living(database: Database, now: int) -> list[LivingProcess]:
    """The processes that have given a sign of life lately, the oldest first."""
    recent = processes.c.last_seen_at.between(now - SILENCE_MS, now + SILENCE_MS)
    async with database.read(SYSTEM) as session:
        rows = await session.execute(select(processes).where(recent).order_by(processes.c.started_at, processes.c.name))
        return [LivingProcess(**row) for row in rows.mappings()]


class ProcessRegister:
    """Keeps one process's row. What killed processes left is swept away by whoever beats next."""

    def __init__(self, database: Database, clock: Clock, *, own: LivingProcess) -> None:
        self._database = database
        self._clock = clock
        self._own = own

    async def run(self) -> None:
        """Give a sign of life at every beat until the task is cancelled; then take the row away.

        A database that is away is tried again at the next beat.
        """
        try:
            while True:
                try:
                    await self.beat()
                except (NofomoError, SQLAlchemyError, OSError) as error:
                    log.warning("The sign of life could not be written: %s", error)
                await self._clock.sleep(BEAT_S)
        except asyncio.CancelledError:
            with suppress(NofomoError, SQLAlchemyError, OSError):
                await self.leave()
            raise

    async def beat(self) -> None:
        """Write the row anew, and sweep away those of processes that are no more."""
        now = self._clock.now_ms()
        row = asdict(replace(self._own, last_seen_at=now))
        async with self._database.write(SYSTEM) as session:
            await session.execute(delete(processes).where(or_(_silent(now), self._former_self())))
            await session.execute(_upsert(session.get_bind().dialect.name, row))

    async def leave(self) -> None:
        """Take the row away: this process ends in good order."""
        async with self._database.write(SYSTEM) as session:
            await session.execute(delete(processes).where(processes.c.name == self._own.name))

    def _former_self(self) -> ColumnElement[bool]:
        """One machine has only one process of a number: an older row with ours is of one that was killed."""
        c, own = processes.c, self._own
        return and_(c.host == own.host, c.pid == own.pid, c.name != own.name)


def _silent(now: int) -> ColumnElement[bool]:
    seen = processes.c.last_seen_at
    return or_(seen < now - SILENCE_MS, seen > now + SILENCE_MS)


def _upsert(dialect: str, row: dict[str, Any]) -> Insert:
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(processes).values(row)
    return insert.on_conflict_do_update(index_elements=["name"], set_={"last_seen_at": row["last_seen_at"]})
