from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI, Request

from nofomo.api.errors import install_error_handlers
from nofomo.features.plans import build_router
from nofomo.infra.database import Database
from nofomo.infra.web import Caller
from tests.support.clock import CountingIds, ManualClock
from tests.support.plans import ANA, BUDI, PlanWorld, add_people, build_world, closing


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


@pytest.fixture
async def api(world: PlanWorld) -> AsyncIterator[httpx2.AsyncClient]:
    """Ana's browser; a header makes it Budi's or nobody's."""
    app = FastAPI()
    install_error_handlers(app)
    app.include_router(build_router(world.plans))

    async def identify(request: Request) -> Caller | None:
        return {"ana": ANA, "budi": BUDI}.get(request.headers.get("x-test-person", ""))

    app.state.identify = identify
    transport = httpx2.ASGITransport(app=app)
    headers = {"x-test-person": "ana"}
    async with httpx2.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        yield client
