"""The moment at which a restored installation takes the place of another: one rename, finished whatever happens.

A restore gathers everything, checked, in a folder. Renaming that folder to `restore.ready` makes the restore true. What
follows (moving each file to its place) can be cut off at any instruction and is gone on with at the next opening.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from nofomo.infra.backup.archive import KEY, ROWS
from nofomo.infra.backup.making import sync_folder
from nofomo.infra.backup.place import Place

READY: Final = "restore.ready"


def switch(place: Place, gathered: Path) -> None:
    """Let what was gathered take its place."""
    ready = _ready(place)
    shutil.rmtree(ready, ignore_errors=True)
    gathered.rename(ready)
    sync_folder(ready.parent)
    finish_switch(place)


def finish_switch(place: Place) -> bool:
    """Go on with a switch that was cut off; True when there was one. Call it before the database is opened."""
    ready = _ready(place)
    if not ready.is_dir():
        return False
    if place.candles is not None:
        for path in sorted((ready / "candles").rglob("*.parquet")):
            target = place.candles / path.relative_to(ready / "candles")
            target.parent.mkdir(parents=True, exist_ok=True)
            (target.parent / ".commit").unlink(missing_ok=True)
            _move(path, target)
    if (ready / KEY).is_file():
        if place.key.is_file() and place.key.read_bytes() != (ready / KEY).read_bytes():
            _move(place.key, place.key.with_name(f"{KEY}.before-restore"))
        place.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        _move(ready / KEY, place.key)
    if place.sqlite is not None and (ready / ROWS).is_file():
        for ending in ("-wal", "-shm", "-journal"):
            place.sqlite.with_name(place.sqlite.name + ending).unlink(missing_ok=True)
        _move(ready / ROWS, place.sqlite)
    shutil.rmtree(ready, ignore_errors=True)
    return True


def gathering_folder(place: Place) -> Path:
    """Where a restore gathers: beside the database's file, else in the home folder."""
    parent = place.home if place.sqlite is None else place.sqlite.parent
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return parent


def _ready(place: Place) -> Path:
    return (place.home if place.sqlite is None else place.sqlite.parent) / READY


def _move(source: Path, target: Path) -> None:
    """Put one file in the place of another at once, also across file systems."""
    with suppress(FileNotFoundError):  # somebody else has gone on with the same switch
        try:
            source.replace(target)
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                raise
            draft = target.with_name(f"{target.name}.draft")
            shutil.copyfile(source, draft)
            draft.chmod(0o600)
            with draft.open("rb") as file:
                os.fsync(file.fileno())
            draft.replace(target)
    sync_folder(target.parent)
