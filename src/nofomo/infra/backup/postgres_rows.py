"""Rows between PostgreSQL and a SQLite file of the same layout, as a stream: memory does not grow with the rows."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg
from sqlalchemy import MetaData, create_engine, make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from nofomo.engine.core.errors import Broken, Conflict
from nofomo.infra.backup.archive import damaged
from nofomo.infra.backup.sqlite_rows import LAYOUT_TABLE, NO_CONTENT, opened, tables_of
from nofomo.infra.database import SYSTEM_ROLE

_CHUNK: Final = 500
_INTO: Final[dict[str, Callable[[Any], Any]]] = {
    "uuid": UUID,
    "bool": bool,
    "float8": float,
    "float4": float,
    "int2": int,
    "int4": int,
    "int8": int,
    "bytea": bytes,
    "text": str,
    "varchar": str,
    "bpchar": str,
    "json": str,
}
_OUT_OF: Final = {"uuid": """replace("{}"::text, '-', '')""", "bool": '"{}"::int', "json": '"{}"::text'}
"""How the server itself turns a column into what SQLite keeps."""


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Any]:
    """A connection of the driver's own. A policy that would hide rows is an error here, not a smaller backup.

    Where the owner of the tables is bound by policies too, reading means entering the role that serves everybody.
    """
    engine = create_async_engine(make_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            await driver.set_type_codec("json", encoder=str.encode, decoder=bytes.decode, schema="pg_catalog",
                                        format="binary")  # fmt: skip
            await driver.execute(f"set role {SYSTEM_ROLE}" if await _bound(driver) else "set row_security = off")
            yield driver
    finally:
        await engine.dispose()


async def _bound(database: Any) -> list[str]:
    """The tables whose policies bind their owner."""
    found = await database.fetch(
        "select oid::regclass::text from pg_class where relrowsecurity and relforcerowsecurity"
        " and relnamespace = current_schema()::regnamespace"
    )
    return [name for (name,) in found]


async def layout_of_postgres(url: str) -> str | None:
    """The layout's name; None for a database without one."""
    async with connected(url) as database:
        if await database.fetchval("select to_regclass($1)", LAYOUT_TABLE) is None:
            return None
        return await database.fetchval(f"select version_num from {LAYOUT_TABLE}")  # noqa: S608


async def size_of_postgres(url: str) -> int:
    """The bytes that the database takes on its server's disk."""
    async with connected(url) as database:
        return await database.fetchval("select pg_database_size(current_database())")


async def dump(url: str, target: Path, *, layout: str) -> None:
    """Copy all rows of one moment into `target`, a SQLite file that has the same layout and no rows.

    Raises Conflict (`DATABASE_BUSY`) when the database has been brought to another layout meanwhile.
    """
    async with connected(url) as database, database.transaction(isolation="repeatable_read", readonly=True):
        if await database.fetchval(f"select version_num from {LAYOUT_TABLE}") != layout:  # noqa: S608
            raise Conflict("The database is being upgraded. Try again.", code="DATABASE_BUSY")
        with opened(target) as rows:
            rows.execute("pragma synchronous=off")
            rows.execute("pragma journal_mode=off")
            rows.execute("begin")
            for table in tables_of(rows):
                rows.execute(f'delete from "{table}"')  # noqa: S608 - the layout's own rows come from the source too
                await _dump_table(database, rows, table=table)
            rows.execute("commit")


async def _dump_table(database: Any, rows: sqlite3.Connection, *, table: str) -> None:
    columns = [name for _, name, *_ in rows.execute(f'pragma table_info("{table}")').fetchall()]
    kinds = await _kinds(database, table, columns=columns)
    taken = ", ".join(_OUT_OF.get(kinds[name], '"{}"').format(name) for name in columns)
    listed, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" for _ in columns)
    insert = f'insert into "{table}" ({listed}) values ({marks})'  # noqa: S608
    cursor = await database.cursor(f'select {taken} from "{table}"')  # noqa: S608
    found = await cursor.fetch(_CHUNK)
    while found:
        # the next rows are on their way while these are written
        writing = asyncio.ensure_future(asyncio.to_thread(_insert, rows, insert, found=found))
        try:
            found = await cursor.fetch(_CHUNK)
        finally:
            await writing


def _insert(rows: sqlite3.Connection, insert: str, *, found: Sequence[Any]) -> None:
    # The cursor must be gone before the next one begins: its end would reset the statement that they share.
    rows.executemany(insert, found).close()


async def _kinds(database: Any, table: str, *, columns: Sequence[str]) -> dict[str, str]:
    """The type of each column. Raises Broken where one has no place in a backup."""
    found: dict[str, str] = dict(
        await database.fetch(
            "select column_name, udt_name from information_schema.columns where table_schema = current_schema() and"
            " table_name = $1",
            table,
        )
    )
    if odd := [name for name in columns if found.get(name) not in _INTO]:
        raise Broken(f"The column {table}.{odd[0]} ({found.get(odd[0])}) has no place in a backup.",
                     code="BACKUP_FAILED")  # fmt: skip
    return found


async def load(source: Path, url: str, *, replace: bool) -> None:
    """Put all rows of `source` into a database of the same layout, in one transaction; all of them or none.

    Raises Conflict (`DATABASE_NOT_EMPTY`) when there are rows and they are not to be replaced.
    """
    async with connected(url) as database, database.transaction():
        await database.execute("set local role none")
        bound = await _bound(database)
        for table in bound:
            await database.execute(f"alter table {table} no force row level security")
        order = [table for table in await asyncio.to_thread(_in_order, source) if table != LAYOUT_TABLE]
        named = ", ".join(f'"{table}"' for table in order)
        await database.execute(f"lock table {named} in access exclusive mode")
        if not replace and (full := await first_with_rows(database, [t for t in order if t not in NO_CONTENT])):
            raise not_empty(full)
        await database.execute(f"truncate {named}")
        with opened(source) as rows:
            for table in order:
                await _load_table(database, rows, table=table)
        for table in bound:
            await database.execute(f"alter table {table} force row level security")


async def first_with_rows(database: Any, tables: Sequence[str]) -> str | None:
    """The first table that has a row."""
    for table in tables:
        if await database.fetchval(f'select exists (select 1 from "{table}")'):  # noqa: S608
            return table
    return None


def not_empty(table: str) -> Conflict:
    """The refusal to overwrite."""
    return Conflict(
        f"There are rows already (in {table}). Restore into an empty place, or replace what is there with --replace.",
        code="DATABASE_NOT_EMPTY",
        details={"table": table},
    )


def _in_order(source: Path) -> list[str]:
    """The tables, each after those that it refers to."""
    engine = create_engine(f"sqlite:///{source}", poolclass=NullPool)
    try:
        found = MetaData()
        found.reflect(engine)
        return [table.name for table in found.sorted_tables]
    finally:
        engine.dispose()


async def _load_table(database: Any, rows: sqlite3.Connection, *, table: str) -> None:
    columns = [name for _, name, *_ in rows.execute(f'pragma table_info("{table}")').fetchall()]
    kinds = await _kinds(database, table, columns=columns)
    into = [_INTO[kinds[name]] for name in columns]
    listed = ", ".join(f'"{name}"' for name in columns)
    cursor = await asyncio.to_thread(rows.execute, f'select {listed} from "{table}"')  # noqa: S608
    counted = 0

    async def records() -> AsyncIterator[tuple[Any, ...]]:
        nonlocal counted
        while found := await asyncio.to_thread(cursor.fetchmany, _CHUNK):
            counted += len(found)
            for record in found:
                pairs = zip(into, record, strict=True)
                yield tuple(None if value is None else convert(value) for convert, value in pairs)

    try:
        await database.copy_records_to_table(table, records=records(), columns=columns)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError, TypeError) as error:
        raise damaged(f"a row of {table} does not fit ({str(error)[:200]})") from None
    if await database.fetchval(f'select count(*) from "{table}"') != counted:  # noqa: S608
        raise Broken(f"Not all rows of {table} arrived.", code="BACKUP_FAILED")
