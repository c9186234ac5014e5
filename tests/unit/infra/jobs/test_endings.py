"""What others tie to the end of a job, and jobs that step back."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import Invalid
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import Ending, JobContext, NotYet, jobs
from tests.unit.infra.jobs.conftest import ANA, BUDI, Bench, Hold


class Ends:
    """Remembers every end that was told inside its transaction."""

    def __init__(self, bench: Bench) -> None:
        self.told: dict[UUID, Ending] = {}
        bench.queue.endings.append(self.hear)

    async def hear(self, session: AsyncSession, ending: Ending) -> None:
        assert session.in_transaction()
        self.told[ending.job_id] = ending


async def _done(ctx: JobContext) -> None:
    async with ctx._queue.db.write(SYSTEM) as session:
        await ctx.complete(session, {"planId": "7"})


async def _refused(ctx: JobContext) -> None:
    raise Invalid("No.", code="INVALID_SYMBOL")


async def test_every_way_to_end_is_told_once_with_what_came_of_it(bench: Bench) -> None:
    ends = Ends(bench)
    done, refused = await bench.ask("done"), await bench.ask("refused")
    lost, unwanted = await bench.ask(max_attempts=1), await bench.ask("never")
    await bench.take_and_die("w1")
    bench.clock.advance(7)
    bench.start({"work": _done, "done": _done, "refused": _refused}, "w2")
    for job_id in (done, refused, lost):
        await bench.ended(job_id)
    await bench.queue.cancel(SYSTEM, unwanted)
    assert {job_id: (e.state, e.result, e.error.code if e.error else None) for job_id, e in ends.told.items()} == {
        done: ("done", {"planId": "7"}, None),
        refused: ("failed", None, "INVALID_SYMBOL"),
        lost: ("failed", None, "WORKER_LOST"),
        unwanted: ("cancelled", None, None),
    }


async def test_an_end_whose_companion_fails_has_not_happened(bench: Bench) -> None:
    async def break_down(_session: AsyncSession, _ending: Ending) -> None:
        raise RuntimeError("disk on fire")

    bench.queue.endings.append(break_down)
    job_id = await bench.ask()
    with pytest.raises(RuntimeError):
        await bench.queue.cancel(SYSTEM, job_id)
    assert (await bench.job(job_id)).state == "queued"


async def test_many_jobs_are_cancelled_in_one_transaction_and_their_workers_stop(bench: Bench) -> None:
    hold = Hold()
    bench.start({"work": hold})
    running = [await bench.ask() for _ in range(2)]
    await hold.has_begun(2)
    waiting = await bench.ask("other")
    theirs = await bench.ask("other", BUDI)
    async with bench.db.write(SYSTEM) as session:
        count = await bench.queue.cancel_within(session, jobs.c.user_id == ANA)
    assert count == 3
    assert [(await bench.job(job_id)).state for job_id in (*running, waiting, theirs)] == [
        "cancelled", "cancelled", "cancelled", "queued",
    ]  # fmt: skip
    async with asyncio.timeout(5):
        while len(hold.cancelled) < 2:  # noqa: ASYNC110 (the handlers end in their own time)
            await asyncio.sleep(0.002)


async def test_a_job_that_steps_back_lets_others_pass_and_spends_no_attempt(bench: Bench) -> None:
    busy, order = [True], list[str]()

    async def work(ctx: JobContext) -> None:
        if ctx.job.payload.get("waits") and busy[0]:
            raise NotYet(1.0)
        order.append(str(ctx.job.payload.get("name")))

    first = await bench.ask(payload={"name": "first", "waits": True}, lane="batch", max_attempts=2)
    second = await bench.ask(payload={"name": "second"}, lane="batch")
    bench.start({"work": work})
    await bench.ended(second)
    await bench.pass_time(3)
    assert (await bench.job(first)).state in ("queued", "running")
    busy[0] = False
    await bench.pass_time(1.5)
    job = await bench.ended(first)
    assert (job.state, job.attempts, order) == ("done", 1, ["second", "first"])


async def test_a_lane_full_of_work_does_not_keep_the_others_waiting(bench: Bench) -> None:
    hold = Hold()
    done = list[UUID]()

    async def quick(ctx: JobContext) -> None:
        done.append(ctx.job.id)

    bench.start({"slow": hold, "work": quick})
    scan = [await bench.ask("slow", lane="batch") for _ in range(5)]
    await hold.has_begun(1)
    single = await bench.ask(user=BUDI)
    await bench.ended(single)
    assert done == [single]
    assert hold.begun == scan[:1]
