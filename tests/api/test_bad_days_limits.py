"""One analysis at a time, a pause between two, so many a day, each person for themselves; and restarts in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import insert, select
from tests.support.bad_days import KLINES, count_of, house_with_exchange, while_time_passes
from tests.support.whole_house import WholeHouse, data_of, whole_house

from nofomo.features.plans.tables import plans
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import LIVE, jobs, locks


@pytest.fixture
async def usual(tmp_path: Path) -> AsyncIterator[WholeHouse]:
    """A house with the limits that it is delivered with."""
    async with whole_house(tmp_path, cooldown_s=15) as whole:
        yield whole


async def click(client: httpx2.AsyncClient, symbol: str = "BTC/USDT") -> httpx2.Response:
    return await client.post("/api/analyze", json={"symbol": symbol})


async def test_a_second_click_within_the_cooldown_is_told_how_many_seconds_to_wait(usual: WholeHouse) -> None:
    owner = await usual.owner()
    first = data_of(await click(owner))
    usual.clock.advance(4)
    for answer in (await click(owner), await owner.post("/api/update", json={"planId": first["planId"]})):
        assert (answer.status_code, answer.json()["code"]) == (429, "COOLDOWN")
        assert answer.headers["Retry-After"] == "11"
        assert answer.json()["details"]["seconds"] == 11
        assert "11 s" in answer.json()["message"]
    shown = data_of(await owner.get("/api/me"))["quota"]
    assert shown["used"] == 1
    assert datetime.fromisoformat(shown["cooldownUntil"]).timestamp() * 1000 == usual.clock.now_ms() + 11_000
    usual.clock.advance(11)
    assert data_of(await owner.post("/api/update", json={"planId": first["planId"]}))["version"] == 2


async def test_twenty_clicks_at_once_make_one_version(usual: WholeHouse) -> None:
    owner = await usual.owner()
    answers = await asyncio.gather(*(click(owner) for _ in range(20)))
    made = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert (len(made), len(refused)) == (1, 19)
    assert {answer.json()["code"] for answer in refused} <= {"ANALYSIS_RUNNING", "COOLDOWN"}
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in refused)
    assert await count_of(usual, "versions") == 1
    assert data_of(await owner.get("/api/me"))["quota"]["used"] == 1


async def test_two_people_on_the_same_coin_at_once_do_not_meet(usual: WholeHouse) -> None:
    people = [await usual.owner(), await usual.person("budi@example.org"), await usual.person("sari@example.org")]
    made = [data_of(answer) for answer in await asyncio.gather(*(click(person) for person in people))]
    assert [plan["version"] for plan in made] == [1, 1, 1]
    assert len({plan["planId"] for plan in made}) == 3
    payloads = [plan["payload"] for plan in made]
    assert payloads[0]["levels"] == payloads[1]["levels"] == payloads[2]["levels"]
    for mine, plan in zip(people, made, strict=True):
        for other in people:
            read = await other.get(f"/api/plan/{plan['planId']}")
            again = await other.post("/api/update", json={"planId": plan["planId"]})
            assert (read.status_code, again.status_code) == ((200, 429) if other is mine else (404, 404))
        assert data_of(await mine.get("/api/plans"))["total"] == 1


async def test_the_31st_analysis_of_a_day_waits_for_midnight_in_jakarta(tmp_path: Path) -> None:
    async with whole_house(tmp_path) as whole:
        owner = await whole.owner()
        for _ in range(30):
            assert (await click(owner)).status_code == 200
        answer = await click(owner)
        assert (answer.status_code, answer.json()["code"]) == (429, "QUOTA_USED")
        details = answer.json()["details"]
        midnight = datetime.fromisoformat("2026-03-13T00:00:00+07:00")
        assert datetime.fromisoformat(details["resetsAt"]) == midnight
        left_s = midnight.timestamp() - whole.clock.now_ms() / 1000
        assert details["seconds"] == int(answer.headers["Retry-After"]) == left_s
        assert (await click(await whole.person("budi@example.org"))).status_code == 200
        whole.clock.advance(left_s - 1)
        assert (await click(owner)).status_code == 429
        whole.clock.advance(1)
        assert data_of(await owner.get("/api/me"))["quota"]["used"] == 0
        assert data_of(await click(owner))["version"] == 31


async def test_an_expired_lock_of_a_dead_worker_does_not_block(usual: WholeHouse) -> None:
    owner = await usual.owner()
    me = data_of(await owner.get("/api/me"))["user"]["id"]
    first = data_of(await click(owner))
    async with usual.house.database.write(SYSTEM) as rows:
        job_id = (await rows.execute(select(jobs.c.id))).scalar_one()
        key = f"{UUID(me)}:sandbox:BTC/USDT"
        until = usual.clock.now_ms() + 30_000
        await rows.execute(insert(locks).values(key=key, job_id=job_id, ttl_ms=45_000, expires_at=until))
    usual.clock.advance(20)
    blocked = await click(owner)
    assert (blocked.status_code, blocked.json()["details"]["seconds"]) == (429, 10)
    usual.clock.advance(10)
    assert data_of(await click(owner))["version"] == first["version"] + 1
    assert await count_of(usual, "locks") == 0


async def stopped_in_the_middle(home: Path) -> str:
    """A server was stopped while it worked on the second analysis of a coin: the job's id."""
    async with house_with_exchange(home) as (whole, exchange):
        owner = await whole.owner()
        data_of(await click(owner, "XRP/USDT"))
        whole.clock.advance(3600)
        await exchange.misbehave({"match": KLINES, "hang": True, "symbol": "XRPUSDT"})
        asked = asyncio.ensure_future(click(owner, "XRP/USDT"))
        while not await count_of(whole, "live jobs"):  # noqa: ASYNC110 (rows have no event)
            await asyncio.sleep(0.01)
        asked.cancel()
        async with whole.house.database.read(SYSTEM) as rows:
            theirs = select(jobs.c.id).where(jobs.c.state.in_(LIVE), jobs.c.user_id.is_not(None))
            job_id = (await rows.execute(theirs)).scalar_one()
        # Its worker waits some seconds for its jobs before it gives them back.
        passing = asyncio.ensure_future(pass_time(whole))
    passing.cancel()
    return str(job_id)


async def pass_time(whole: WholeHouse) -> None:
    while True:
        await asyncio.sleep(0.005)
        whole.clock.advance(0.5)


async def test_a_restart_in_the_middle_finishes_the_job_once(tmp_path: Path) -> None:
    job_id = await stopped_in_the_middle(tmp_path)
    async with whole_house(tmp_path) as whole:
        whole.clock.advance(2 * 3600)
        owner = await whole.owner()
        job = data_of(await while_time_passes(whole, over(owner, job_id), pace=2))
        assert (job["state"], job["result"]["version"]) == ("done", 2)
        plan = data_of(await owner.get(f"/api/plan/{job['result']['planId']}"))
        assert [link["version"] for link in plan["chain"]] == [2, 1]
        async with whole.house.database.read(SYSTEM) as rows:
            made = (await rows.execute(select(plans.c.version).where(plans.c.job_id == UUID(job_id)))).scalars().all()
        assert list(made) == [2]
        assert await count_of(whole, "locks") == 0
        assert data_of(await owner.get("/api/me"))["quota"]["used"] == 2


async def over(client: httpx2.AsyncClient, job_id: str) -> httpx2.Response:
    while True:
        answer = await client.get(f"/api/jobs/{job_id}")
        if data_of(answer)["state"] not in ("queued", "running"):
            return answer
        await asyncio.sleep(0.01)


async def test_a_worker_that_was_killed_leaves_a_job_that_another_takes_over(usual: WholeHouse) -> None:
    """As after `kill -9`: the row says running, its lease runs out, nobody lives who could renew it."""
    owner = await usual.owner()
    data_of(await click(owner))
    usual.clock.advance(3600)
    async with usual.house.database.write(SYSTEM) as rows:
        old = (await rows.execute(select(jobs))).one()
        now = usual.clock.now_ms()
        row = dict(old._mapping) | {
            "id": UUID(int=old.id.int + 1), "state": "running", "worker": "dead", "attempts": 1, "result": None,
            "lease_until": now + 6_000, "created_at": now, "started_at": now, "finished_at": None,
        }  # fmt: skip
        await rows.execute(insert(jobs).values(**row))
    busy = await click(owner)
    assert (busy.status_code, busy.json()["code"]) == (429, "ANALYSIS_RUNNING")
    assert 1 <= busy.json()["details"]["seconds"] <= 25
    began = usual.clock.now_ms()
    job = data_of(await while_time_passes(usual, over(owner, str(row["id"])), pace=4))
    assert job["state"] == "done"
    assert usual.clock.now_ms() - began < 25_000
    assert await count_of(usual, "versions") == 2
    assert await count_of(usual, "live jobs") == 0
