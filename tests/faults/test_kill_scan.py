"""A worker process is killed in the middle of a scan: no symbol is lost, none has two versions, none keeps a lock."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func, select

from nofomo.features.plans import AnalysisRequest, PlanFilter, PlanLimits
from nofomo.features.plans.model_scans import ScanWish
from nofomo.infra.clock import system_new_id
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.jobs import Timing, locks
from tests.faults.test_kill_worker import kill_at
from tests.support.doomed_worker import MOMENTS, MarketTime
from tests.support.plans import ANA, PlanWorld, add_people, build_world, closing

LEASE_S = 1.5
SYMBOLS = ("BTC/USDT", "ETH/USDT", "XRP/USDT")


async def _world(url: str) -> PlanWorld:
    database, clock = Database(url), MarketTime()
    await add_people(database, clock.now_ms())
    timing = Timing(lease=LEASE_S, heartbeat=LEASE_S / 3)
    return build_world(database, clock, new_id=system_new_id, limits=PlanLimits(cooldown_s=0), timing=timing)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_scan_survives_its_worker(database_url: str, moment: str) -> None:
    async with closing(await _world(database_url)) as world:
        started = await world.plans.scans.start(ANA, ScanWish(AnalysisRequest(""), symbols=SYMBOLS))
        await kill_at(moment, database_url, lease_s=LEASE_S)
        world.start_worker("heir")
        async with asyncio.timeout(30):
            while True:
                scan = await world.plans.scans.get(ANA.user_id, started.scan_id, language="id")
                if scan.summary.state != "running":
                    break
                await asyncio.sleep(0.1)
        assert {item.symbol: (item.state, item.version) for item in scan.items} == dict.fromkeys(SYMBOLS, ("done", 1))
        versions, total = await world.plans.list(ANA, PlanFilter())
        assert Counter(plan.symbol for plan in versions) == dict.fromkeys(SYMBOLS, 1)
        assert total == 3
        assert {plan.plan_id for plan in versions} == {item.plan_id for item in scan.items}
        assert (await world.plans.quota(ANA)).used == 3
        async with world.database.read(SYSTEM) as session:
            assert await session.scalar(select(func.count()).select_from(locks)) == 0
