"""All rows of one moment as a SQLite file, taken from SQLite; and the checks that such a file must pass.

Plain blocking code; callers run it in a thread. The long steps let other threads work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from nofomo.infra.backup.archive import damaged

LAYOUT_TABLE: Final = "alembic_version"
NO_CONTENT: Final = frozenset({LAYOUT_TABLE, "processes"})
"""Tables whose rows nobody would miss: the layout's own, and the register of running processes."""
_WAIT_S: Final = 10.0
CANDLE_TABLES: Final = ("candle_rows", "candle_empties")
"""Rows that belong to candle files: they go with them, and those of exchanges can be fetched again."""


@contextmanager
def opened(path: Path, *, uri: str = "mode=rw") -> Iterator[sqlite3.Connection]:
    """A connection that commits nothing by itself and trusts nothing that the file's schema asks for."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?{uri}", uri=True, timeout=_WAIT_S, isolation_level=None,
                                 check_same_thread=False)  # fmt: skip
    try:
        connection.execute("pragma trusted_schema=off")
        yield connection
    finally:
        connection.close()


def snapshot(source: Path, target: Path) -> None:
    """Copy the database as it is at one moment, whoever writes to it meanwhile; writers do not wait."""
    with opened(source) as present, opened(target, uri="mode=rwc") as copy:
        copy.execute("pragma synchronous=off")
        present.backup(copy)
        copy.execute("pragma journal_mode=delete")


def layout_of(path: Path) -> str | None:
    """The layout's name; None for a file without one."""
    with opened(path) as rows:
        if LAYOUT_TABLE not in tables_of(rows):
            return None
        found = rows.execute(f"select version_num from {LAYOUT_TABLE}").fetchone()  # noqa: S608
        return None if found is None else str(found[0])


def drop_exchange_candles(path: Path) -> None:
    """Forget the candles that an exchange can give again; imported ones stay."""
    with opened(path) as rows:
        rows.execute("pragma synchronous=off")
        for table in set(CANDLE_TABLES) & set(tables_of(rows)):
            rows.execute(f"delete from {table} where venue <> 'file'")  # noqa: S608


def tables_of(rows: sqlite3.Connection) -> list[str]:
    """The names of the tables, the layout's own included."""
    which = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
    return [name for (name,) in rows.execute(which)]


def count_rows(path: Path) -> dict[str, int]:
    """How many rows each table has."""
    with opened(path) as rows:
        return {name: rows.execute(f'select count(*) from "{name}"').fetchone()[0] for name in tables_of(rows)}  # noqa: S608


def check_sound(path: Path, *, thorough: bool = True) -> None:
    """Raises Invalid (`BACKUP_DAMAGED`) when pages or references are broken. Not `thorough`: pages only, faster."""
    try:
        with opened(path) as rows:
            found = rows.execute(f"pragma {'integrity_check' if thorough else 'quick_check'}(1)").fetchone()[0]
            if found != "ok":
                raise damaged(f"its database is broken ({found[:200]})")
            lost = rows.execute("pragma foreign_key_check").fetchone() if thorough else None
            if lost is not None:
                raise damaged(f"a row of {lost[0]} belongs to a row of {lost[2]} that is not there")
    except sqlite3.DatabaseError as error:
        raise damaged(f"its database cannot be read ({error})") from None


def shape_of(path: Path) -> dict[str, tuple[str, ...]]:
    """Every object of the schema with its columns: what a layout looks like, whichever way it came about."""
    with opened(path) as rows:
        shape: dict[str, tuple[str, ...]] = {}
        for kind, name in rows.execute(
            "select type, name from sqlite_master where name not like 'sqlite_%'"
        ).fetchall():
            pragma = "index_info" if kind == "index" else "table_xinfo"
            parts = rows.execute(f"select name from pragma_{pragma}(?) order by name", (name,)).fetchall()  # noqa: S608
            shape[f"{kind} {name}"] = tuple(str(part) for (part,) in parts)
        return shape


def check_plain(path: Path) -> None:
    """Raises Invalid (`BACKUP_DAMAGED`) when the schema holds anything that acts: triggers, views, virtual tables."""
    try:
        with opened(path) as rows:
            acting = rows.execute(
                "select type, name from sqlite_master where type not in ('table', 'index')"
                " or sql like 'create virtual%' limit 1"
            ).fetchone()
    except sqlite3.DatabaseError as error:
        raise damaged(f"its database cannot be read ({error})") from None
    if acting is not None:
        raise damaged(f"its database holds the {acting[0]} {str(acting[1])[:60]!r}")
