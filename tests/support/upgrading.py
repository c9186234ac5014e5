"""A database of an earlier layout with rows in every table, and a process that upgrades it and may be killed meanwhile.

python -m tests.support.upgrading URL [die|pause STATEMENT|commit]
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Text, column, event, insert, inspect, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from nofomo.infra.database import Database, metadata
from nofomo.migrations import upgrade
from tests.golden.analyses import FOLDER
from tests.support.isolation import ANA, BUDI, row_of

OLD: Final = "0002"
"""The layout of the first release."""
ROOT: Final = Path(__file__).parents[2]
Rows = dict[str, list[dict[str, Any]]]


async def fill_old_layout(database: Database) -> Rows:
    """Bring an empty database to the old layout with rows of two people in every table; gives what is in it."""
    await upgrade(database, target=OLD)
    async with database.engine.begin() as connection:
        columns = await columns_of(connection)
        for name in (found.name for found in metadata.sorted_tables if found.name in columns):
            old = table(name, *(column(each, _old_type(name, each)) for each in columns[name]))
            for row in _rows_for(name):
                known = {each: value for each, value in row.items() if each in columns[name]}
                await connection.execute(insert(old).values(known))
        return await rows_as_of(connection, columns, old=True)


def documents() -> list[str]:
    """Stored analyses of all kinds."""
    return [json.dumps(json.loads(path.read_text())["document"]) for path in sorted(FOLDER.glob("*.json"))]


async def columns_of(connection: AsyncConnection) -> dict[str, list[str]]:
    """The names of the columns of every table that is there."""
    found = await connection.run_sync(lambda sync: inspect(sync).get_multi_columns())
    return {name: [str(each["name"]) for each in columns] for (_, name), columns in found.items()}


async def rows_as_of(connection: AsyncConnection, columns: Mapping[str, Sequence[str]], *, old: bool) -> Rows:
    """What is in those tables and columns; `old` says that analyses are still plain text."""
    rows: Rows = {}
    for name in sorted(set(columns) & set(metadata.tables)):
        kinds = (column(each, _old_type(name, each) if old else _type(name, each)) for each in columns[name])
        query = select(*kinds).select_from(table(name))
        found = [dict(row) for row in (await connection.execute(query)).mappings()]
        rows[name] = sorted(found, key=str)
    return rows


def _rows_for(name: str) -> list[dict[str, Any]]:
    found = metadata.tables[name]
    if name != "plans":
        return [row_of(found, person) for person in (ANA, BUDI)]
    return [
        row_of(found, person)
        | {"document": text, "payload": f"{number} {text}", "version": number + 1}
        | ({} if number == 0 else {"id": _id(person, number), "job_id": _id(person, number)})
        for person in (ANA, BUDI)
        for number, text in enumerate(documents())
    ]


def _id(person: UUID, number: int) -> UUID:
    return UUID(int=person.int * 1000 + number)


def _old_type(name: str, each: str) -> Any:
    return Text() if name == "plans" and each in ("document", "payload") else _type(name, each)


def _type(name: str, each: str) -> Any:
    return metadata.tables[name].c[each].type


def start(url: str, *, at: str | int | None = None, then: str = "die") -> subprocess.Popen[str]:
    """Start a process that upgrades; at that statement (or `commit`) it dies, or says `paused` and waits for a line."""
    command = [sys.executable, "-m", "tests.support.upgrading", url, *([] if at is None else [then, str(at)])]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )


async def main(url: str, then: str = "", at: str = "") -> None:
    """Upgrade, counting the statements."""
    database, count = Database(url), 0

    def reached(*_details: object) -> None:
        nonlocal count
        count += 1
        if str(count) == at:
            stop_here()

    def stop_here(*_details: object) -> None:
        if then == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        print("paused", flush=True)
        sys.stdin.readline()

    event.listen(database.engine.sync_engine, "before_cursor_execute", reached)
    if at == "commit":
        event.listen(database.engine.sync_engine, "commit", stop_here)
    print("asking", flush=True)
    print(await upgrade(database), count, flush=True)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
