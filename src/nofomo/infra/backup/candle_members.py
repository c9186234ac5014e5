"""Which candle files belong into a backup, in a state in which they fit together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path


def candle_files(folder: Path | None, *, all_venues: bool) -> Iterator[tuple[str, Path]]:
    """Member names and files: imported candles, or those of all venues.

    A change of several months that has become true but is not renamed yet (see the candle store) is followed.
    """
    if folder is None:
        return
    for series in sorted(folder.glob("*/*/*" if all_venues else "file/*/*")):
        if not series.is_dir() or series.is_symlink():
            continue
        months = {path.name: path for path in series.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9].parquet")}
        months |= {name: path for name, path in _renames(series) if path.is_file()}
        for name in sorted(months):
            yield f"candles/{series.relative_to(folder).as_posix()}/{name}", months[name]


def _renames(series: Path) -> Iterator[tuple[str, Path]]:
    try:
        drafts: dict[str, str] = json.loads((series / ".commit").read_bytes())
    except (FileNotFoundError, ValueError):
        return
    for final, draft in drafts.items():
        yield final, series / draft
