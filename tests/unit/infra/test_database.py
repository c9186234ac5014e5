"""Reading and writing rows on a real SQLite file and a real PostgreSQL server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from nofomo.engine.core.errors import Broken, Unavailable
from nofomo.infra import database as database_module
from nofomo.infra.database import SYSTEM, Database, DecimalText, Milliseconds, after_commit, as_user
from nofomo.migrations import upgrade
from tests.support.database import PrivatePostgres, sqlite_url

NOTES = Table(
    "notes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("amount", DecimalText),
    Column("at", Milliseconds),
)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(NOTES.create)
    yield database
    await database.close()


async def _write_and_fail(db: Database, react: Callable[[], None] = lambda: None) -> None:
    async with db.write(SYSTEM) as session:
        after_commit(session, react)
        await session.execute(insert(NOTES).values(id=99))
        raise ZeroDivisionError


async def _ids(db: Database) -> list[int]:
    async with db.read(SYSTEM) as session:
        return list((await session.scalars(select(NOTES.c.id).order_by(NOTES.c.id))).all())


async def test_what_is_written_in_a_block_is_there_after_it(db: Database) -> None:
    async with db.write(SYSTEM) as session:
        await session.execute(insert(NOTES).values(id=1))
    assert await _ids(db) == [1]


async def test_an_error_in_the_block_leaves_nothing_behind(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await _write_and_fail(db)
    assert await _ids(db) == []


async def test_a_cancelled_writer_leaves_nothing_behind_and_lets_the_next_one_in(db: Database) -> None:
    inside = asyncio.Event()

    async def write_and_wait() -> None:
        async with db.write(SYSTEM) as session:
            await session.execute(insert(NOTES).values(id=1))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with db.write(SYSTEM) as session:
        await session.execute(insert(NOTES).values(id=2))
    assert await _ids(db) == [2]


async def test_a_reader_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly database|read-only transaction"):
        async with db.read(SYSTEM) as session:
            await session.execute(insert(NOTES).values(id=1))
    assert await _ids(db) == []


async def test_a_reader_does_not_wait_for_a_writer_and_sees_what_was_there_before(db: Database) -> None:
    async with db.write(SYSTEM) as session:
        await session.execute(insert(NOTES).values(id=1))
        assert await _ids(db) == []


async def test_fifty_writers_at_once_lose_no_row(db: Database) -> None:
    async def write(number: int) -> None:
        async with db.write(SYSTEM) as session:
            await session.execute(insert(NOTES).values(id=number))

    await asyncio.gather(*(write(number) for number in range(50)))
    assert await _ids(db) == list(range(50))


async def test_two_processes_on_one_database_take_turns(db: Database, database_url: str) -> None:
    other = Database(database_url)

    async def write(database: Database, number: int) -> None:
        async with database.write(SYSTEM) as session:
            await session.execute(insert(NOTES).values(id=number))

    await asyncio.gather(*(write(db if number % 2 else other, number) for number in range(30)))
    await other.close()
    assert await _ids(db) == list(range(30))


async def test_a_writer_inside_a_writer_is_a_bug_and_not_a_deadlock(db: Database) -> None:
    async with db.write(SYSTEM):
        with pytest.raises(Broken) as error:
            async with db.write(SYSTEM):
                pass
    assert error.value.code == "NESTED_WRITE"


async def test_decimals_keep_every_digit(db: Database) -> None:
    amount = Decimal("12345678901234.1234567891")
    async with db.write(SYSTEM) as session:
        await session.execute(insert(NOTES).values(id=1, amount=amount, at=2**53))
    async with db.read(SYSTEM) as session:
        row = (await session.execute(select(NOTES))).one()
    assert (row.amount, row.at) == (amount, 2**53)


async def test_what_follows_a_commit_happens_after_it_and_not_after_a_failure(db: Database) -> None:
    heard: list[str] = []
    async with db.write(SYSTEM) as session:
        after_commit(session, lambda: heard.append("first"))
        await session.execute(insert(NOTES).values(id=1))
        assert heard == []
    with pytest.raises(ZeroDivisionError):
        await _write_and_fail(db, lambda: heard.append("second"))
    async with db.write(SYSTEM) as session:
        await session.execute(insert(NOTES).values(id=2))
    assert heard == ["first"]


async def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "a" / "b"))
    async with database.read(SYSTEM) as session:
        await session.execute(select(1))
    await database.close()
    assert (tmp_path / "a" / "b" / "test.db").exists()


@pytest.fixture
async def pg(postgres: PrivatePostgres) -> AsyncIterator[Database]:
    """The same on PostgreSQL alone."""
    url = postgres.create()
    database = Database(url)
    await upgrade(database)
    async with database.engine.begin() as connection:
        await connection.run_sync(NOTES.create)
    yield database
    await database.close()
    postgres.drop(url)


async def test_the_victim_of_a_deadlock_is_told_to_try_again_and_the_other_one_goes_on(pg: Database) -> None:
    async with pg.write(SYSTEM) as session:
        await session.execute(insert(NOTES), [{"id": 1}, {"id": 2}])
    both_have_one = asyncio.Barrier(2)

    async def change(first: int, second: int) -> None:
        async with pg.write(SYSTEM) as session:
            await session.execute(update(NOTES).where(NOTES.c.id == first).values(at=first))
            await both_have_one.wait()
            await session.execute(update(NOTES).where(NOTES.c.id == second).values(at=first))

    ends = await asyncio.gather(change(1, 2), change(2, 1), return_exceptions=True)
    (victim,) = [end for end in ends if end is not None]
    assert isinstance(victim, Unavailable)
    assert victim.code == "DATABASE_BUSY"
    async with pg.read(SYSTEM) as session:
        assert len(set((await session.scalars(select(NOTES.c.at))).all())) == 1


async def test_a_persons_statement_ends_when_its_time_is_over(pg: Database) -> None:
    async with pg.read(as_user(UUID(int=1))) as session:
        limits = await session.execute(
            text("select current_setting('statement_timeout'), current_setting('lock_timeout')")
        )
        assert tuple(limits.one()) == (f"{database_module.STATEMENT_S}s", f"{database_module.PATIENCE_S}s")

    async def be_slow() -> None:
        async with pg.read(as_user(UUID(int=1))) as session:
            await session.execute(text("set local statement_timeout = 20"))
            await session.execute(text("select pg_sleep(30)"))

    with pytest.raises(Unavailable) as late:
        await be_slow()
    assert late.value.code == "DATABASE_BUSY"
    async with pg.read(SYSTEM) as session:
        assert await session.scalar(text("select current_setting('statement_timeout')")) == "0"


async def test_a_connection_that_died_while_it_rested_is_replaced_unseen(
    pg: Database, postgres: PrivatePostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with pg.read(SYSTEM) as session:
        dead = await session.scalar(text("select pg_backend_pid()"))
    postgres.administer(f"select pg_terminate_backend({dead})")
    monkeypatch.setattr(database_module, "_RESTED_S", 0.0)
    async with pg.read(SYSTEM) as session:
        assert await session.scalar(text("select pg_backend_pid()")) != dead


async def test_connections_bear_a_name_for_whoever_looks_after_the_server(pg: Database) -> None:
    async with pg.read(SYSTEM) as session:
        assert await session.scalar(text("select current_setting('application_name')")) == "nofomo"
