"""A process that asks for analyses, works on them, or both, as fast as it can, until somebody kills it.

`python -m tests.support.restless DATABASE_URL asker|worker|both SEED` prints one JSON line for whatever it was told for
certain: `{"asked": job}` once a job's row is committed, `{"made": plan, "version": 3, "user": …}` once a version is.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from uuid import UUID

import orjson

from nofomo.engine.core.errors import LimitReached
from nofomo.features.plans import AnalysisRequest, Pending, PlanFilter, PlanLimits
from nofomo.infra.clock import system_new_id
from nofomo.infra.database import Database
from nofomo.infra.jobs import Timing
from nofomo.infra.web import Caller
from tests.support.doomed_worker import MarketTime
from tests.support.plans import ANA, BUDI, PlanWorld, build_world

SYMBOLS = ("BTC/USDT", "ETH/USDT", "XRP/USDT")
LEASE_S = 0.6


def say(**fact: object) -> None:
    """One line that no buffer can swallow."""
    os.write(1, orjson.dumps(fact, default=str) + b"\n")


def restless_world(url: str) -> PlanWorld:
    """The plan service with short leases and no limits but one analysis at a time."""
    timing = Timing(lease=LEASE_S, heartbeat=LEASE_S / 3, poll=0.05)
    limits = PlanLimits(cooldown_s=0, daily_quota=1_000_000)
    return build_world(Database(url), MarketTime(), new_id=system_new_id, limits=limits, timing=timing)


async def keep_asking(world: PlanWorld, who: Caller, *, chance: random.Random) -> None:
    """New analyses and updates of old ones, one after the other."""
    while True:
        try:
            pending = await _ask(world, who, chance=chance)
        except LimitReached as refused:
            running = refused.details.get("jobId")
            await (asyncio.sleep(0.05) if running is None else world.queue.wait(UUID(running), 5))
            continue
        say(asked=pending.job_id)
        job = await world.queue.wait(pending.job_id, 30)
        if job.result is not None:
            say(made=job.result["planId"], version=job.result["version"], user=who.user_id)


async def _ask(world: PlanWorld, who: Caller, *, chance: random.Random) -> Pending:
    newest, _total = await world.plans.list(who, PlanFilter(limit=1))
    if newest and chance.random() < 0.5:
        asked = await world.plans.update(who, newest[0].plan_id, wait_s=0)
    else:
        asked = await world.plans.analyze(who, AnalysisRequest(chance.choice(SYMBOLS)), wait_s=0)
    return asked if isinstance(asked, Pending) else Pending(asked.plan_id)


async def main(url: str, role: str, *, seed: int) -> None:
    world = restless_world(url)
    chance = random.Random(seed)
    if role in ("worker", "both"):
        world.start_worker(f"{role}-{seed}-{os.getpid()}")
    if role in ("asker", "both"):
        world.tasks += [asyncio.create_task(keep_asking(world, who, chance=chance)) for who in (ANA, BUDI)]
    say(ready=role)
    await asyncio.gather(*world.tasks)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], seed=int(sys.argv[3])))
