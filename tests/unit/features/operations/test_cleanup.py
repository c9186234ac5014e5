"""The clean-up removes what is over, keeps what is wanted, and lets others write in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select

from nofomo.bootstrap import House, open_house
from nofomo.features.accounts.tables import audit_log, sessions, sign_in_links, users
from nofomo.features.plans.tables import plan_outcomes, plans, scan_items, scans
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import Schedule, Worker, jobs, locks
from nofomo.infra.settings import load_settings
from tests.support.busy_writer import version
from tests.support.clock import CountingIds, ManualClock

DAY = 86_400_000
ANA = UUID(int=(7 << 76) | (2 << 62) | 77)


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    settings = load_settings({"home": str(tmp_path / "home"), "database_url": database_url}, environ={})
    async with open_house(settings, clock=ManualClock(), new_id=CountingIds(10_000), start=False) as opened:
        yield opened


async def put(house: House, table: Any, *rows: dict[str, Any]) -> None:
    async with house.database.write(SYSTEM) as session:
        await session.execute(insert(table), list(rows))


async def count(house: House, table: Any) -> int:
    async with house.database.read(SYSTEM) as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


def job(number: int, *, age_days: float, now: int, state: str = "done", kind: str = "analysis") -> dict[str, Any]:
    at = now - round(age_days * DAY)
    return {
        "id": UUID(int=number), "kind": kind, "lane": "interactive", "user_id": ANA, "payload": {"symbol": "BTC/USDT"},
        "state": state, "attempts": 1, "max_attempts": 3, "deadline_s": 30.0, "turn": at, "run_after": 0,
        "created_at": at, "started_at": at, "finished_at": at if state == "done" else None,
    }  # fmt: skip


async def clean_up(house: House) -> dict[str, Any]:
    """Run the job as a worker would."""
    entry = next(one for one in house.operations.periodic if one.kind == "cleanup")
    asked = await Schedule(house.queue, [entry]).ask(entry)
    assert asked is not None
    worker = Worker(house.queue, house.operations.handlers, name="w")
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(30):
        while (done := await house.queue.get(SYSTEM, asked.job_id)).is_live:  # noqa: ASYNC110 (rows have no events)
            await asyncio.sleep(0.01)
    await worker.stop()
    await running
    assert done.state == "done", done.error
    assert done.result is not None
    return dict(done.result)


async def test_what_is_over_goes_and_what_is_wanted_stays(house: House) -> None:
    now = house.clock.now_ms()
    looks = {"language": "id", "timezone": "UTC", "theme": "dark", "palette": "default", "created_at": 1}
    await put(house, users, {"id": ANA, "email": "ana@example.org", "role": "user", **looks})
    await put(
        house, jobs, *(job(n, age_days=31 + n, now=now) for n in range(1, 1_203)),
        job(5_001, age_days=29, now=now), job(5_002, age_days=90, now=now, state="queued", kind="later"),
    )  # fmt: skip
    await put(house, plans, {**version(ANA, "BTC/USDT", 1), "id": ANA, "created_at": now - 4_000 * DAY})
    leg = {"plan_id": ANA, "leg": "pullback", "user_id": ANA, "state": "waiting", "filled": 0.0, "events": []}
    await put(house, plan_outcomes, {**leg, "ambiguous": False, "checked_until": 0})
    old = {"user_id": ANA, "name": "n", "venue": "sandbox", "options": {}}
    await put(house, scans, *({"id": UUID(int=n), "created_at": now - n * DAY, **old} for n in (10, 89, 91, 200)))
    await put(house, scan_items, {"scan_id": UUID(int=200), "position": 0, "user_id": ANA, "symbol": "X/Y"})
    key = {"user_id": ANA, "opened_by": "link", "created_at": 0, "last_seen_at": 0, "user_agent": "", "ip": ""}
    await put(
        house, sessions, {"id": UUID(int=1), "token_hash": "a", "expires_at": now - 1, **key},
        {"id": UUID(int=2), "token_hash": "b", "expires_at": now + 1, **key},
    )  # fmt: skip
    link = {"user_id": ANA, "email": "ana@example.org", "purpose": "sign-in", "created_at": 0}
    await put(
        house, sign_in_links, {"id": UUID(int=1), "token_hash": "a", "expires_at": now - 8 * DAY, **link},
        {"id": UUID(int=2), "token_hash": "b", "expires_at": now - 6 * DAY, **link},
    )  # fmt: skip
    before = await count(house, audit_log)
    line = {"user_id": ANA, "actor_id": ANA, "action": "x", "details": {}, "ip": ""}
    await put(
        house, audit_log, {"id": UUID(int=1), "at": now - 401 * DAY, **line},
        {"id": UUID(int=2), "at": now - 399 * DAY, **line},
    )  # fmt: skip
    held = {"user_id": ANA, "ttl_ms": 1}
    await put(
        house, locks, {"key": "dead", "job_id": UUID(int=9_999), "expires_at": now - 1, **held},
        {"key": "live", "job_id": UUID(int=5_002), "expires_at": now + 1_000, **held},
    )  # fmt: skip
    done = await clean_up(house)
    removed = {name: number for name, number in done["removed"].items() if number}
    assert done["failed"] == []
    assert removed == {"jobs": 1_202, "locks": 1, "sessions": 1, "links": 1, "audit log": 1, "scans": 2}
    assert await count(house, jobs) == 3
    assert [await count(house, table) for table in (plans, plan_outcomes, scans, scan_items)] == [1, 1, 2, 0]
    assert await count(house, audit_log) == before + 1


async def test_a_sweep_that_fails_does_not_keep_the_others_from_their_work(house: House) -> None:
    now = house.clock.now_ms()
    await put(house, jobs, job(1, age_days=40, now=now))
    async with house.database.engine.begin() as connection:
        await connection.exec_driver_sql("alter table attempts rename to away")
    done = await clean_up(house)
    assert done["failed"] == ["attempts"]
    assert done["removed"]["jobs"] == 1


async def test_others_write_while_many_rows_go(house: House) -> None:
    now = house.clock.now_ms()
    await put(house, jobs, *(job(n, age_days=40, now=now) for n in range(1, 4_000)))
    cleaning = asyncio.create_task(clean_up(house))
    written = 0
    while not cleaning.done():
        await put(house, locks, {"key": f"k{written}", "job_id": ANA, "ttl_ms": 1, "expires_at": now + DAY})
        written += 1
        await asyncio.sleep(0)
    assert (await cleaning)["removed"]["jobs"] == 3_999
    assert written > 8
