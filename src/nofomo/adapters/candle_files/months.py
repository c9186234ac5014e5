"""One series as a folder of monthly Parquet files. Plain blocking code; the store calls it in a thread.

A change of one month is one rename. A change of several months becomes true with one rename too: new files are written
under other names, then `.commit` says which of them replace which months, then they are renamed, then `.commit` goes.
Readers follow `.commit`; a writer that finds one finishes it first. So whatever the moment of a `kill -9`, a reader
sees all of a change or nothing of it.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.engine.core.errors import Broken, Invalid
from nofomo.engine.core.timeframe import Timeframe

_COMMIT: Final = ".commit"
_MONTH_GLOB: Final = "[0-9][0-9][0-9][0-9]-[0-9][0-9].parquet"
_READ_TRIES: Final = 8


class MonthFolder:
    """Reads and replaces the months of one series. Only one writer at a time (the caller holds the lock)."""

    def __init__(self, folder: Path, *, symbol: str, timeframe: Timeframe) -> None:
        self.folder = folder
        self._symbol = symbol
        self._timeframe = timeframe

    def version(self) -> int:
        """Changes with every rename in the folder; 0 where there is none."""
        try:
            return self.folder.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def months(self) -> tuple[str, ...]:
        """The months that have a file, oldest first."""
        return tuple(sorted(self._view()))

    def read(self, *, since: int | None = None, until: int | None = None) -> Candles:
        """Candles with `since` ≤ open time ≤ `until`, all from one moment's view of the folder."""
        for _ in range(_READ_TRIES):
            before = self.version()
            try:
                candles = self._read(since, until)
            except FileNotFoundError:
                continue  # renamed between looking and opening
            if self.version() == before:
                return _cut(candles, since=since, until=until)
        return _cut(self._read(since, until), since=since, until=until)

    def last(self, count: int, *, until: int | None = None) -> Candles:
        """The newest `count` candles opening at or before `until`, reading no more months than needed."""
        months = [m for m in reversed(self.months()) if until is None or month_start(m) <= until]
        found, taken = self._empty(), 0
        while months and len(found) < count:
            # As many months as the candles would fill, at least one, and more each round where there are holes.
            per_month = 28 * 86_400_000 // self._timeframe.ms or 1
            taken = max(1, taken, (count - len(found)) // per_month)
            part, months = months[:taken], months[taken:]
            oldest = month_start(part[-1])
            upper = until if not len(found) else int(found.ts[0]) - 1
            found = self.read(since=oldest, until=upper).merge(found)
        return found.last(count)

    def end(self) -> int | None:
        """Open time of the newest candle in the files."""
        newest = self.last(1)
        return int(newest.ts[0]) if len(newest) else None

    def merge(self, candles: Candles, *, stamp: str) -> None:
        """Merge candles into their months. `stamp` makes this change's temporary names unlike any other's."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.recover()
        try:
            drafts = self._draft(candles, stamp=stamp)
        except OSError:
            self._sweep()  # on a full disk what was half written is what is missed most
            raise
        if len(drafts) > 1:
            (self.folder / f"commit.{stamp}.tmp").replace(self.folder / _COMMIT)
            _sync_folder(self.folder)
        self._rename(drafts)

    def _draft(self, candles: Candles, *, stamp: str) -> dict[str, str]:
        """Write everything that the change needs under other names; nothing of it is true yet."""
        drafts: dict[str, str] = {}
        for month, part in _by_month(candles):
            path = self.folder / f"{month}.parquet"
            merged = self._load(path).merge(part) if path.exists() else part
            draft = f"{month}.{stamp}.tmp"
            _write(self.folder / draft, merged)
            drafts[path.name] = draft
        if len(drafts) > 1:
            _write_durably(self.folder / f"commit.{stamp}.tmp", json.dumps(drafts).encode())
        return drafts

    def recover(self) -> None:
        """Finish a change that was cut off after it became true; sweep away one that was cut off before."""
        commit = self._commit()
        if commit:
            self._rename(commit)
        self._sweep()

    def _sweep(self) -> None:
        for path in self.folder.glob("*.tmp"):
            path.unlink(missing_ok=True)

    def _rename(self, drafts: Mapping[str, str]) -> None:
        for final, draft in drafts.items():
            if (self.folder / draft).exists():
                (self.folder / draft).replace(self.folder / final)
        _sync_folder(self.folder)
        if (self.folder / _COMMIT).exists():
            (self.folder / _COMMIT).unlink()
            _sync_folder(self.folder)

    def _commit(self) -> dict[str, str]:
        try:
            return json.loads((self.folder / _COMMIT).read_bytes())
        except FileNotFoundError:
            return {}

    def _view(self) -> dict[str, Path]:
        """Month → the file that holds it now."""
        if not self.folder.is_dir():
            return {}
        view = {path.stem: path for path in self.folder.glob(_MONTH_GLOB)}
        for final, draft in self._commit().items():
            path = self.folder / draft
            view[Path(final).stem] = path if path.exists() else self.folder / final
        return view

    def _read(self, since: int | None, until: int | None) -> Candles:
        view = self._view()
        wanted = [
            view[month]
            for month in sorted(view)
            if (until is None or month_start(month) <= until) and (since is None or _next_month(month) > since)
        ]
        if not wanted:
            return self._empty()
        parts = [_columns(path) for path in wanted]
        joined = {name: np.concatenate([part[name] for part in parts]) for name in COLUMNS}
        try:
            return Candles(self._symbol, self._timeframe, **joined, checked=False)
        except Invalid as error:
            raise _damaged(self.folder, error.message) from error

    def _load(self, path: Path) -> Candles:
        try:
            return Candles(self._symbol, self._timeframe, **_columns(path), checked=False)
        except Invalid as error:
            raise _damaged(path, error.message) from error

    def _empty(self) -> Candles:
        return Candles.empty(symbol=self._symbol, timeframe=self._timeframe)


def month_of(ts: int) -> str:
    """`2024-03` for a moment in it (UTC)."""
    return datetime.fromtimestamp(ts / 1000, tz=UTC).strftime("%Y-%m")


def month_start(month: str) -> int:
    """The first moment (ms) of `2024-03`."""
    return int(datetime(int(month[:4]), int(month[5:7]), 1, tzinfo=UTC).timestamp() * 1000)


def _next_month(month: str) -> int:
    year, number = int(month[:4]), int(month[5:7])
    return month_start(f"{year + number // 12:04d}-{number % 12 + 1:02d}")


def _by_month(candles: Candles) -> list[tuple[str, Candles]]:
    parts: list[tuple[str, Candles]] = []
    rest = candles
    while len(rest):
        month = month_of(int(rest.ts[0]))
        size = int(np.searchsorted(rest.ts, _next_month(month), side="left"))
        parts.append((month, rest.slice(0, size)))
        rest = rest.slice(size, None)
    return parts


def _cut(candles: Candles, *, since: int | None, until: int | None) -> Candles:
    start = 0 if since is None else int(np.searchsorted(candles.ts, since, side="left"))
    stop = len(candles) if until is None else int(np.searchsorted(candles.ts, until, side="right"))
    return candles.slice(start, stop)


def _columns(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    import polars as pl  # noqa: PLC0415 — 0.5 s and 42 MB that a server without stored files never needs

    data = path.read_bytes()  # opened once: polars by path opens twice and would meet a rename in between
    try:
        frame = pl.read_parquet(io.BytesIO(data), columns=list(COLUMNS))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(path, str(error).splitlines()[0][:200]) from error
    return {name: frame[name].to_numpy() for name in COLUMNS}


def _write(path: Path, candles: Candles) -> None:
    import polars as pl  # noqa: PLC0415 — as above

    frame = pl.DataFrame({name: getattr(candles, name) for name in COLUMNS})
    data = io.BytesIO()
    frame.write_parquet(data, compression="zstd")
    _write_durably(path, data.getvalue())


def _write_durably(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    _sync_file(path)


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(path: Path) -> None:
    if os.name == "nt":
        return  # folders cannot be opened there; NTFS journals renames
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _damaged(path: Path, why: str) -> Broken:
    return Broken(
        f"The candle file {path} cannot be used ({why}). Move it away: an exchange's candles are fetched again, "
        "imported ones must be imported again.",
        code="CANDLE_FILE_DAMAGED",
        details={"path": str(path)},
    )
