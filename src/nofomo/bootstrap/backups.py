"""Backups of the installation that the settings describe."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import Final

from nofomo import __version__
from nofomo.engine.core.errors import Broken, Conflict, NofomoError, Unavailable
from nofomo.infra.backup import (
    Layouts,
    Manifest,
    Place,
    Restored,
    Shelf,
    Stamp,
    finish_switch,
    make_backup,
    restore_backup,
)
from nofomo.infra.clock import Clock, SystemClock
from nofomo.infra.database import Database
from nofomo.infra.processes import living
from nofomo.infra.settings import Settings
from nofomo.migrations import HEAD, current_version, upgrade

log = logging.getLogger(__name__)
_KNOWS_PROCESSES: Final = "0005"


def place_of(settings: Settings) -> Place:
    """Where the installation keeps what it owns."""
    candles = Path(settings.candles_url) if settings.candles_url else settings.home / "candles"
    return Place(settings.database_url, settings.home, candles)


async def _bring(url: str, target: str) -> None:
    database = Database(url)
    try:
        await upgrade(database, target=target)
    finally:
        await database.close()


LAYOUTS: Final = Layouts(HEAD, _bring)


def stamp(clock: Clock | None = None) -> Stamp:
    """This version's stamp, now."""
    return Stamp(__version__, (clock or SystemClock()).now_ms())


async def back_up(settings: Settings, target: Path | None, *, all_candles: bool = False) -> tuple[Path, Manifest]:
    """A backup because a person asked for it; by default among the others in the home folder."""
    place, made = place_of(settings), stamp()
    path = target or Shelf(place.backups).new_path(made.made_at)
    return path, await make_backup(place, path, layouts=LAYOUTS, stamp=made, all_candles=all_candles)


async def restore(settings: Settings, source: Path, *, replace: bool) -> Restored:
    """Restore a backup; see `restore_backup`. Raises Conflict (`DATABASE_IN_USE`) while a server runs."""
    place = place_of(settings)
    finish_switch(place)
    if place.sqlite is None:
        await _nobody_at_work(place)
    return await restore_backup(place, source, layouts=LAYOUTS, stamp=stamp(), replace=replace)


async def back_up_before_upgrade(settings: Settings, database: Database) -> Path | None:
    """Before a migration touches rows: a backup, or no migration. None where nothing is to be migrated.

    Raises Unavailable (`BACKUP_FAILED`).
    """
    present = await current_version(database)
    if present is None or present >= HEAD:
        return None
    place, made = place_of(settings), Stamp(__version__, SystemClock().now_ms(), "upgrade")
    shelf = Shelf(place.backups)
    path = shelf.new_path(made.made_at)
    try:
        await make_backup(place, path, layouts=LAYOUTS, stamp=made)
    except (NofomoError, OSError, sqlite3.Error) as error:
        if await current_version(database) == HEAD:  # another process was faster
            return None
        reason = error.message if isinstance(error, NofomoError) else f"{error}."
        raise Unavailable(
            f"The upgrade from layout {present} to {HEAD} did not start, because the backup before it failed: {reason}",
            code="BACKUP_FAILED",
            details={"reason": error.code if isinstance(error, NofomoError) else type(error).__name__},
        ) from error
    log.info("Made the backup %s before the upgrade from layout %s to %s.", path, present, HEAD)
    shelf.prune(made.made_at, keep_days=settings.backup_keep_days)
    return path


async def _nobody_at_work(place: Place) -> None:
    database = Database(place.database_url)
    try:
        present = await current_version(database)
        if present is None or present < _KNOWS_PROCESSES:
            return
        if present > HEAD:
            raise Broken(f"The database is at layout {present}, this version knows {HEAD}. Use the newer version.",
                         code="DATABASE_TOO_NEW")  # fmt: skip
        found = await living(database, SystemClock().now_ms())
    finally:
        await database.close()
    if found:
        one = found[0]
        raise Conflict(
            f"The database is in use by nofomo {one.role} on {one.host} (process {one.pid}). Stop it, then try again.",
            code="DATABASE_IN_USE",
            details={"pid": one.pid, "host": one.host},
        )
