"""The machine's clock is set back by an hour, or forward by a day, under a running house."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from nofomo.bootstrap import House
from nofomo.features.plans.tables import plans
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import JobQueue, Periodic, Schedule, jobs
from tests.support.ticking_house import ticking_house, until_true

HOUR_S, DAY_S = 3_600, 86_400
JUMPS = [pytest.param(-HOUR_S, id="an hour back"), pytest.param(DAY_S, id="a day forward")]


@pytest.mark.parametrize("jump_s", JUMPS)
async def test_people_stay_signed_in_and_analyses_go_on(tmp_path: Path, jump_s: int) -> None:
    async with ticking_house(tmp_path) as place:
        assert (await place.analyse("BTC/USDT"))[0] == 200
        place.clock.jump(jump_s)
        assert (await place.owner.get("/api/me")).status_code == 200
        status, answer = await place.analyse("BTC/USDT")
        assert (status, answer["data"]["version"]) == (200, 2)
        # the candles and the order book are those of the new time, not what was kept from the old one
        ends = answer["data"]["payload"]["at"]
        assert ends.startswith("2026-03-12T11" if jump_s < 0 else "2026-03-13T12")
        gates = {gate["name"]: gate["state"] for gate in answer["data"]["payload"]["gates"]}
        assert gates["spread"] != "unknown"
        place.clock.jump(-jump_s)
        status, answer = await place.analyse("BTC/USDT")
        assert (status, answer["data"]["version"]) == (200, 3)


@pytest.mark.parametrize("jump_s", JUMPS)
async def test_a_job_under_way_is_done_once(tmp_path: Path, jump_s: int) -> None:
    async with ticking_house(tmp_path) as place:
        asking = asyncio.create_task(place.analyse("ETH/USDT"))
        await until_true(lambda: rows(place.house, jobs.c.state == "running"))
        place.clock.jump(jump_s)
        status, answer = await asking
        assert (status, answer["data"]["version"]) == (200, 1)
        assert await rows(place.house, jobs.c.kind == "analysis") == 1


async def test_a_pause_and_the_day_s_quota_are_not_stretched_by_an_hour(tmp_path: Path) -> None:
    async with ticking_house(tmp_path, cooldown_s=15, daily_quota=3) as place:
        assert (await place.analyse("BTC/USDT"))[0] == 200
        status, answer = await place.analyse("ETH/USDT")
        assert (status, answer["code"]) == (429, "COOLDOWN")
        place.clock.jump(-HOUR_S)
        # the last analysis lies in the future now: nobody waits for that moment to come round again
        assert (await place.analyse("ETH/USDT"))[0] == 200
        place.clock.jump(20)
        assert (await place.analyse("SOL/USDT"))[0] == 200
        place.clock.jump(20)
        status, answer = await place.analyse("XRP/USDT")
        assert (status, answer["code"]) == (429, "QUOTA_USED")
        place.clock.jump(DAY_S)
        assert (await place.analyse("XRP/USDT"))[0] == 200


async def test_work_of_a_dead_worker_is_taken_up_at_once_when_its_lease_lies_in_the_future(tmp_path: Path) -> None:
    async with ticking_house(tmp_path) as place:
        await place.analyse("BTC/USDT")
        # a worker died at a moment that, after the clock was set back, is an hour away
        ahead = place.clock.now_ms() + HOUR_S * 1000
        async with place.house.database.write(SYSTEM) as session:
            await session.execute(delete(plans))
            await session.execute(
                update(jobs).values(
                    state="running", worker="dead", attempts=1, lease_until=ahead, finished_at=None, result=None
                )
            )  # fmt: skip
            job_id = await session.scalar(select(jobs.c.id))
        assert job_id is not None
        assert (await place.house.queue.wait(job_id, 10)).state == "done"


async def test_a_job_put_back_for_a_second_does_not_rest_for_an_hour(tmp_path: Path) -> None:
    async with ticking_house(tmp_path) as place:
        await place.analyse("BTC/USDT")
        async with place.house.database.write(SYSTEM) as session:
            later = place.clock.now_ms() + HOUR_S * 1000
            await session.execute(delete(plans))
            await session.execute(update(jobs).values(state="queued", run_after=later, finished_at=None, result=None))
            job_id = await session.scalar(select(jobs.c.id))
        assert job_id is not None
        assert (await place.house.queue.wait(job_id, 10)).state == "done"


async def test_who_waits_for_a_job_waits_no_longer_because_the_clock_was_set_back(tmp_path: Path) -> None:
    async with ticking_house(tmp_path) as place:
        await place.analyse("BTC/USDT")
        async with place.house.database.write(SYSTEM) as session:
            await session.execute(update(jobs).values(state="queued", kind="nobody does this", finished_at=None))
            job_id = await session.scalar(select(jobs.c.id))
        assert job_id is not None
        began = time.monotonic()
        waiting = asyncio.create_task(place.house.queue.wait(job_id, 0.5))
        await asyncio.sleep(0)
        place.clock.jump(-HOUR_S)
        assert (await waiting).state == "queued"
        assert time.monotonic() - began < 5


@pytest.mark.parametrize("jump_s", JUMPS)
async def test_periodic_work_neither_runs_twice_nor_rests_for_a_day(tmp_path: Path, jump_s: int) -> None:
    async with ticking_house(tmp_path) as place:
        queue: JobQueue = place.house.queue
        entry = Periodic("made up", every_s=600)
        schedule = Schedule(queue, [entry])
        assert await schedule.ask(entry) is not None
        async with place.house.database.write(SYSTEM) as session:
            await session.execute(update(jobs).where(jobs.c.kind == "made up").values(state="done"))
        assert await schedule.ask(entry) is None
        place.clock.jump(jump_s)
        assert await schedule.ask(entry) is not None
        assert await schedule.ask(entry) is None


async def test_the_register_shows_who_lives_whatever_the_clock_says(tmp_path: Path) -> None:
    async with ticking_house(tmp_path) as place:
        for jump_s in (-HOUR_S, DAY_S, DAY_S):
            place.clock.jump(jump_s)
            await until_true(lambda: is_registered(place.house))


async def rows(house: House, which: Any) -> int:
    async with house.database.read(SYSTEM) as session:
        return int(await session.scalar(select(func.count()).select_from(jobs).where(which)) or 0)


async def is_registered(house: House) -> bool:
    return [one.name for one in await house.processes()] == [house.process.name]
