"""Making an installation out of a backup: everything is checked before anything that is there is touched."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from nofomo.engine.core.errors import Conflict, NofomoError
from nofomo.infra.backup import postgres_rows, sqlite_rows
from nofomo.infra.backup.archive import ROWS, Manifest, damaged, read_manifest, unpack
from nofomo.infra.backup.layouts import Layouts
from nofomo.infra.backup.making import Stamp, make_backup, present_layout, working_folder
from nofomo.infra.backup.place import Place, check_room
from nofomo.infra.backup.shelf import Shelf
from nofomo.infra.backup.switch import gathering_folder, switch
from nofomo.infra.one_server import the_only_server


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: what the backup says of itself, and the backup of what was there before (None: nothing)."""

    manifest: Manifest
    kept: Path | None


async def restore_backup(
    place: Place, source: Path, *, layouts: Layouts, stamp: Stamp, replace: bool = False
) -> Restored:
    """Restore `source` into an empty place, or in the place of what is there, which is backed up first (`replace`).

    Rows of an older layout are brought to this version's. Raises Invalid (`BACKUP_DAMAGED`), Conflict
    (`BACKUP_TOO_NEW`, `DATABASE_NOT_EMPTY`, `DATABASE_IN_USE`) or Unavailable (`DISK_FULL`); what was there is then as
    it was. On PostgreSQL the caller makes sure that no server runs.
    """
    with nullcontext() if place.sqlite is None else the_only_server(place.database_url):
        manifest = read_manifest(source)
        if manifest.layout > layouts.head:
            raise Conflict(
                f"The backup was made by version {manifest.version} with layout {manifest.layout}; this version knows "
                f"{layouts.head}. Restore it with the newer version.",
                code="BACKUP_TOO_NEW",
                details={"layout": manifest.layout, "known": layouts.head},
            )
        with working_folder(gathering_folder(place)) as folder:
            check_room(folder, 2 * sum(member.size for member in manifest.members.values()))
            gathered = folder / "gathered"
            gathered.mkdir(mode=0o700)
            manifest = await asyncio.to_thread(unpack, source, gathered)
            await _check_rows(gathered / ROWS, manifest, layouts=layouts)
            await _check_shape(gathered / ROWS, folder / "fresh.sqlite", layouts=layouts)
            kept = await _make_way(place, layouts=layouts, stamp=stamp, replace=replace)
            if place.sqlite is None:
                await layouts.bring(place.database_url, "head")
                await postgres_rows.load(gathered / ROWS, place.database_url, replace=replace)
                (gathered / ROWS).unlink()
            await asyncio.to_thread(switch, place, gathered)
            return Restored(manifest, kept)


async def _check_rows(rows: Path, manifest: Manifest, *, layouts: Layouts) -> None:
    """Sound, harmless, what the manifest says; then brought to this version's layout."""
    await asyncio.to_thread(sqlite_rows.check_plain, rows)
    await asyncio.to_thread(sqlite_rows.check_sound, rows)
    if await asyncio.to_thread(sqlite_rows.layout_of, rows) != manifest.layout:
        raise damaged("its rows have another layout than its manifest says")
    counted = await asyncio.to_thread(sqlite_rows.count_rows, rows)
    if counted != manifest.tables:
        table = min(name for name in {*counted, *manifest.tables} if counted.get(name) != manifest.tables.get(name))
        raise damaged(f"{table} has {counted.get(table)} rows instead of {manifest.tables.get(table)}")
    if manifest.layout != layouts.head:
        await layouts.bring(f"sqlite+aiosqlite:///{rows}", "head")
        await asyncio.to_thread(sqlite_rows.check_sound, rows)


async def _check_shape(rows: Path, fresh: Path, *, layouts: Layouts) -> None:
    """The tables, columns and indexes are those of the layout and no others."""
    await layouts.bring(f"sqlite+aiosqlite:///{fresh}", "head")
    expected = await asyncio.to_thread(sqlite_rows.shape_of, fresh)
    found = await asyncio.to_thread(sqlite_rows.shape_of, rows)
    if found != expected:
        name = min(name for name in {*found, *expected} if found.get(name) != expected.get(name))
        raise damaged(f"its database differs from the layout at the {name[:80]}")
    await asyncio.to_thread(_as_one_file, rows)


def _as_one_file(rows: Path) -> None:
    with sqlite_rows.opened(rows) as connection:
        connection.execute("pragma journal_mode=delete")


async def _make_way(place: Place, *, layouts: Layouts, stamp: Stamp, replace: bool) -> Path | None:
    """Back up what is there, if anything is; refuse to touch it unless it may be replaced."""
    try:
        full = await _first_with_rows(place)
    except sqlite3.DatabaseError:
        full = "a damaged database"
    if full is None:
        return None
    if not replace:
        raise postgres_rows.not_empty(full)
    target = Shelf(place.backups).new_path(stamp.made_at)
    try:
        await make_backup(place, target, layouts=layouts, stamp=stamp)
    except (NofomoError, sqlite3.DatabaseError) as error:
        if place.sqlite is None or (isinstance(error, NofomoError) and error.code != "BACKUP_DAMAGED"):
            raise
        return await asyncio.to_thread(_set_aside, place.sqlite, target)
    return target


def _set_aside(database: Path, target: Path) -> Path:
    """A damaged database cannot be backed up, but somebody may yet save something from its file."""
    aside = target.with_suffix(".damaged")
    aside.mkdir(parents=True, mode=0o700)
    for path in (database, *(database.with_name(database.name + ending) for ending in ("-wal", "-shm"))):
        if path.exists():
            (aside / path.name).write_bytes(path.read_bytes())
            (aside / path.name).chmod(0o600)
    return aside


async def _first_with_rows(place: Place) -> str | None:
    """A table that has rows; the layout's own and the register of processes do not count."""
    if await present_layout(place) is None:
        return None
    if place.sqlite is not None:
        counted = await asyncio.to_thread(sqlite_rows.count_rows, place.sqlite)
        return next((name for name, count in counted.items() if count and name not in sqlite_rows.NO_CONTENT), None)
    async with postgres_rows.connected(place.database_url) as database:
        names = await database.fetch("select tablename from pg_tables where schemaname = current_schema()")
        return await postgres_rows.first_with_rows(
            database, sorted({name for (name,) in names} - sqlite_rows.NO_CONTENT)
        )
