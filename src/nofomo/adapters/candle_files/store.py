"""The candle store: monthly Parquet files that people can open, and the newest candles as rows.

    <folder>/<venue>/<BASE-QUOTE>/<timeframe>/YYYY-MM.parquet

Rows open after the newest candle in the files; a row at or before it is the leftover of a fold that was cut off and is
not looked at. Few new candles at the end become rows, in one small transaction. Anything else (many, older, corrected
ones, imports) goes into the files together with all rows, which are then deleted. Readers take the rows first and the
files second, so that a fold in between hides nothing.
"""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import numpy as np

from nofomo.adapters.candle_files.months import MonthFolder
from nofomo.adapters.candle_files.rows import CandleRows
from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.engine.core.errors import Conflict, Invalid
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import EmptySpan, Series, SeriesInfo, Span, StoreChange
from nofomo.infra.clock import Clock
from nofomo.infra.database import Database
from nofomo.infra.database_faults import disk_full, is_disk_full
from nofomo.infra.file_lock import try_lock, unlock

MOST_ROWS: Final = 2_000
_LOCK_FILE: Final = ".lock"
_LOCK_WAIT_S: Final = 0.02
_LOCK_TRIES: Final = 1_500


class ParquetCandleStore:
    """Implements the port `CandleStore` on a folder and a database."""

    def __init__(self, folder: Path, *, database: Database, clock: Clock, most_rows: int = MOST_ROWS) -> None:
        self._folder = folder
        self._rows = CandleRows(database)
        self._clock = clock
        self._most_rows = most_rows
        self._locks: defaultdict[Series, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._writes = 0
        self._ends: dict[Series, tuple[int, int | None]] = {}

    async def read(self, series: Series, *, since: int | None = None, until: int | None = None) -> Candles:
        """Candles with `since` ≤ open time ≤ `until`."""
        rows = await self._rows.read(series, since=since, until=until)
        files = await asyncio.to_thread(self._months(series).read, since=since, until=until)
        return files.merge(await self._beyond_files(series, rows))

    async def last(self, series: Series, count: int, *, until: int | None = None) -> Candles:
        """The newest `count` candles opening at or before `until`."""
        rows = await self._rows.read(series, until=until)
        files = await asyncio.to_thread(self._months(series).last, count, until=until)
        return files.merge(await self._beyond_files(series, rows)).last(count)

    async def append(self, venue: str, candles: Candles, *, as_files: bool = False) -> StoreChange:
        """Merge candles into their series; durable when it returns."""
        if not len(candles):
            return StoreChange(0, 0)
        series = Series(venue, candles.symbol, candles.timeframe)
        async with _telling_full_disks(), self._one_writer(series):
            end = await self._end(series)
            new, change = _difference(await self._overlapping(series, candles, end=end), candles)
            newest_only = end is None or (len(new) > 0 and int(new.ts[0]) > end)
            fits = newest_only and await self._rows.count(series) + len(new) <= self._most_rows
            if not as_files and (fits or not len(new)):
                if len(new):
                    await self._rows.write(series, new)
                return change
            await self._fold_with(series, new)
            return change

    async def _fold_with(self, series: Series, new: Candles) -> None:
        """Put candles and all rows into the files. Under the writer's lock."""
        rows = await self._rows.read(series)
        everything = (await self._beyond_files(series, rows)).merge(new)
        if len(everything):
            self._writes += 1
            stamp = f"{os.getpid()}-{self._writes}"
            await asyncio.to_thread(self._months(series).merge, everything, stamp=stamp)
        if len(rows):
            await self._rows.drop(series, until=int(rows.ts[-1]))

    async def fold(self, series: Series) -> None:
        """Move the rows of a series into its files."""
        rows = await self._rows.read(series)
        if len(rows):
            await self.append(series.venue, rows.last(1), as_files=True)

    async def list(self, venue: str | None = None) -> tuple[SeriesInfo, ...]:
        """First and last open time, number and missing candles of every series."""
        infos: list[SeriesInfo] = []
        for series in await self.names(venue):
            candles = await self.read(series)
            if len(candles):
                missing = sum(gap.count for gap in candles.gaps())
                infos.append(SeriesInfo(series, int(candles.ts[0]), int(candles.ts[-1]), len(candles), missing))
        return tuple(infos)

    async def names(self, venue: str | None = None) -> tuple[Series, ...]:
        """The series of one venue, or of all, that have files or rows."""
        found = {Series(v, symbol, Timeframe(minutes)) for v, symbol, minutes in await self._rows.series(venue)}
        found.update(await asyncio.to_thread(self._folders, venue))
        return tuple(sorted(found))

    async def version(self, series: Series) -> int:
        """Changes whenever the files of the series were rewritten."""
        return self._months(series).version()

    async def empty_spans(self, series: Series, *, within: Span) -> tuple[EmptySpan, ...]:
        """Spans that touch `within` and in which the venue has no candles."""
        return await self._rows.empties(series, within=within)

    async def remember_empty(self, series: Series, spans: Sequence[Span], *, checked_at: int) -> None:
        """Keep what was found to be empty."""
        await self._rows.remember_empty(series, spans, checked_at=checked_at)

    def _months(self, series: Series) -> MonthFolder:
        folder = self._folder / _plain(series.venue) / series.symbol.replace("/", "-") / str(series.timeframe)
        return MonthFolder(folder, symbol=series.symbol, timeframe=series.timeframe)

    async def _beyond_files(self, series: Series, rows: Candles) -> Candles:
        """The rows that open after the files end; the others are leftovers."""
        end = await self._end(series) if len(rows) else None
        return rows if end is None else rows.since(end + 1)

    async def _end(self, series: Series) -> int | None:
        """Open time of the newest candle in the files, looked up again only when they changed."""
        months = self._months(series)
        known = self._ends.get(series)
        version = months.version()
        if known is None or known[0] != version or version == 0:
            known = (version, await asyncio.to_thread(months.end))
            self._ends[series] = known
        return known[1]

    async def _overlapping(self, series: Series, candles: Candles, *, end: int | None) -> Candles:
        """What is stored of the open times that `candles` spans."""
        first, last = int(candles.ts[0]), int(candles.ts[-1])
        rows = await self._rows.read(series, since=first if end is None else max(first, end + 1), until=last)
        if end is None or first > end:
            return rows
        files = await asyncio.to_thread(self._months(series).read, since=first, until=last)
        return files.merge(rows)

    def _folders(self, venue: str | None) -> list[Series]:
        found: list[Series] = []
        for folder in self._folder.glob("*/*/*" if venue is None else f"{_plain(venue)}/*/*"):
            base, dash, quote = folder.parent.name.partition("-")
            if dash and any(folder.glob("*.parquet")):
                try:
                    found.append(Series(folder.parent.parent.name, f"{base}/{quote}", Timeframe.parse(folder.name)))
                except Invalid:
                    continue  # a folder that somebody else put there
        return found

    @asynccontextmanager
    async def _one_writer(self, series: Series) -> AsyncIterator[None]:
        """One writer per series in this process and, by a file lock, on this machine."""
        async with self._locks[series]:
            folder = self._months(series).folder
            folder.mkdir(parents=True, exist_ok=True)
            handle = try_lock(folder / _LOCK_FILE)
            tries = 0
            while handle is None:
                tries += 1
                if tries > _LOCK_TRIES:
                    raise Conflict(f"Another process keeps writing {series}. Stop it, then try again.",
                                   code="SERIES_LOCKED")  # fmt: skip
                await self._clock.sleep(_LOCK_WAIT_S)
                handle = try_lock(folder / _LOCK_FILE)
            try:
                yield
            finally:
                unlock(handle)


@asynccontextmanager
async def _telling_full_disks() -> AsyncIterator[None]:
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise disk_full() from error
        raise


def _difference(have: Candles, given: Candles) -> tuple[Candles, StoreChange]:
    """The candles of `given` that `have` lacks or has otherwise, and how many of each."""
    if not len(have):
        return given, StoreChange(len(given), 0)
    place = np.minimum(np.searchsorted(have.ts, given.ts), len(have) - 1)
    known = have.ts[place] == given.ts
    same = known.copy()
    for name in COLUMNS:
        same &= getattr(have, name)[place] == getattr(given, name)
    keep = ~same
    part = {name: getattr(given, name)[keep] for name in COLUMNS}
    change = StoreChange(int((~known).sum()), int((known & keep).sum()))
    return Candles(given.symbol, given.timeframe, **part, checked=True), change


def _plain(venue: str) -> str:
    """The venue as a folder's name: nothing that could lead elsewhere."""
    if not venue.replace("_", "").isalnum():
        raise Invalid(f"{venue[:40]!r} is not a venue.", code="INVALID_VENUE")
    return venue
