"""The steps lead to exactly the tables of the code, on both databases, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from tests.support.database import load_all_tables

from nofomo.bootstrap import open_house
from nofomo.engine.core.errors import Broken
from nofomo.infra.database import Database, metadata
from nofomo.infra.settings import load_settings
from nofomo.migrations import HEAD, config, current_version, upgrade

VERSIONS = Path(__file__).parents[3] / "src/nofomo/migrations/versions"


@pytest.fixture
def url(empty_database_url: str) -> str:
    return empty_database_url


async def in_database(database: Database, work: Any) -> Any:
    async with database.engine.begin() as connection:
        return await connection.run_sync(work)


def test_the_newest_step_is_the_one_that_the_code_names() -> None:
    assert sorted(path.name.split("_")[0] for path in VERSIONS.glob("0*.py"))[-1] == HEAD


async def test_the_steps_make_exactly_the_tables_of_the_code(url: str) -> None:
    load_all_tables()
    database = Database(url)
    assert await upgrade(database)
    assert await current_version(database) == HEAD
    assert await in_database(database, lambda c: compare_metadata(MigrationContext.configure(c), metadata)) == []
    assert not await upgrade(database)
    await database.close()


async def test_the_steps_lead_back_to_an_empty_database(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await in_database(database, lambda c: command.downgrade(config(c), "base"))
    tables = await in_database(database, lambda c: inspect(c).get_table_names())
    assert set(tables) <= {"alembic_version"}
    await database.close()


async def test_every_table_of_a_person_says_whose_row_it_is() -> None:
    load_all_tables()
    shared = {"users", "candle_rows", "candle_empties", "venue_connections", "locks", "processes", "attempts"}
    assert {name for name, table in metadata.tables.items() if "user_id" not in table.c} <= shared


async def test_a_database_of_a_newer_version_is_refused(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    async with database.engine.begin() as connection:
        await connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(Broken, match="newer"):
        await upgrade(database)
    await database.close()


async def test_the_whole_house_opens_on_it(url: str, tmp_path: Path) -> None:
    settings = load_settings({"home": str(tmp_path), "database_url": url}, environ={})
    async with open_house(settings, start=False) as house:
        assert (await house.health())["ready"]
        assert await house.accounts.ensure_owner() is not None
