"""Periodic jobs: one at a time, none too early, whatever restarts, jumps or runs beside it."""

from __future__ import annotations

import asyncio
import itertools

from sqlalchemy import select, update

from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import JobContext, JobQueue, Periodic, Schedule, jobs
from tests.support.clock import ManualClock, eventually
from tests.unit.infra.jobs.conftest import Bench, Hold

HOUR = 3600
SWEEP = Periodic("sweep", HOUR)


async def finish_all(bench: Bench) -> None:
    async with bench.db.write(SYSTEM) as session:
        await session.execute(update(jobs).values(state="done", finished_at=bench.clock.now_ms()))


async def runs(bench: Bench) -> list[int]:
    async with bench.db.read(SYSTEM) as session:
        which = select(jobs.c.created_at).where(jobs.c.kind == "sweep").order_by(jobs.c.created_at)
        return list((await session.scalars(which)).all())


async def asked(bench: Bench, queue: JobQueue | None = None) -> bool:
    """One look at the clock by a process that has just started; what it asks for is done at once."""
    made = await Schedule(queue or bench.queue, [SWEEP]).ask(SWEEP)
    if made is not None:
        await finish_all(bench)
    return made is not None


async def test_it_is_asked_for_once_a_period_across_restarts(bench: Bench) -> None:
    assert [await asked(bench), await asked(bench)] == [True, False]
    bench.clock.advance(HOUR - 1)
    assert not await asked(bench)
    bench.clock.advance(1)
    assert [await asked(bench), await asked(bench)] == [True, False]


async def test_a_run_that_is_still_live_is_not_joined_by_another(bench: Bench) -> None:
    schedule = Schedule(bench.queue, [SWEEP])
    assert await schedule.ask(SWEEP) is not None
    bench.clock.advance(10 * HOUR)
    assert await schedule.ask(SWEEP) is None
    await finish_all(bench)
    assert await schedule.ask(SWEEP) is not None


async def test_a_clock_set_far_ahead_and_back_again_does_not_stop_it(bench: Bench) -> None:
    assert await asked(bench)
    bench.clock.advance(365 * 24 * HOUR)
    assert await asked(bench)
    bench.clock.advance(-365 * 24 * HOUR + HOUR)
    assert [await asked(bench), await asked(bench)] == [True, False]


async def test_a_process_whose_clock_is_a_little_behind_does_not_repeat_it(bench: Bench) -> None:
    assert await asked(bench)
    behind = bench.other_process(ManualClock(bench.clock.now_ms() - 5_000))
    assert not await asked(bench, behind)


async def test_processes_that_look_at_the_same_moment_ask_once(bench: Bench) -> None:
    schedules = [Schedule(bench.other_process(), [SWEEP]) for _ in range(8)]
    for _ in range(5):
        bench.clock.advance(HOUR)
        made = await asyncio.gather(*(schedule.ask(SWEEP) for schedule in schedules))
        assert len({one.job_id for one in made if one is not None}) == 1
        await finish_all(bench)
    assert len(await runs(bench)) == 5


async def test_a_person_s_job_of_the_same_kind_does_not_count(bench: Bench) -> None:
    await bench.ask("sweep")
    assert await asked(bench)


async def test_it_comes_back_by_itself_once_the_process_has_settled(bench: Bench) -> None:
    begun: list[int] = []

    async def note(ctx: JobContext) -> None:
        begun.append(bench.clock.now_ms())

    bench.start({"sweep": note})
    schedule = Schedule(bench.queue, [Periodic("sweep", HOUR, after_start_s=60)])
    running = asyncio.create_task(schedule.run())
    await bench.pass_time(50, step=10)
    assert begun == []
    for count in (1, 2, 3):
        await bench.pass_time_until(lambda count=count: len(begun) >= count, most_s=2 * HOUR, step=15)
    schedule.stop()
    await eventually(running.done)
    assert all(later - first >= HOUR * 1000 for first, later in itertools.pairwise(await runs(bench)))


async def test_it_waits_for_nobody_s_analysis(bench: Bench) -> None:
    busy, sweep = Hold(), Hold()
    for _ in range(4):
        await bench.ask("work")
    bench.start({"work": busy, "sweep": sweep})
    await busy.has_begun(3)
    assert await Schedule(bench.queue, [SWEEP]).ask(SWEEP)
    await sweep.has_begun()
    assert len(busy.begun) == 3


async def test_a_database_that_is_away_is_asked_again(bench: Bench) -> None:
    schedule = Schedule(bench.queue, [SWEEP])
    async with bench.db.engine.begin() as connection:
        await connection.exec_driver_sql("alter table jobs rename to away")
    running = asyncio.create_task(schedule.run())
    await bench.pass_time(60, step=15)
    assert not running.done()
    async with bench.db.engine.begin() as connection:
        await connection.exec_driver_sql("alter table away rename to jobs")
    await bench.pass_time(60, step=15)
    schedule.stop()
    await eventually(running.done)
    assert len(await runs(bench)) == 1
