"""The venue `file`: candles that a person imported. The smallest ones serve every larger length."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid, NotFound
from nofomo.engine.core.instrument import TICK_SAMPLE, Instrument, seen_instrument
from nofomo.engine.core.money import exact
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import DAY_MS, Timeframe
from nofomo.features.market.model import (
    FILE_VENUE,
    Abilities,
    Book,
    Series,
    Span,
    Ticker,
    VenueKind,
    VenueState,
)
from nofomo.features.market.ports import CandleStore
from nofomo.infra.clock import Clock

_FRAMES: Final = frozenset(Timeframe.parse(text) for text in ("1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w"))


class ImportedVenue:
    """A venue that answers from the store alone."""

    def __init__(self, store: CandleStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @property
    def name(self) -> str:
        """`file`."""
        return FILE_VENUE

    @property
    def kind(self) -> VenueKind:
        """Imported candles."""
        return "file"

    async def abilities(self) -> Abilities:
        """Every usual length; the imported ones decide which of them have candles."""
        return Abilities(_FRAMES, 5_000)

    async def instruments(self) -> tuple[Instrument, ...]:
        """One per imported symbol; its tick is the smallest step seen in its prices."""
        symbols = sorted({series.symbol for series in await self._store.names(FILE_VENUE)})
        return tuple([await self._instrument(symbol) for symbol in symbols])

    async def candles(self, symbol: str, timeframe: Timeframe, *, since: int, limit: int) -> Candles:
        """One page, as from any venue."""
        span = Span(since, since + (limit - 1) * timeframe.ms)
        return await self.between(symbol, timeframe, span=span)

    async def between(self, symbol: str, timeframe: Timeframe, *, span: Span) -> Candles:
        """All candles that open within the span."""
        found = Candles.empty(symbol=symbol, timeframe=timeframe)
        for series in await self._fitting(symbol, timeframe):
            reach = 0 if series.timeframe == timeframe else timeframe.ms
            part = await self._store.read(series, since=timeframe.floor(span.first), until=span.last + reach)
            found = found.merge(resample(part, timeframe))
        return found.since(span.first).closed_at(span.last + timeframe.ms)

    async def last(self, symbol: str, timeframe: Timeframe, *, count: int, until: int) -> Candles:
        """The last `count` candles opening at or before `until`, wherever in time they are."""
        found = Candles.empty(symbol=symbol, timeframe=timeframe)
        for series in await self._fitting(symbol, timeframe):
            times = timeframe.ms // series.timeframe.ms
            end = until + timeframe.ms - series.timeframe.ms
            part = await self._store.last(series, (count + 1) * times, until=end)
            found = found.merge(resample(part, timeframe))
        return found.closed_at(until + timeframe.ms).last(count)

    async def version(self, symbol: str) -> int:
        """Changes with every import of the symbol."""
        series = [s for s in await self._store.names(FILE_VENUE) if s.symbol == symbol]
        return hash(tuple([await self._store.version(one) for one in series]))

    async def book(self, symbol: str) -> Book:
        """There is none."""
        raise NotFound(f"Imported candles of {symbol} have no order book.", code="NO_BOOK")

    async def ticker24h(self) -> Mapping[str, Ticker]:
        """The last day of each symbol's own data."""
        tickers: dict[str, Ticker] = {}
        for symbol in sorted({series.symbol for series in await self._store.names(FILE_VENUE)}):
            smallest = (await self._series_of(symbol))[0]
            day = await self._store.last(smallest, DAY_MS // smallest.timeframe.ms)
            if len(day):
                day = day.since(int(day.ts[-1]) - DAY_MS + smallest.timeframe.ms)
                turnover = float(np.dot(day.close, day.volume))
                change = float(day.close[-1] / day.open[0] - 1)
                tickers[symbol] = Ticker(exact(float(day.close[-1])), change, exact(round(turnover, 2)))
        return tickers

    async def end_of(self, symbol: str) -> int:
        """The moment (ms) at which the newest imported candle of a symbol closed."""
        ends = [(await self._store.last(series, 1)).end for series in await self._series_of(symbol)]
        return max(ends)

    async def server_time(self) -> int:
        """Our own clock."""
        return self._clock.now_ms()

    def state(self) -> VenueState:
        """Always up."""
        return VenueState(FILE_VENUE, "file", state="up")

    async def close(self) -> None:
        """Nothing to let go of."""

    async def _instrument(self, symbol: str) -> Instrument:
        smallest = (await self._series_of(symbol))[0]
        return seen_instrument(await self._store.last(smallest, TICK_SAMPLE), venue=FILE_VENUE)

    async def _series_of(self, symbol: str) -> list[Series]:
        """The imported lengths of a symbol, smallest first."""
        found = sorted(series for series in await self._store.names(FILE_VENUE) if series.symbol == symbol)
        if not found:
            raise Invalid(f"No candles of {symbol} were imported. Import some: nofomo candles import FILE",
                          code="INVALID_SYMBOL", details={"field": "symbol"})  # fmt: skip
        return found

    async def _fitting(self, symbol: str, timeframe: Timeframe) -> list[Series]:
        """What the length can be made of, in the order of merging: resampled first, as it was imported last."""
        found = [s for s in await self._series_of(symbol) if timeframe.ms % s.timeframe.ms == 0]
        smaller = [s for s in found if s.timeframe < timeframe][:1]
        same = [s for s in found if s.timeframe == timeframe]
        if not smaller and not same:
            raise Invalid(f"The imported candles of {symbol} are too long for {timeframe}.", code="INVALID_TIMEFRAME",
                          details={"field": "timeframe"})  # fmt: skip
        return [*smaller, *same]
