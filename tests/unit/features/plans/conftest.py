from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from nofomo.infra.database import Database
from tests.support.clock import CountingIds, ManualClock
from tests.support.plans import PlanWorld, add_people, build_world, closing


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def idle(database_url: str, clock: ManualClock) -> AsyncIterator[PlanWorld]:
    """The plan service with two people, and nobody at work yet."""
    database = Database(database_url)
    await add_people(database, clock.now_ms())
    async with closing(build_world(database, clock, new_id=CountingIds())) as made:
        yield made


@pytest.fixture
async def world(idle: PlanWorld) -> PlanWorld:
    """The same with a worker."""
    idle.start_worker()
    return idle
