"""Where an installation keeps what it owns."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from nofomo.engine.core.errors import Unavailable
from nofomo.infra.one_server import sqlite_file
from nofomo.infra.secrets import KEY_FILE


@dataclass(frozen=True, slots=True)
class Place:
    """One installation: its database, its home folder, and the folder of its candle files (None: not on this disk)."""

    database_url: str
    home: Path
    candles: Path | None

    @property
    def sqlite(self) -> Path | None:
        """The database's file; None on PostgreSQL."""
        return sqlite_file(self.database_url)

    @property
    def key(self) -> Path:
        """The file with the secret key, where the settings name none."""
        return self.home / KEY_FILE

    @property
    def backups(self) -> Path:
        """The folder of the backups that are made by themselves."""
        return self.home / "backups"

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return "sqlite" if self.database_url.startswith("sqlite") else "postgresql"


def check_room(folder: Path, needed: int) -> None:
    """Raises Unavailable (`DISK_FULL`) when `folder` has not `needed` bytes and a little more."""
    free = shutil.disk_usage(next(one for one in (folder, *folder.parents) if one.exists())).free
    if free < needed + 10_000_000:
        raise no_room(folder, f"{(needed + 10_000_000) // 1_000_000} MB are needed, {free // 1_000_000} MB are free")


def no_room(folder: Path, how_much: str) -> Unavailable:
    """The refusal that a full disk means."""
    return Unavailable(f"There is no room at {folder}: {how_much}. Make room, then try again.", code="DISK_FULL",
                       details={"folder": str(folder)})  # fmt: skip
