"""From the wish to the result: done once, told at once, failed with a reason."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from nofomo.engine.core.errors import Invalid, LimitReached, NotFound, Unavailable
from nofomo.infra.database import SYSTEM, as_user
from nofomo.infra.jobs import JobContext, JobRequest, Progress, jobs, locks
from tests.support.clock import eventually
from tests.unit.infra.jobs.conftest import ANA, BUDI, Bench, Hold


async def test_a_job_is_done_and_its_result_kept(bench: Bench) -> None:
    async def add(ctx: JobContext) -> None:
        async with bench.db.write(SYSTEM) as session:
            await ctx.complete(session, {"sum": ctx.job.payload["a"] + ctx.job.payload["b"]})

    bench.start({"add": add})
    job = await bench.ended(await bench.ask("add", payload={"a": 2, "b": 3}))
    assert (job.state, job.result, job.error, job.attempts) == ("done", {"sum": 5}, None, 1)
    assert job.created_at == job.started_at == job.finished_at == bench.clock.now_ms()


async def test_a_job_begins_without_anybody_waiting_for_a_poll(bench: Bench) -> None:
    hold = Hold()
    bench.start({"work": hold})
    await asyncio.sleep(0.05)
    await bench.ask()
    await hold.has_begun()  # the clock has not moved


async def test_a_wish_that_was_rolled_back_is_never_worked_on(bench: Bench) -> None:
    hold = Hold()
    bench.start({"work": hold})

    async def change_of_mind() -> None:
        async with bench.db.write(SYSTEM) as session:
            await bench.queue.enqueue(session, JobRequest("work", ANA, {}))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await change_of_mind()
    await bench.pass_time(1)
    assert hold.begun == []


async def test_progress_is_seen_while_the_job_runs(bench: Bench) -> None:
    go = asyncio.Event()

    async def work(ctx: JobContext) -> None:
        await ctx.progress(2, 4, "levels")
        await go.wait()

    bench.start({"work": work})
    job_id = await bench.ask()
    for _ in range(500):
        if (await bench.job(job_id)).progress:
            break
        await asyncio.sleep(0.002)
    job = await bench.job(job_id)
    assert (job.state, job.progress) == ("running", Progress(2, 4, "levels"))
    go.set()
    assert (await bench.ended(job_id)).state == "done"


async def test_a_refusal_is_kept_and_can_be_raised_again(bench: Bench) -> None:
    async def refuse(ctx: JobContext) -> None:
        raise Invalid("No such coin.", code="INVALID_SYMBOL", details={"nearest": ["BTC/USDT"]})

    async def later(ctx: JobContext) -> None:
        raise Unavailable("The venue is down.", code="VENUE_DOWN", retry_after_s=7)

    bench.start({"refuse": refuse, "later": later})
    job = await bench.ended(await bench.ask("refuse"))
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.error is not None
    error = job.error.to_error()
    assert isinstance(error, Invalid)
    assert (error.code, error.message, error.details) == ("INVALID_SYMBOL", "No such coin.", {"nearest": ["BTC/USDT"]})
    job = await bench.ended(await bench.ask("later"))
    assert job.error is not None
    again = job.error.to_error()
    assert isinstance(again, Unavailable)
    assert again.retry_after_s == 7


async def test_a_bug_fails_the_job_without_showing_its_insides(bench: Bench) -> None:
    async def break_down(ctx: JobContext) -> None:
        raise ZeroDivisionError("secret detail")

    bench.start({"work": break_down})
    job = await bench.ended(await bench.ask())
    assert job.state == "failed"
    assert job.error is not None
    assert job.error.code == "JOB_BROKEN"
    assert "secret" not in str(job.error)


async def test_a_fault_of_ours_is_tried_again_after_a_pause_and_given_up_in_the_end(bench: Bench) -> None:
    attempts: list[int] = []

    async def fault(ctx: JobContext) -> None:
        attempts.append(ctx.job.attempts)
        raise OperationalError("select 1", {}, Exception("database is locked"))

    bench.start({"work": fault})
    job_id = await bench.ask(max_attempts=3)
    await eventually(lambda: attempts == [1])
    await bench.pass_time(0.75)
    assert attempts == [1]
    for _ in range(200):
        await bench.pass_time(0.25)
        if not (await bench.job(job_id)).is_live:
            break
    assert attempts == [1, 2, 3]
    assert (await bench.job(job_id)).state == "failed"


async def test_what_a_handler_writes_and_the_end_of_its_job_come_together(bench: Bench) -> None:
    async def write_then_fail(ctx: JobContext) -> None:
        async with bench.db.write(SYSTEM) as session:
            row = {"key": "written", "job_id": ctx.job.id, "ttl_ms": 1, "expires_at": 1}
            await session.execute(insert(locks).values(row))
            await ctx.complete(session, {"ok": True})
            raise Invalid("On second thoughts, no.")

    bench.start({"work": write_then_fail})
    job = await bench.ended(await bench.ask())
    assert (job.state, job.result) == ("failed", None)
    async with bench.db.read(SYSTEM) as session:
        assert (await session.execute(select(locks))).all() == []


async def test_a_job_past_its_deadline_is_stopped_and_says_how_long_it_had(bench: Bench) -> None:
    hold = Hold()
    bench.start({"analysis": hold})
    job_id = await bench.ask("analysis", deadline_s=25)
    await hold.has_begun()
    await bench.pass_time(24)
    assert (await bench.job(job_id)).state == "running"
    await bench.pass_time(2)
    await eventually(lambda: hold.cancelled)
    job = await bench.ended(job_id)
    assert job.state == "failed"
    assert job.error is not None
    assert (job.error.code, job.error.type) == ("ANALYSIS_TIMEOUT", "Unavailable")
    assert "25 s" in job.error.message


async def test_waiting_ends_in_time_with_the_job_as_it_stands(bench: Bench) -> None:
    job_id = await bench.ask()
    waiting = asyncio.create_task(bench.queue.wait(job_id, 10))
    await bench.pass_time(9.5)
    assert not waiting.done()
    await bench.pass_time_until(waiting.done)
    assert (await waiting).state == "queued"


async def test_waiting_across_processes_needs_no_more_than_a_poll(bench: Bench) -> None:
    async def work(ctx: JobContext) -> None: ...

    job_id = await bench.ask()
    waiting = asyncio.create_task(bench.queue.wait(job_id, 10))
    await asyncio.sleep(0.05)
    bench.start({"work": work}, queue=bench.other_process())
    await bench.ended(job_id)
    assert not waiting.done()
    bench.clock.advance(0.25)
    assert (await waiting).state == "done"


async def test_a_job_added_by_another_process_is_found_at_the_next_poll(bench: Bench) -> None:
    hold = Hold()
    bench.start({"work": hold}, queue=bench.other_process())
    await asyncio.sleep(0.05)
    await bench.ask()
    await bench.pass_time_until(lambda: hold.begun, most_s=1)


async def test_a_worker_leaves_kinds_it_does_not_know_to_others(bench: Bench) -> None:
    hold = Hold()
    bench.start({"known": hold})
    unknown, known = await bench.ask("unknown"), await bench.ask("known")
    await hold.has_begun()
    await bench.pass_time(1)
    assert hold.begun == [known]
    assert (await bench.job(unknown)).state == "queued"


async def test_a_stranger_sees_no_job(bench: Bench) -> None:
    job_id = await bench.ask(user=ANA)
    assert (await bench.queue.get(as_user(ANA), job_id)).id == job_id
    with pytest.raises(NotFound) as error:
        await bench.queue.get(as_user(BUDI), job_id)
    assert error.value.code == "JOB_NOT_FOUND"


async def test_one_live_job_per_key_and_the_second_wish_finds_the_first(bench: Bench) -> None:
    async with bench.db.write(SYSTEM) as session:
        first = await bench.queue.enqueue(session, JobRequest("work", ANA, {}, key="ana"))
        second = await bench.queue.enqueue(session, JobRequest("work", ANA, {}, key="ana"))
        other = await bench.queue.enqueue(session, JobRequest("more", ANA, {}, key="ana"))
    assert (first.is_new, second.is_new, second.job_id, other.is_new) == (True, False, first.job_id, True)

    async def work(ctx: JobContext) -> None: ...

    bench.start({"work": work})
    await bench.ended(first.job_id)
    async with bench.db.write(SYSTEM) as session:
        assert (await bench.queue.enqueue(session, JobRequest("work", ANA, {}, key="ana"))).is_new


async def test_a_lock_keeps_others_out_until_the_job_ends(bench: Bench) -> None:
    hold = Hold()
    bench.start({"work": hold})
    first = await bench.ask(lock="ana:BTC", lock_ttl_s=45)
    await hold.has_begun()
    with pytest.raises(LimitReached) as error:
        await bench.ask(lock="ana:BTC")
    assert (error.value.code, error.value.retry_after_s) == ("LOCKED", 45)
    await bench.ask("other", lock="ana:ETH")
    hold.go.set()
    await bench.ended(first)
    await bench.ask("other", lock="ana:BTC")


async def test_a_lock_that_nobody_renews_expires_and_one_at_work_does_not(bench: Bench) -> None:
    await bench.ask(lock="dead", lock_ttl_s=30)
    hold = Hold()
    bench.start({"live": hold})
    await bench.ask("live", lock="live", lock_ttl_s=30, deadline_s=300)
    await hold.has_begun()
    await bench.pass_time(32, step=0.5)
    await bench.ask(lock="dead")
    with pytest.raises(LimitReached):
        await bench.ask(lock="live")


async def test_fifty_jobs_and_three_workers_do_each_job_once(bench: Bench) -> None:
    done: list[str] = []

    async def work(ctx: JobContext) -> None:
        async with bench.db.write(SYSTEM) as session:
            await ctx.complete(session)
        done.append(str(ctx.job.id))

    ids = [str(await bench.ask(user=None)) for _ in range(50)]
    for name in ("w1", "w2", "w3"):
        bench.start({"work": work}, name, queue=bench.other_process())
    await eventually(lambda: len(done) == 50, within_s=20)
    assert sorted(done) == ids
    async with bench.db.read(SYSTEM) as session:
        assert set((await session.scalars(select(jobs.c.attempts))).all()) == {1}
