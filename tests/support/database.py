"""A real SQLite file with all tables, made fresh for one test."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import nofomo
from nofomo.infra.database import Database, metadata


def load_all_tables() -> None:
    """Import every `tables` module, so that foreign keys find their targets."""
    for module in pkgutil.walk_packages(nofomo.__path__, "nofomo."):
        if module.name.rsplit(".", 1)[-1] == "tables":
            importlib.import_module(module.name)


def sqlite_url(folder: Path) -> str:
    """The URL of a database file in `folder`."""
    return f"sqlite+aiosqlite:///{folder / 'test.db'}"


async def create_database(url: str) -> Database:
    """Open a database and create all tables in it."""
    load_all_tables()
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    return database
