"""The database is full or kept by another program, under a running house: what a person hears, and that it goes on."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import func, select
from tests.support.ticking_house import TickingHouse, ticking_house, until_true

from nofomo.features.plans.tables import plans
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import jobs

HOLDER = """
import sqlite3, sys, time
rows = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)
# SQLite's own patience naps for up to 100 ms between two tries and may never meet a house that writes all the time
for _ in range(30_000):
    try:
        rows.execute("begin exclusive")
        break
    except sqlite3.OperationalError:
        time.sleep(0.001)
print("held", flush=True)
sys.stdin.read()
rows.execute("rollback")
"""


@contextmanager
def kept_by_another_program(file: Path) -> Iterator[None]:
    """Within the block another process has the database to itself."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield
    finally:
        process.communicate()


async def set_theme(owner: httpx2.AsyncClient, theme: str) -> tuple[httpx2.Response, float]:
    """A small change; its answer, and the seconds that it took."""
    began = time.monotonic()
    answer = await owner.put("/api/me/preferences", json={"theme": theme})
    return answer, time.monotonic() - began


def is_refused(answer: httpx2.Response, code: str) -> bool:
    """503 with that code, one sentence, and when to come again."""
    body = answer.json()
    assert body["message"].endswith(".")
    return (answer.status_code, body["code"]) == (503, code) and int(answer.headers["Retry-After"]) >= 1


async def is_ready(place: TickingHouse) -> bool:
    return bool((await place.house.health())["ready"])


async def database_state(place: TickingHouse) -> str:
    return (await place.house.health())["parts"]["database"]


async def database_is_up(place: TickingHouse) -> bool:
    return await database_state(place) == "up"


async def count(place: TickingHouse, table: Any, *which: Any) -> int:
    async with place.house.database.read(SYSTEM) as session:
        return int(await session.scalar(select(func.count()).select_from(table).where(*which)) or 0)


async def pages(place: TickingHouse, most: int | None) -> None:
    """Let the file grow to so many pages and no further; None: as it likes. The house's one writer is told."""
    async with place.house.database.write(SYSTEM) as session:
        connection = await session.connection()
        now = (await connection.exec_driver_sql("pragma page_count")).scalar_one()
        await connection.exec_driver_sql(f"pragma max_page_count = {now if most is None else most}")


async def test_a_full_database_is_said_in_one_sentence_and_nothing_is_half_written(tmp_path: Path) -> None:
    async with ticking_house(tmp_path) as place:
        assert (await place.analyse("BTC/USDT"))[0] == 200
        await pages(place, 1)  # SQLite takes the present number of pages where fewer are wished
        refused: list[Any] = []
        async with asyncio.timeout(60):
            while not refused:
                status, body = await place.analyse("ETH/USDT")
                if status != 200:
                    refused.append((status, body["code"]))
        assert refused == [(503, "DISK_FULL")]
        made = await count(place, plans)
        assert (await place.owner.get("/api/plans")).json()["data"]["total"] == made
        await pages(place, 1_000_000)
        status, body = await place.analyse("ETH/USDT")
        assert status == 200, body
        assert body["data"]["version"] == made
        await until_true(lambda: is_ready(place))
        assert await count(place, jobs, jobs.c.state.in_(("queued", "running")), jobs.c.kind == "analysis") == 0


async def test_while_another_program_keeps_the_database_people_read_and_are_told_to_come_again(tmp_path: Path) -> None:
    async with ticking_house(tmp_path) as place:
        assert (await place.analyse("BTC/USDT"))[0] == 200
        with kept_by_another_program(tmp_path / "nofomo.db"):
            answers = await asyncio.gather(*(set_theme(place.owner, "light") for _ in range(4)))
            for answer, took_s in answers:
                assert is_refused(answer, "DATABASE_BUSY")
                assert took_s < 15
            assert (await place.owner.get("/api/plans")).json()["data"]["total"] == 1
            assert (await place.owner.get("/api/me")).json()["data"]["user"]["theme"] != "light"
            assert await database_state(place) == "degraded"
            assert await is_ready(place)
        assert (await set_theme(place.owner, "light"))[0].status_code == 200
        await until_true(lambda: database_is_up(place))


async def test_a_job_under_way_waits_for_the_other_program_and_is_done_once(tmp_path: Path) -> None:
    async with ticking_house(tmp_path) as place:
        assert (await place.analyse("BTC/USDT"))[0] == 200
        answer = await place.owner.post("/api/analyze", json={"symbol": "SOL/USDT", "wait": 0})
        job_id = answer.json()["data"]["jobId"]
        await until_true(lambda: count(place, jobs, jobs.c.state == "running", jobs.c.kind == "analysis"))
        with kept_by_another_program(tmp_path / "nofomo.db"):
            await asyncio.sleep(8)  # longer than a lease
        await until_true(lambda: count(place, plans, plans.c.symbol == "SOL/USDT"))
        assert (await place.owner.get(f"/api/jobs/{job_id}")).json()["data"]["state"] == "done"
        assert await count(place, plans, plans.c.symbol == "SOL/USDT") == 1


async def test_a_database_that_cannot_be_opened_is_said_at_once(tmp_path: Path) -> None:
    async with ticking_house(tmp_path) as place:
        await place.house.database.close()
        (tmp_path / "nofomo.db").rename(tmp_path / "away.db")
        for rest in ("nofomo.db-wal", "nofomo.db-shm"):
            (tmp_path / rest).unlink(missing_ok=True)
        (tmp_path / "nofomo.db").mkdir()
        answer, took_s = await set_theme(place.owner, "light")
        assert is_refused(answer, "DATABASE_DOWN")
        assert took_s < 7
        assert await database_state(place) == "down"
        assert not await is_ready(place)
        await place.house.database.close()
        (tmp_path / "nofomo.db").rmdir()
        (tmp_path / "away.db").rename(tmp_path / "nofomo.db")
        assert (await set_theme(place.owner, "light"))[0].status_code == 200
        await until_true(lambda: is_ready(place))
