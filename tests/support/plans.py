"""Plans on real rows with a worker, a seeded market, real gates and two people."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import insert

from nofomo.features.accounts import Preferences, users
from nofomo.features.plans import GateSources, PlanLimits, PlanParts, PlanService
from nofomo.infra.clock import Clock, NewId
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.events import EventBus
from nofomo.infra.jobs import JobQueue, Timing, Worker
from nofomo.infra.web import Caller
from tests.support.market import SeededMarket

ANA = Caller(UUID(int=1), "ana@example.org", "user", "session", language="id")
BUDI = Caller(UUID(int=2), "budi@example.org", "user", "session", language="en", timezone="UTC")


class KeptPreferences:
    """The preferences that a test chose."""

    def __init__(self) -> None:
        self._usual = Preferences(venue="sandbox")
        self._kept: dict[UUID, Preferences] = {}

    async def preferences(self, user_id: UUID) -> Preferences:
        return self._kept.get(user_id, self._usual)

    def change(self, who: Caller, **changes: object) -> None:
        self._kept[who.user_id] = replace(self._kept.get(who.user_id, self._usual), **changes)  # type: ignore[arg-type]


@dataclass
class PlanWorld:
    """Everything around the plan service that a test may touch."""

    database: Database
    clock: Clock
    new_id: NewId
    market: SeededMarket
    queue: JobQueue
    plans: PlanService
    preferences: KeptPreferences
    events: EventBus
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start_worker(self, name: str = "w1") -> Worker:
        """A worker of this process; it ends with the world."""
        worker = Worker(self.queue, self.plans.handlers, name=name)
        self.tasks.append(asyncio.create_task(worker.run()))
        return worker


def build_world(
    database: Database, clock: Clock, *, new_id: NewId, limits: PlanLimits = PlanLimits(), timing: Timing = Timing()
) -> PlanWorld:
    """A plan service on these rows, as a process has it after its start."""
    market, preferences, events = SeededMarket(clock), KeptPreferences(), EventBus()
    queue = JobQueue(database, clock, new_id=new_id, timing=timing)
    gates = GateSources(market, None, clock=clock)
    parts = PlanParts(database, queue, market, gates, preferences, events, clock, new_id, limits)
    return PlanWorld(database, clock, new_id, market, queue, PlanService(parts), preferences, events)


async def add_people(database: Database, now: int) -> None:
    """Ana and Budi."""
    async with database.write(SYSTEM) as session:
        for person in (ANA, BUDI):
            await session.execute(
                insert(users).values(
                    id=person.user_id, email=person.email, role=person.role, language=person.language,
                    timezone=person.timezone, theme="dark", palette="normal", created_at=now,
                )
            )  # fmt: skip


@asynccontextmanager
async def closing(world: PlanWorld) -> AsyncIterator[PlanWorld]:
    """End the world's workers and connections after the block."""
    try:
        yield world
    finally:
        for task in world.tasks:
            task.cancel()
        await asyncio.gather(*world.tasks, return_exceptions=True)
        await world.database.close()
