"""`nofomo db upgrade` is killed with -9 at seeded moments: the database has the old layout or the new one, whole."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import zlib
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from alembic import command
from sqlalchemy import text

from nofomo.infra.database import Database
from nofomo.migrations import HEAD, config, current_version
from tests.support.clock import MARCH
from tests.support.database import KINDS, Databases, Kind

ROOT = Path(__file__).parents[2]
VERSIONS, OLD = 300, "0002"


async def in_old_layout(url: str) -> dict[UUID, str]:
    """A database as an earlier release left it; gives the stored analyses."""
    database = Database(url)
    kept: dict[UUID, str] = {}
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda c: command.upgrade(config(c), OLD))
        user = UUID(int=1)
        await connection.execute(
            text(
                "insert into users (id, email, role, language, timezone, theme, palette, created_at) "
                "values (:id, 'ana@example.org', 'user', 'id', 'UTC', 'dark', 'normal', 0)"
            ),
            {"id": _bound(url, user)},
        )
        for number in range(VERSIONS):
            plan_id = UUID(int=1000 + number)
            document = orjson.dumps(_document(number)).decode()
            kept[plan_id] = document
            await connection.execute(
                text(
                    "insert into plans (id, user_id, venue, symbol, timeframes, version, options, document, payload, "
                    "language, timezone, notes, action, score, price, fee_rate, created_at, valid_until, job_id) "
                    "values (:id, :user, 'sandbox', 'BTC/USDT', '4h-1h-15m', :version, '{}', :document, :document, "
                    "'id', 'UTC', '{}', 'WAIT', 30, '72000', '0.001', :at, :at, :job)"
                ),
                {
                    "id": _bound(url, plan_id), "user": _bound(url, user), "version": number + 1,
                    "document": document, "at": MARCH, "job": _bound(url, UUID(int=5000 + number)),
                },
            )  # fmt: skip
    await database.close()
    return kept


def _bound(url: str, value: UUID) -> str | UUID:
    """How the driver wants an id in plain SQL."""
    return value.hex if url.startswith("sqlite") else value


def _document(number: int) -> dict[str, object]:
    legs = {"pullback": {"entries": []} if number % 2 else None, "breakout": None}
    return {"at": "2024-03-14T12:00:00Z", "number": number, "filler": "levels and reasons " * 300, **legs}


async def killed_upgrade(url: str, home: Path, *, after_s: float) -> bool:
    """Start the command and kill it; True when it had ended before."""
    environment = os.environ | {"NOFOMO_DATABASE_URL": url, "NOFOMO_HOME": str(home), "PYTHONDONTWRITEBYTECODE": ""}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "nofomo", "db", "upgrade", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(after_s):
            _out, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        return True
    except TimeoutError:
        process.send_signal(signal.SIGKILL)
        await process.wait()
        return False


async def is_whole(url: str, kept: dict[UUID, str]) -> str | None:
    """Every analysis is there in the words of the layout that the database says it has; gives that layout."""
    database = Database(url)
    try:
        layout = await current_version(database)
        async with database.engine.connect() as connection:
            if layout != OLD and not database.is_sqlite:
                await connection.execute(text("set role nofomo_system"))
            rows = (await connection.execute(text("select id, document, payload from plans"))).all()
            if layout != OLD:
                assert await connection.scalar(text("select count(*) from plan_outcomes")) == VERSIONS // 2
    finally:
        await database.close()
    found = {UUID(str(row.id)): _text(row.document, layout) for row in rows}
    assert found == kept
    assert {_text(row.payload, layout) for row in rows} == set(kept.values())
    return layout


def _text(stored: str | bytes, layout: str | None) -> str:
    if layout == OLD:
        assert isinstance(stored, str)
        return stored
    assert isinstance(stored, bytes)
    return zlib.decompress(stored).decode()


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", KINDS)
async def test_an_upgrade_killed_at_any_moment_leaves_a_whole_database(
    databases: Databases, kind: Kind, tmp_path: Path, rounds: int, capsys: pytest.CaptureFixture[str]
) -> None:
    at_old = at_new = 0
    for number in range(max(1, rounds // 3)):
        home = tmp_path / str(number)
        home.mkdir()
        with databases.fresh(kind, home, empty=True) as url:
            kept = await in_old_layout(url)
            chance = random.Random(number)
            await killed_upgrade(url, home, after_s=chance.uniform(0.5, 2.5))
            layout = await is_whole(url, kept)
            at_old, at_new = at_old + (layout == OLD), at_new + (layout == HEAD)
            assert layout in (OLD, HEAD)
            assert await killed_upgrade(url, home, after_s=60), "the next start did not finish it"
            assert await is_whole(url, kept) == HEAD
    with capsys.disabled():
        print(f"\n  {kind}: {at_old + at_new} upgrades, {at_old} killed before the end, {at_new} after it")
