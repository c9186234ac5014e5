"""People's own candle files: into the store and out of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market.events import CandlesImported
from nofomo.features.market.model import FileFormat, ImportReport, Series
from nofomo.features.market.ports import CandleFiles, CandleStore
from nofomo.infra.clock import Clock
from nofomo.infra.events import EventBus


class FileDesk:
    """Import and export."""

    def __init__(self, files: CandleFiles, store: CandleStore, *, clock: Clock, events: EventBus) -> None:
        self._files = files
        self._store = store
        self._clock = clock
        self._events = events

    async def import_file(self, path: Path, *, symbol: str | None, timeframe: Timeframe | None,
                          venue: str) -> ImportReport:  # fmt: skip
        """Merge a file into a series: all of it or, where a row is bad, nothing. Candles not yet closed stay out."""
        read = await asyncio.to_thread(self._files.read, path, symbol=symbol, timeframe=timeframe)
        candles, notes = read.candles.closed_at(self._clock.now_ms()), list(read.notes)
        if len(candles) < len(read.candles):
            notes.append(f"{len(read.candles) - len(candles)} candles are not closed yet and were left out.")
        change = await self._store.append(venue, candles, as_files=True)
        series, gaps = Series(venue, candles.symbol, candles.timeframe), candles.gaps()
        if len(candles):
            await self._events.publish(CandlesImported(series, change.added, change.replaced))
        return ImportReport(
            series=series,
            rows=len(candles),
            added=change.added,
            replaced=change.replaced,
            gaps=len(gaps),
            missing=sum(gap.count for gap in gaps),
            first=int(candles.ts[0]) if len(candles) else 0,
            last=int(candles.ts[-1]) if len(candles) else 0,
            notes=tuple(notes),
        )

    async def encode(self, candles: Candles, form: FileFormat) -> bytes:
        """The candles as a file."""
        return await asyncio.to_thread(self._files.encode, candles, form)
