"""Tries to reach a neighbour's rows on PostgreSQL by raw SQL, and tells of every way that worked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    Uuid,
    insert,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from nofomo.infra.database import SYSTEM, USER_ROLE, Database, DecimalText, Milliseconds, ZippedText, metadata
from tests.support.database import load_all_tables

load_all_tables()
TABLES: Final[Mapping[str, str]] = {"users": "id"} | {
    table.name: "user_id" for table in metadata.sorted_tables if "user_id" in table.c
}
"""Every table of a person, in an order in which rows can be made, with the column that says whose row it is."""
ANA, BUDI = UUID(int=1), UUID(int=2)
REFUSED: Final = "42501"
_CHOSEN: Final = {"users.role": "user", "users.disabled_at": None}
_VALUES: Final[list[tuple[type[Any], Any]]] = [
    (DecimalText, Decimal("1.5")),
    (ZippedText, "words"),
    (Milliseconds, 1),
    (JSON, {"a": 1}),
    (Boolean, False),
    (Double, 0.5),
    (Float, 0.5),
    (LargeBinary, b"bytes"),
    (BigInteger, 1),
    (Integer, 1),
]


async def fill_every_table(database: Database) -> None:
    """One row of Ana's and one of Budi's in every table of a person."""
    async with database.write(SYSTEM) as session:
        for name in TABLES:
            for person in (ANA, BUDI):
                await session.execute(insert(metadata.tables[name]).values(row_of(metadata.tables[name], person)))


def row_of(table: Table, person: UUID) -> dict[str, Any]:
    """A row of that person's, with something in every column; what it refers to is that person's too."""
    return {column.name: _value(table, column, person=person) for column in table.c}


def _value(table: Table, column: Column[Any], *, person: UUID) -> Any:
    place = f"{table.name}.{column.name}"
    if place in _CHOSEN:
        return _CHOSEN[place]
    if isinstance(column.type, Uuid):
        return person
    for kind, value in _VALUES:
        if isinstance(column.type, kind):
            return value
    assert isinstance(column.type, String | Text), f"Say what a row has in {place} ({column.type!r})."
    longest = column.type.length or 40
    return f"{person.int}{column.name}"[:longest]


async def enter(connection: AsyncConnection, person: UUID | None) -> None:
    """Begin to work as that person inside this transaction (None: as nobody in particular)."""
    query = text("select set_config('role', :role, true), set_config('app.user_id', :user, true)")
    await connection.execute(query, {"role": USER_ROLE, "user": "" if person is None else str(person)})


async def leaks(connection: AsyncConnection, table: str) -> list[str]:
    """The ways in which Ana, as whom `connection` works, reaches Budi's row or loses her own; empty if all is well."""
    owner = TABLES[table]
    found: list[str] = []
    for name, statement, expected in _reading(table, owner):
        answer = await _ask(connection, statement)
        if answer != expected:
            found.append(f"{name}: {answer} rows")
    for name, statement in _writing(table, owner):
        touched = await _ask(connection, statement, rows=True)
        if touched not in (0, REFUSED):
            found.append(f"{name}: {touched} rows")
    for name, statement in _giving(table, owner):
        answer = await _ask(connection, statement, rows=True)
        if answer != REFUSED:
            found.append(f"{name}: {answer}, not refused")
    return found


def _reading(table: str, owner: str) -> list[tuple[str, str, int]]:
    return [
        ("everything", f"select count(*) from {table}", 1),
        ("my own", f"select count(*) from {table} where {owner} = :ana", 1),
        ("the neighbour's", f"select count(*) from {table} where {owner} = :budi", 0),
        ("not mine", f"select count(*) from {table} where {owner} <> :ana or {owner} is null", 0),
        ("by a join", f"select count(*) from (values (:budi)) v(id) join {table} t on t.{owner} = v.id", 0),
        ("by my own rows", f"select count(*) from {table} a join {table} b on b.{owner} <> a.{owner}", 0),
        ("by a subquery", f"select count(*) from users where exists (select from {table} where {owner} = :budi)", 0),
        ("by its length", f"select coalesce(sum(length(t::text)), 0) from {table} t where {owner} = :budi", 0),
    ]


def _writing(table: str, owner: str) -> list[tuple[str, str]]:
    return [
        ("changing", f"update {table} set {owner} = {owner} where {owner} = :budi"),
        ("stealing", f"update {table} set {owner} = :ana where {owner} = :budi"),
        ("changing by a join", f"update {table} t set {owner} = t.{owner} from users u where t.{owner} <> :ana"),
        ("deleting", f"delete from {table} where {owner} = :budi"),
        ("deleting all but mine", f"delete from {table} where {owner} <> :ana"),
        ("locking", f"select 1 from {table} where {owner} = :budi for update"),
    ]


def _giving(table: str, owner: str) -> list[tuple[str, str]]:
    copy = f"jsonb_populate_record(null::{table}, to_jsonb(t) || jsonb_build_object('{owner}', :budi))"
    keys = ", ".join(column.name for column in metadata.tables[table].primary_key)
    taken = f"jsonb_populate_record(null::{table}, to_jsonb(t) || jsonb_build_object({_keys_of_budi(table)}))"
    return [
        ("inserting for the neighbour", f"insert into {table} select ({copy}).* from {table} t"),
        ("giving away", f"update {table} set {owner} = :budi where {owner} = :ana"),
        (
            "overwriting by its key",
            f"insert into {table} select ({taken}).* from {table} t on conflict ({keys}) do update set {owner} = :ana",
        ),
        ("emptying", f"truncate {table} cascade"),
    ]


def _keys_of_budi(table: str) -> str:
    found = metadata.tables[table]
    row = row_of(found, BUDI)
    pairs = [f"'{column.name}', '{row[column.name]}'" for column in found.primary_key if column.name != TABLES[table]]
    return ", ".join(pairs) or f"'{TABLES[table]}', '{BUDI}'"


async def _ask(connection: AsyncConnection, statement: str, *, rows: bool = False) -> int | str | None:
    """What it answers, or how many rows it touched; the code of the error that it met. Nothing of it stays."""
    ids = {":ana": f"'{ANA}'::uuid", ":budi": f"'{BUDI}'::uuid"}
    for name, value in ids.items():
        statement = statement.replace(name, value)
    savepoint = await connection.begin_nested()
    try:
        result = await connection.exec_driver_sql(statement)
        return result.rowcount if rows else result.scalar_one()
    except DBAPIError as error:
        return getattr(error.orig, "sqlstate", None) or str(error)
    finally:
        await savepoint.rollback()
