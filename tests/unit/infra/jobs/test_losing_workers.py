"""Workers that die, stall, lose a race or are told to stop."""

from __future__ import annotations

import asyncio
import math
import os
import signal
from pathlib import Path

import pytest

from nofomo.engine.core.errors import Conflict, NotFound
from nofomo.infra.database import SYSTEM, as_user
from nofomo.infra.jobs import HeavyPool, JobContext, JobStopped
from tests.support.clock import ManualClock, eventually
from tests.unit.infra.jobs.conftest import ANA, BUDI, CITRA, Bench, Hold


async def _work(ctx: JobContext) -> None: ...


async def test_the_job_of_a_dead_worker_is_taken_again_within_seconds(bench: Bench) -> None:
    job_id = await bench.ask()
    await bench.take_and_die("w1")
    bench.start({"work": _work}, "w2")
    await bench.pass_time(5)
    assert (await bench.job(job_id)).state == "running"
    await bench.pass_time(2)
    job = await bench.ended(job_id)
    assert (job.state, job.attempts, job.worker) == ("done", 2, "w2")


async def test_a_job_that_kills_every_worker_is_given_up_and_its_lock_let_go(bench: Bench) -> None:
    job_id = await bench.ask(max_attempts=2, lock="ana:BTC", lock_ttl_s=600)
    for name in ("w1", "w2"):
        await bench.take_and_die(name)
        bench.clock.advance(7)
    bench.start({"work": _work}, "w3")
    job = await bench.ended(job_id)
    assert job.state == "failed"
    assert job.error is not None
    assert job.error.code == "WORKER_LOST"
    await bench.ask(lock="ana:BTC")


async def test_a_long_job_keeps_its_lease(bench: Bench) -> None:
    hold, other = Hold(), Hold()
    bench.start({"work": hold}, "w1")
    job_id = await bench.ask(deadline_s=600)
    await hold.has_begun()
    bench.start({"work": other}, "w2", queue=bench.other_process())
    await bench.pass_time(20)
    job = await bench.job(job_id)
    assert (job.state, job.worker, job.attempts, other.begun) == ("running", "w1", 1, [])


async def test_a_worker_that_stalled_writes_nothing_once_another_has_taken_over(bench: Bench) -> None:
    wake, outcome = asyncio.Event(), list[str]()

    async def stall(ctx: JobContext) -> None:
        await wake.wait()
        try:
            async with bench.db.write(SYSTEM) as session:
                await ctx.complete(session, {"by": "w1"})
        except JobStopped as error:
            outcome.append(error.code)
            raise

    async def work(ctx: JobContext) -> None:
        async with bench.db.write(SYSTEM) as session:
            await ctx.complete(session, {"by": "w2"})

    stalled_clock = ManualClock()  # none of its timers fires, as in a process that was suspended
    job_id = await bench.ask(deadline_s=600)
    bench.start({"work": stall}, "w1", queue=bench.other_process(stalled_clock))
    await bench.taken(job_id)
    bench.clock.advance(7)
    bench.start({"work": work}, "w2")
    assert (await bench.ended(job_id)).result == {"by": "w2"}
    wake.set()
    await eventually(lambda: outcome == ["JOB_STOPPED"])
    assert (await bench.job(job_id)).result == {"by": "w2"}


async def test_only_the_latest_holder_of_the_lease_can_end_a_job(bench: Bench) -> None:
    goes = {1: asyncio.Event(), 2: asyncio.Event()}
    begun, refused = list[int](), list[int]()

    async def work(ctx: JobContext) -> None:
        attempt = ctx.job.attempts
        begun.append(attempt)
        await goes[attempt].wait()
        try:
            async with bench.db.write(SYSTEM) as session:
                await ctx.complete(session, {"attempt": attempt})
        except JobStopped:
            refused.append(attempt)
            raise

    job_id = await bench.ask(deadline_s=600)
    bench.start({"work": work}, "same name", queue=bench.other_process(ManualClock()))
    await eventually(lambda: begun == [1])
    bench.clock.advance(7)
    bench.start({"work": work}, "same name")
    await eventually(lambda: begun == [1, 2])
    goes[1].set()
    await eventually(lambda: refused == [1])
    assert (await bench.job(job_id)).state == "running"
    goes[2].set()
    assert (await bench.ended(job_id)).result == {"attempt": 2}


async def test_a_worker_that_finds_its_job_taken_over_stops_working_on_it(bench: Bench) -> None:
    hold, slow_clock = Hold(), ManualClock()
    job_id = await bench.ask(deadline_s=600)
    bench.start({"work": hold}, "w1", queue=bench.other_process(slow_clock))
    await hold.has_begun()
    bench.clock.advance(7)
    bench.start({"work": _work}, "w2")
    await bench.ended(job_id)
    for _ in range(4):
        slow_clock.advance(0.25)
        await asyncio.sleep(0.02)
    await eventually(lambda: hold.cancelled == [job_id])


async def test_cancelling_a_waiting_job_ends_it_at_once(bench: Bench) -> None:
    job_id = await bench.ask(lock="ana:BTC")
    assert (await bench.queue.cancel(as_user(ANA), job_id)).state == "cancelled"
    hold = Hold()
    bench.start({"work": hold})
    again = await bench.ask(lock="ana:BTC")
    await hold.has_begun()
    assert hold.begun == [again]


async def test_cancelling_a_running_job_stops_its_handler_at_once(bench: Bench) -> None:
    hold = Hold()
    bench.start({"work": hold})
    job_id = await bench.ask()
    await hold.has_begun()
    await bench.queue.cancel(as_user(ANA), job_id)
    await eventually(lambda: hold.cancelled == [job_id])
    assert (await bench.job(job_id)).state == "cancelled"


async def test_cancelling_from_another_process_stops_the_handler_within_a_poll(bench: Bench) -> None:
    hold = Hold()
    bench.start({"work": hold})
    job_id = await bench.ask()
    await hold.has_begun()
    await bench.other_process().cancel(as_user(ANA), job_id)
    await bench.pass_time(0.5)
    await eventually(lambda: hold.cancelled == [job_id])


async def test_check_raises_in_a_handler_whose_job_was_cancelled(bench: Bench) -> None:
    raised: list[str] = []
    begun = asyncio.Event()

    async def stubborn(ctx: JobContext) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            try:
                ctx.check()
            except JobStopped as error:
                raised.append(error.code)

    bench.start({"work": stubborn})
    job_id = await bench.ask()
    await begun.wait()
    await bench.queue.cancel(SYSTEM, job_id)
    await eventually(lambda: raised == ["JOB_STOPPED"])
    assert (await bench.job(job_id)).state == "cancelled"


async def test_only_live_jobs_of_ones_own_can_be_cancelled(bench: Bench) -> None:
    bench.start({"work": _work})
    job_id = await bench.ask(user=ANA)
    with pytest.raises(NotFound):
        await bench.queue.cancel(as_user(BUDI), job_id)
    await bench.ended(job_id)
    with pytest.raises(Conflict) as error:
        await bench.queue.cancel(as_user(ANA), job_id)
    assert error.value.code == "JOB_FINISHED"


async def test_everybodys_first_job_comes_before_anybodys_second(bench: Bench) -> None:
    order: list[str] = []

    async def note(ctx: JobContext) -> None:
        order.append(ctx.job.payload["name"])

    for name, user in (("ana 1", ANA), ("ana 2", ANA), ("ana 3", ANA), ("budi 1", BUDI), ("citra 1", CITRA)):
        bench.clock.advance(0.001)
        await bench.ask(user=user, payload={"name": name})
    bench.start({"work": note}, slots={"interactive": 1})
    await eventually(lambda: len(order) == 5)
    assert order == ["ana 1", "budi 1", "citra 1", "ana 2", "ana 3"]


async def test_whoever_has_a_job_running_waits_behind_those_who_have_none(bench: Bench) -> None:
    holds = {"ana 1": Hold(), "ana 2": Hold(), "budi 1": Hold()}

    async def pick(ctx: JobContext) -> None:
        await holds[ctx.job.payload["name"]](ctx)

    bench.start({"work": pick}, slots={"interactive": 1})
    await bench.ask(user=ANA, payload={"name": "ana 1"})
    await holds["ana 1"].has_begun()
    bench.clock.advance(0.001)
    await bench.ask(user=ANA, payload={"name": "ana 2"})
    bench.clock.advance(0.001)
    await bench.ask(user=BUDI, payload={"name": "budi 1"})
    bench.start({"work": pick}, "w2", slots={"interactive": 1})
    await holds["budi 1"].has_begun()
    assert holds["ana 2"].begun == []


async def test_nobody_waits_for_ever_behind_other_peoples_first_jobs(bench: Bench) -> None:
    order: list[str] = []

    async def note(ctx: JobContext) -> None:
        order.append(ctx.job.payload["name"])

    await bench.ask(user=ANA, payload={"name": "ana 1"})
    await bench.ask(user=ANA, payload={"name": "ana 2"})
    bench.clock.advance(61)
    await bench.ask(user=BUDI, payload={"name": "budi 1"})
    bench.start({"work": note}, slots={"interactive": 1})
    await eventually(lambda: len(order) == 3)
    assert order == ["ana 1", "ana 2", "budi 1"]


async def test_a_stopping_worker_lets_its_job_finish(bench: Bench) -> None:
    hold = Hold()
    worker = bench.start({"work": hold})
    job_id = await bench.ask()
    await hold.has_begun()
    stopping = bench.stop(worker)
    await asyncio.sleep(0)
    later = await bench.ask()
    await asyncio.sleep(0.05)
    assert not stopping.done()
    hold.go.set()
    await asyncio.wait_for(stopping, 10)
    assert worker.done()
    assert (await bench.job(job_id)).state == "done"
    assert (await bench.job(later)).state == "queued"


async def test_what_a_stopping_worker_cannot_finish_goes_back_at_once_and_does_not_count(bench: Bench) -> None:
    hold = Hold()
    worker = bench.start({"work": hold})
    job_id = await bench.ask(max_attempts=1)
    await hold.has_begun()
    stopping = bench.stop(worker)
    await bench.pass_time_until(stopping.done)
    job = await bench.job(job_id)
    assert (job.state, job.attempts) == ("queued", 0)
    bench.start({"work": _work}, "w2")
    assert (await bench.ended(job_id)).state == "done"


def _burn_until(file: str) -> int:
    rounds = 0
    while not Path(file).exists():
        rounds += math.isqrt(rounds) > -1
    return os.getpid()


def _begin_and_never_end(file: str) -> None:
    Path(file).touch()
    _burn_until(f"{file}.never")


def _kill_self() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def test_heavy_work_runs_in_another_process_and_never_delays_interactive_work(
    bench: Bench, tmp_path: Path
) -> None:
    where: list[int] = []

    async def heavy(ctx: JobContext) -> None:
        where.append(await ctx.run_heavy(_burn_until, str(tmp_path / "enough")))

    bench.start({"heavy": heavy, "quick": _work})
    slow = await bench.ask("heavy", lane="heavy")
    for _ in range(20):
        assert (await bench.ended(await bench.ask("quick"))).state == "done"
    assert (await bench.job(slow)).state == "running"
    (tmp_path / "enough").touch()
    assert (await bench.ended(slow)).state == "done"
    assert where != [os.getpid()]


async def test_a_heavy_process_that_dies_is_replaced_and_its_job_tried_again(bench: Bench) -> None:
    attempts: list[int] = []

    async def heavy(ctx: JobContext) -> None:
        attempts.append(ctx.job.attempts)
        await (ctx.run_heavy(_kill_self) if ctx.job.attempts == 1 else ctx.run_heavy(math.isqrt, 4))

    bench.start({"heavy": heavy})
    job_id = await bench.ask("heavy", lane="heavy", deadline_s=1e6)
    await bench.pass_time_until(lambda: len(attempts) == 2)
    assert (await bench.ended(job_id)).state == "done"


async def test_cancelled_heavy_work_makes_room_for_the_next(tmp_path: Path) -> None:
    pool = HeavyPool(1)
    begun = tmp_path / "begun"
    endless = asyncio.create_task(pool.run(_begin_and_never_end, str(begun)))
    await eventually(begun.exists, within_s=30)
    endless.cancel()
    await asyncio.gather(endless, return_exceptions=True)
    async with asyncio.timeout(30):
        assert await pool.run(math.isqrt, 9) == 3
    pool.close()
