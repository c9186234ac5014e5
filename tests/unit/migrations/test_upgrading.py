"""An upgrade loses nothing: not of old rows, not when it is killed half-way, not when two begin it at once."""

from __future__ import annotations

import json
import signal
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select
from tests.support.upgrading import OLD, Rows, columns_of, documents, fill_old_layout, rows_as_of, start

from nofomo.features.plans.tables import plan_outcomes
from nofomo.infra.database import SYSTEM, Database
from nofomo.migrations import HEAD, current_version, upgrade


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    opened = Database(empty_database_url)
    yield opened
    await opened.close()


async def rows_in(database: Database, like: Rows) -> Rows:
    """What the next start finds in the columns that the rows `like` have."""
    columns = {name: list(rows[0]) for name, rows in like.items()}
    again = Database(database.engine.url.render_as_string(hide_password=False))
    async with again.read(SYSTEM) as session:
        rows = await rows_as_of(await session.connection(), columns, old=False)
    await again.close()
    return rows


async def test_every_row_of_the_first_release_is_still_there_after_the_upgrade(database: Database) -> None:
    before = await fill_old_layout(database)
    assert all(before.values()), "every table of the old layout has rows"
    assert await upgrade(database)
    assert await current_version(database) == HEAD
    after = await rows_in(database, before)
    assert after == before


async def test_the_upgrade_begins_to_watch_each_leg_of_each_version(database: Database) -> None:
    await fill_old_layout(database)
    await upgrade(database)
    legs = sum(json.loads(text)[leg] is not None for text in documents() for leg in ("pullback", "breakout"))
    async with database.read(SYSTEM) as session:
        kept = await session.execute(select(plan_outcomes.c.state, func.count()).group_by(plan_outcomes.c.state))
        assert [tuple(row) for row in kept] == [("waiting", 2 * legs)]


async def test_a_second_upgrade_does_nothing(database: Database) -> None:
    before = await fill_old_layout(database)
    await upgrade(database)
    assert not await upgrade(database)
    assert await rows_in(database, before) == before


async def test_an_upgrade_killed_at_any_statement_leaves_the_old_layout_whole(
    database: Database, empty_database_url: str
) -> None:
    before = await fill_old_layout(database)
    async with database.engine.connect() as connection:
        columns = await columns_of(connection)
    moments = (3, 25, 45, 55) if "sqlite" in empty_database_url else (3, 40, 80, 150)
    for moment in (*moments, "commit"):
        process = start(empty_database_url, at=moment)
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL, f"at {moment}"
        assert await current_version(database) == OLD, f"at {moment}"
        async with database.engine.connect() as connection:
            assert await columns_of(connection) == columns, f"at {moment}"
            assert await rows_as_of(connection, columns, old=True) == before, f"at {moment}"
    said, _ = start(empty_database_url).communicate(timeout=60)
    assert int(said.split()[-1]) > moments[-1], "the kills above were in the middle of it"
    assert await current_version(database) == HEAD
    assert await rows_in(database, before) == before


async def test_of_two_processes_that_upgrade_at_once_one_does_it_and_the_other_waits(
    database: Database, empty_database_url: str
) -> None:
    before = await fill_old_layout(database)
    first = start(empty_database_url, at=40, then="pause")
    assert first.stdout is not None
    assert [first.stdout.readline().strip() for _ in range(2)] == ["asking", "paused"]
    second = start(empty_database_url)
    assert second.stdout is not None
    assert second.stdout.readline().strip() == "asking"
    assert await current_version(database) == OLD
    said, complaints = first.communicate("go on\n", timeout=60)
    assert said.startswith("True"), complaints
    said, complaints = second.communicate(timeout=60)
    assert said.startswith("False"), complaints
    assert await rows_in(database, before) == before
