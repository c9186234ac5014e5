"""One at a time, not too often, not too many a day."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from nofomo.engine.core.errors import Invalid, LimitReached
from nofomo.features.plans import AnalysisRequest, PlanLimits, PlanVersion
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.jobs import JobRequest, jobs
from tests.support.clock import MARCH, CountingIds, ManualClock, eventually
from tests.support.plans import ANA, BUDI, PlanWorld, add_people, build_world, closing


async def ask(world: PlanWorld, symbol: str = "BTC/USDT", who=ANA) -> PlanVersion:
    made = await world.plans.analyze(who, AnalysisRequest(symbol))
    assert isinstance(made, PlanVersion)
    return made


async def refused(world: PlanWorld, symbol: str = "BTC/USDT", who=ANA) -> LimitReached:
    with pytest.raises(LimitReached) as caught:
        await ask(world, symbol, who)
    assert caught.value.details["seconds"] == caught.value.retry_after_s
    return caught.value


async def test_a_second_click_is_refused_with_the_seconds_to_wait_and_the_job(world: PlanWorld) -> None:
    world.market.held = asyncio.Event()
    first = asyncio.create_task(ask(world))
    await eventually(lambda: world.market.asked)
    for symbol in ("BTC/USDT", "ETH/USDT"):
        error = await refused(world, symbol)
        assert (error.code, error.retry_after_s) == ("ANALYSIS_RUNNING", 25)
        assert (await world.plans.job(ANA, UUID(error.details["jobId"]))).state == "running"
    world.market.held.set()
    await first


async def test_clicks_at_the_same_moment_start_one_job(world: PlanWorld) -> None:
    answers = await asyncio.gather(*(ask(world) for _ in range(8)), return_exceptions=True)
    made = [answer for answer in answers if isinstance(answer, PlanVersion)]
    assert len(made) == 1
    assert {answer.code for answer in answers if isinstance(answer, LimitReached)} <= {"ANALYSIS_RUNNING", "COOLDOWN"}
    async with world.database.read(SYSTEM) as session:
        assert await session.scalar(select(func.count()).select_from(jobs)) == 1


async def test_the_cooldown_counts_from_the_request_and_says_how_long(world: PlanWorld, clock: ManualClock) -> None:
    await ask(world)
    clock.advance(5.2)
    error = await refused(world)
    assert (error.code, error.retry_after_s) == ("COOLDOWN", 10)
    quota = await world.plans.quota(ANA)
    assert quota.cooldown_until is not None
    assert round(quota.cooldown_until.timestamp() * 1000) == MARCH + 15_000
    assert quota.cooldown_s == 15
    await ask(world, who=BUDI)
    clock.advance(9.8)
    assert (await ask(world)).version == 2


async def test_a_failed_analysis_costs_neither_quota_nor_cooldown(world: PlanWorld) -> None:
    for _ in range(3):
        with pytest.raises(Invalid):
            await ask(world, "NOPE/USDT")
    assert (await world.plans.quota(ANA)).used == 0
    await ask(world)
    assert (await world.plans.quota(ANA)).used == 1


async def test_a_cancelled_analysis_gives_its_place_back_but_not_the_cooldown(idle: PlanWorld) -> None:
    asking = asyncio.create_task(ask(idle))
    async with asyncio.timeout(5):
        while (job_id := await _any_job(idle)) is None:  # noqa: ASYNC110 (rows have no events)
            await asyncio.sleep(0.002)
    await idle.plans.cancel(ANA, job_id)
    await asyncio.gather(asking, return_exceptions=True)
    assert (await idle.plans.quota(ANA)).used == 0
    assert (await refused(idle)).code == "COOLDOWN"


async def _any_job(world: PlanWorld) -> UUID | None:
    async with world.database.read(SYSTEM) as session:
        return await session.scalar(select(jobs.c.id))


@pytest.fixture
async def strict(idle: PlanWorld, tmp_path: Path) -> PlanWorld:
    """Two analyses a day and no cooldown."""
    limits = PlanLimits(cooldown_s=0, daily_quota=2)
    world = build_world(idle.database, idle.clock, new_id=idle.new_id, limits=limits)
    world.start_worker()
    idle.tasks.extend(world.tasks)
    return world


async def test_the_quota_of_the_day_ends_at_midnight_of_the_persons_zone(strict: PlanWorld, clock: ManualClock) -> None:
    await ask(strict)
    await ask(strict, "ETH/USDT")
    error = await refused(strict)
    assert (error.code, error.retry_after_s) == ("QUOTA_USED", 5 * 3600)  # it is 19:00 in Jakarta
    assert "5 h 0 min" in error.message
    await ask(strict, who=BUDI)
    clock.advance(5 * 3600 - 1)
    assert (await refused(strict)).retry_after_s == 1
    clock.advance(1)
    assert (await strict.plans.quota(ANA)).used == 0
    await ask(strict)
    await ask(strict, who=BUDI)  # in UTC it is still the same day
    assert (await refused(strict, who=BUDI)).code == "QUOTA_USED"


async def test_a_running_analysis_counts_and_the_count_survives_a_restart(
    strict: PlanWorld, clock: ManualClock
) -> None:
    await ask(strict)
    await ask(strict)
    again = build_world(
        strict.database, clock, new_id=CountingIds(1000), limits=PlanLimits(cooldown_s=0, daily_quota=2)
    )
    assert (await again.plans.quota(ANA)).used == 2
    assert (await refused(again)).code == "QUOTA_USED"


async def test_a_clock_that_went_back_does_not_lock_anybody_out(world: PlanWorld, clock: ManualClock) -> None:
    await ask(world)
    clock.set(MARCH - 3_600_000)
    await ask(world)


async def test_a_lock_of_another_kind_of_work_keeps_the_same_coin_of_the_same_person_only(
    world: PlanWorld, clock: ManualClock
) -> None:
    lock = f"{ANA.user_id}:sandbox:BTC/USDT"
    async with world.database.write(SYSTEM) as session:
        await world.queue.enqueue(session, JobRequest("scan", ANA.user_id, {}, lock=lock, lock_ttl_s=45))
    error = await refused(world, "btcusdt")
    assert (error.code, error.retry_after_s) == ("ANALYSIS_RUNNING", 45)
    await ask(world, who=BUDI)
    await ask(world, "ETH/USDT")
    clock.advance(46)
    await ask(world)


async def test_two_processes_on_one_database_start_one_job_per_person(database_url: str, clock: ManualClock) -> None:
    first = Database(database_url)
    await add_people(first, clock.now_ms())
    ids = CountingIds()
    second = Database(database_url)
    async with (
        closing(build_world(first, clock, new_id=ids)) as one,
        closing(build_world(second, clock, new_id=ids)) as two,
    ):
        tasks = [asyncio.create_task(world.plans.analyze(ANA, AnalysisRequest("BTC/USDT"))) for world in (one, two)]
        async with asyncio.timeout(5):
            while not any(task.done() for task in tasks):  # noqa: ASYNC110 (the other one waits for a worker)
                await asyncio.sleep(0.002)
        one.start_worker()
        while not all(task.done() for task in tasks):
            clock.advance(0.25)
            await asyncio.sleep(0.01)
    outcomes = sorted(type(task.exception()).__name__ for task in tasks)
    assert outcomes == ["LimitReached", "NoneType"]
