"""A version that one process has made, read in another one that had read its chain just before."""

from __future__ import annotations

from nofomo.features.plans import PlanLimits, PlanVersion, PlanVersioned
from nofomo.infra.database import Database
from tests.support.clock import CountingIds, ManualClock
from tests.support.plans import ANA, PlanWorld, build_world, closing
from tests.unit.features.plans.test_analysing import analysed


async def test_told_or_not_the_other_process_shows_the_new_version_soon(
    idle: PlanWorld, clock: ManualClock, database_url: str
) -> None:
    maker = build_world(idle.database, clock, new_id=idle.new_id, limits=PlanLimits(cooldown_s=0))
    maker.start_worker()
    idle.tasks += maker.tasks
    async with closing(build_world(Database(database_url), clock, new_id=CountingIds(10_000))) as reader:
        first = await analysed(maker)

        async def versions() -> list[int]:
            return [link.version for link in (await reader.plans.get(ANA, first.plan_id)).chain]

        assert await versions() == [1]
        second = await maker.plans.update(ANA, first.plan_id)
        assert isinstance(second, PlanVersion)
        assert await versions() == [1], "it has just looked"
        news = PlanVersioned(ANA.user_id, second.plan_id, 2, "sandbox", "BTC/USDT", first.plan_id)
        await reader.events.deliver(news)
        assert await versions() == [2, 1]
        third = await maker.plans.update(ANA, first.plan_id)
        assert isinstance(third, PlanVersion)
        clock.advance(1)
        assert await versions() == [3, 2, 1]
