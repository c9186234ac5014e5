"""A worker process is killed in the middle of an analysis: another one finishes it, and it counts once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from nofomo.features.plans import AnalysisRequest, Pending, PlanFilter, PlanLimits, PlanVersion
from nofomo.infra.clock import system_new_id
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.jobs import Timing, locks
from tests.support.database import create_database, sqlite_url
from tests.support.doomed_worker import MOMENTS, MarketTime
from tests.support.plans import ANA, PlanWorld, add_people, build_world, closing

ROOT = Path(__file__).parents[2]


async def _world(folder: Path, lease_s: float) -> PlanWorld:
    database: Database = await create_database(sqlite_url(folder))
    clock = MarketTime()
    await add_people(database, clock.now_ms())
    timing = Timing(lease=lease_s, heartbeat=lease_s / 3)
    limits = PlanLimits(cooldown_s=0)
    return build_world(database, clock, new_id=system_new_id, limits=limits, timing=timing)


async def kill_at(moment: str, url: str, *, lease_s: float) -> None:
    """Let a worker process take the job and kill it once it stands at the moment."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.doomed_worker", url, str(lease_s), moment,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert await asyncio.wait_for(process.stdout.readline(), 60) == b"here\n"
    finally:
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()


async def _is_finished_by_another(world: PlanWorld, pending: Pending, *, within_s: float) -> int:
    """Start a worker here; gives the number of attempts that the job took."""
    started = time.monotonic()
    world.start_worker("heir")
    job = await world.queue.wait(pending.job_id, within_s)
    assert (job.state, job.error) == ("done", None)
    assert time.monotonic() - started < within_s
    versions, total = await world.plans.list(ANA, PlanFilter())
    assert job.result is not None
    assert [(str(plan.plan_id), plan.version) for plan in versions] == [(job.result["planId"], 1)]
    assert total == 1
    async with world.database.read(SYSTEM) as session:
        assert await session.scalar(select(func.count()).select_from(locks)) == 0
    return job.attempts


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_worker_killed_at_any_moment_loses_nothing_and_makes_one_version(tmp_path: Path, moment: str) -> None:
    async with closing(await _world(tmp_path, lease_s=1.5)) as world:
        pending = await world.plans.analyze(ANA, AnalysisRequest("BTC/USDT"), wait_s=0)
        assert isinstance(pending, Pending)
        await kill_at(moment, sqlite_url(tmp_path), lease_s=1.5)
        attempts = await _is_finished_by_another(world, pending, within_s=10)
        # killed before its lease was committed, the first attempt never was; after the result was, no second is needed
        assert attempts == (1 if moment in ("taken", "committed") else 2)
        quota = await world.plans.quota(ANA)
        assert quota.used == 1


async def test_with_the_usual_lease_it_takes_seconds(tmp_path: Path) -> None:
    async with closing(await _world(tmp_path, lease_s=Timing().lease)) as world:
        pending = await world.plans.analyze(ANA, AnalysisRequest("ETH/USDT"), wait_s=0)
        assert isinstance(pending, Pending)
        await kill_at("inserted", sqlite_url(tmp_path), lease_s=Timing().lease)
        assert await _is_finished_by_another(world, pending, within_s=9) == 2
        world.market.held = None
        again = await world.plans.analyze(ANA, AnalysisRequest("ETH/USDT"), wait_s=0)
        if isinstance(again, Pending):
            assert (await world.queue.wait(again.job_id, 10)).state == "done"
        else:
            assert isinstance(again, PlanVersion)
        assert (await world.plans.list(ANA, PlanFilter()))[0][0].version == 2
