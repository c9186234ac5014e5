"""Backing up and restoring 100,000 versions, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.support.database import PrivatePostgres, postgres_programs
from tests.support.versions import sqlite_with_versions

from bench.harness import Row
from nofomo.bootstrap.backups import LAYOUTS
from nofomo.infra.backup import Place, Stamp, make_backup, restore_backup

COUNT = 100_000
STAMP = Stamp("bench", 1_700_000_000_000)


def run() -> list[Row]:
    """Medians of three backups; one restore each."""
    programs = postgres_programs()
    with tempfile.TemporaryDirectory(prefix="nofomo-bench-") as name:
        folder = Path(name)
        home = folder / "home"
        home.mkdir()
        sqlite_with_versions(home / "nofomo.db", COUNT)
        rows, backup = measured("SQLite", place(home, f"sqlite+aiosqlite:///{home}/nofomo.db"), folder=folder)
        if programs is not None:
            rows += on_postgres(PrivatePostgres(programs), backup, folder=folder)
    return rows


def place(home: Path, url: str) -> Place:
    return Place(url, home, home / "candles")


def measured(kind: str, where: Place, *, folder: Path) -> tuple[list[Row], Path]:
    """A backup of what is in `where`, and its restore into an empty SQLite home."""
    times: list[float] = []
    backup = folder / f"{kind}.tar"
    for _ in range(3):
        backup.unlink(missing_ok=True)
        times.append(timed(lambda: make_backup(where, backup, layouts=LAYOUTS, stamp=STAMP)))
    target = folder / f"restored-{kind}"
    url = f"sqlite+aiosqlite:///{target}/nofomo.db"
    took = timed(lambda: restore_backup(place(target, url), backup, layouts=LAYOUTS, stamp=STAMP))
    shutil.rmtree(target)
    note = f"{COUNT:,} versions, {backup.stat().st_size / 1e6:.0f} MB, slowest {max(times):.1f} s"
    return [
        Row(f"backup of 100,000 versions, {kind}", statistics.median(times), "s", 10, note),
        Row(f"restore of 100,000 versions, {kind} to SQLite", took, "s", None, "checksums, integrity, references"),
    ], backup


def on_postgres(server: PrivatePostgres, backup: Path, *, folder: Path) -> list[Row]:
    """The same rows there: restored from the SQLite backup, then backed up again."""
    try:
        home = folder / "postgres-home"
        home.mkdir()
        where = place(home, server.create())
        took = timed(lambda: restore_backup(where, backup, layouts=LAYOUTS, stamp=STAMP))
        rows, _ = measured("PostgreSQL", where, folder=folder)
        note = "server without fsync, as in the tests"
        return [Row("restore of 100,000 versions, SQLite to PostgreSQL", took, "s", None, note), *rows]
    finally:
        server.close()


def timed(work: Callable[[], Awaitable[object]]) -> float:
    async def once() -> None:
        await work()

    began = time.perf_counter()
    asyncio.run(once())
    return time.perf_counter() - began
