"""Making a backup: whole or not at all, of one moment, while others go on writing."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nofomo.engine.core.errors import Broken, Conflict, NotFound
from nofomo.infra.backup import postgres_rows, sqlite_rows
from nofomo.infra.backup.archive import KEY, ROWS, Manifest, Reason, digest, write_archive
from nofomo.infra.backup.candle_members import candle_files
from nofomo.infra.backup.layouts import Layouts
from nofomo.infra.backup.place import Place, check_room, no_room
from nofomo.infra.database_faults import is_disk_full

PARTIAL: Final = ".partial"
"""How the folder of an unfinished backup or restore ends."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who makes a backup, when (ms UTC) and why."""

    version: str
    made_at: int
    reason: Reason = "manual"


async def make_backup(
    place: Place, target: Path, *, layouts: Layouts, stamp: Stamp, all_candles: bool = False
) -> Manifest:
    """Write a backup to `target`, which must not exist. Imported candles are in it; those of exchanges if asked for.

    Raises NotFound (`DATABASE_EMPTY`), Conflict (`FILE_EXISTS`), Unavailable (`DISK_FULL`), Broken
    (`DATABASE_TOO_NEW`). Whatever is raised, no file is left behind.
    """
    if await asyncio.to_thread(target.exists):
        raise Conflict(f"{target} exists already. Choose another name.", code="FILE_EXISTS")
    layout = await present_layout(place)
    if layout is None:
        raise NotFound("The database is empty: there is nothing to back up yet.", code="DATABASE_EMPTY")
    if layout > layouts.head:
        raise Broken(f"The database is at layout {layout}, this version knows {layouts.head}. Use the newer one.",
                     code="DATABASE_TOO_NEW")  # fmt: skip
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with working_folder(target.parent) as folder:
        check_room(folder, 2 * await _size(place) + sum(
            path.stat().st_size for _, path in candle_files(place.candles, all_venues=all_candles)
        ))  # fmt: skip
        files = {ROWS: folder / ROWS}
        await _take_rows(place, files[ROWS], layouts=layouts, layout=layout)
        # After the rows: a candle that moves from the rows into the files meanwhile is then in both, not in neither.
        files |= await asyncio.to_thread(_take_files, place, folder, all_candles=all_candles)
        return await asyncio.to_thread(_pack, folder, target, files=files, stamp=stamp, kind=(place.kind, all_candles))


async def present_layout(place: Place) -> str | None:
    """The layout of the database; None where there is no database yet."""
    if place.sqlite is None:
        return await postgres_rows.layout_of_postgres(place.database_url)
    return await asyncio.to_thread(sqlite_rows.layout_of, place.sqlite) if place.sqlite.is_file() else None


@contextmanager
def working_folder(parent: Path) -> Iterator[Path]:
    """A folder for its owner alone, gone afterwards. A full disk becomes Unavailable (`DISK_FULL`)."""
    folder = Path(tempfile.mkdtemp(prefix=".nofomo-", suffix=PARTIAL, dir=parent))
    try:
        yield folder
    except OSError as error:
        if is_disk_full(error):
            raise no_room(parent, "the disk is full") from error
        raise
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE):
            raise no_room(parent, "the disk is full") from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


async def _size(place: Place) -> int:
    if place.sqlite is None:
        return await postgres_rows.size_of_postgres(place.database_url)
    return sum(path.stat().st_size for path in place.sqlite.parent.glob(f"{place.sqlite.name}*") if path.is_file())


async def _take_rows(place: Place, target: Path, *, layouts: Layouts, layout: str) -> None:
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if place.sqlite is not None:
        await asyncio.to_thread(sqlite_rows.snapshot, place.sqlite, target)
    else:
        await layouts.bring(f"sqlite+aiosqlite:///{target}", layout)
        await postgres_rows.dump(place.database_url, target, layout=layout)


def _take_files(place: Place, folder: Path, *, all_candles: bool) -> dict[str, Path]:
    """Links to files that are never changed in place, so that what is copied later is what was there now."""
    files: dict[str, Path] = {}
    for name, path in candle_files(place.candles, all_venues=all_candles):
        held = folder / f"{len(files)}.parquet"
        try:
            os.link(path, held)
        except FileNotFoundError:
            continue  # replaced this moment by a correction that the rows of this backup know nothing of
        except OSError:
            shutil.copyfile(path, held)
        files[name] = held
    if place.key.is_file():
        files[KEY] = place.key
    return files


def _pack(folder: Path, target: Path, *, files: dict[str, Path], stamp: Stamp, kind: tuple[str, bool]) -> Manifest:
    rows = files[ROWS]
    database, all_candles = kind
    if not all_candles:
        sqlite_rows.drop_exchange_candles(rows)
    sqlite_rows.check_sound(rows, thorough=False)
    manifest = Manifest.model_validate({
        "version": stamp.version, "layout": sqlite_rows.layout_of(rows), "made_at": stamp.made_at, "database": database,
        "reason": stamp.reason, "all_candles": all_candles, "tables": sqlite_rows.count_rows(rows),
        "members": {name: digest(path) for name, path in files.items()},
    })  # fmt: skip
    write_archive(folder / "archive", manifest, files=files)
    (folder / "archive").replace(target)
    sync_folder(target.parent)
    return manifest
