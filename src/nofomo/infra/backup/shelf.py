"""The folder where backups lie that are made by themselves, and how many of them stay."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nofomo.engine.core.errors import NofomoError, NotFound
from nofomo.infra.backup.archive import Reason, read_manifest
from nofomo.infra.clock import moment

log = logging.getLogger(__name__)

NAME: Final = re.compile(r"nofomo-\d{8}-\d{4}(-\d{1,4})?\.tar")
UPGRADES_KEPT: Final = 5
_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class ShelvedBackup:
    """One backup: `at` is when it was made (ms UTC), `layout` that of its rows."""

    name: str
    at: int
    size_bytes: int
    layout: str
    reason: Reason


class Shelf:
    """Backups in one folder, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new_path(self, now: int) -> Path:
        """A path that is free: named after the minute, UTC."""
        stem = f"nofomo-{moment(now):%Y%m%d-%H%M}"
        names = (stem, *(f"{stem}-{count}" for count in range(2, 10_000)))
        return next(path for path in (self.folder / f"{name}.tar" for name in names) if not path.exists())

    def path_of(self, name: str) -> Path:
        """The file of that name. Raises NotFound (`BACKUP_NOT_FOUND`)."""
        path = self.folder / name
        if not NAME.fullmatch(name) or not path.is_file() or path.is_symlink():
            raise NotFound("There is no backup of that name.", code="BACKUP_NOT_FOUND")
        return path

    def list(self) -> list[ShelvedBackup]:
        """All sound-looking backups, the newest first."""
        found: list[ShelvedBackup] = []
        for path in self._files():
            try:
                manifest = read_manifest(path)
                size = path.stat().st_size
            except (NofomoError, OSError) as error:
                log.warning("The backup %s cannot be read: %s", path.name, error)
                continue
            found.append(ShelvedBackup(path.name, manifest.made_at, size, manifest.layout, manifest.reason))
        return sorted(found, key=lambda backup: (backup.at, backup.name), reverse=True)

    def prune(self, now: int, *, keep_days: int) -> list[str]:
        """Remove daily backups older than `keep_days` (the newest one stays; 0 removes none) and old ones of upgrades.

        What a person asked for stays until a person removes it. Gives the names of those that went.
        """
        backups = self.list()
        daily = [backup for backup in backups if backup.reason == "daily"]
        old = [backup for backup in daily[1:] if keep_days and backup.at < now - keep_days * _DAY_MS]
        upgrades = [backup for backup in backups if backup.reason == "upgrade"]
        gone = [backup.name for backup in (*old, *upgrades[UPGRADES_KEPT:])]
        for name in gone:
            (self.folder / name).unlink(missing_ok=True)
        return gone

    def _files(self) -> Iterable[Path]:
        return (path for path in self.folder.glob("nofomo-*.tar") if NAME.fullmatch(path.name))
