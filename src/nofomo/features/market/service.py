"""What can be asked of the market, in one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid, NotFound
from nofomo.engine.core.instrument import spell_symbol
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market.cache import CandleCache
from nofomo.features.market.events import VenueReconnected
from nofomo.features.market.model import (
    FILE_VENUE,
    Book,
    ConnectionReport,
    FileFormat,
    HistoryPage,
    ImportReport,
    ResolvedInstrument,
    Series,
    SeriesInfo,
    Span,
    SymbolHit,
    VenueConnection,
    VenueOffer,
    VenueState,
)
from nofomo.features.market.ports import CandleFiles, CandleStore, Exchanges
from nofomo.features.market.services.books import BookDesk
from nofomo.features.market.services.candles import CandleDesk
from nofomo.features.market.services.files import FileDesk
from nofomo.features.market.services.imported import ImportedVenue
from nofomo.features.market.services.instruments import InstrumentDesk
from nofomo.features.market.services.venues import VenueDesk
from nofomo.infra.clock import Clock
from nofomo.infra.database import Database
from nofomo.infra.events import EventBus
from nofomo.infra.secrets import Secrets

MOST_POINTS: Final = 5_000


@dataclass(frozen=True, slots=True)
class MarketParts:
    """What the market is built of; bootstrap fills it in. `proxy_url` serves venues without their own setting."""

    database: Database
    store: CandleStore
    exchanges: Exchanges
    files: CandleFiles
    secrets: Secrets
    events: EventBus
    clock: Clock
    proxy_url: str | None = None
    cache_bytes: int = 64 * 1024 * 1024


class MarketService:
    """Symbols, closed candles, books, venues and candle files. One per process, shared by all users."""

    def __init__(self, parts: MarketParts) -> None:
        self._clock = parts.clock
        self._store = parts.store
        self._events = parts.events
        self._imported = imported = ImportedVenue(parts.store, parts.clock)
        self._venues = VenueDesk(
            parts.exchanges,
            imported=imported,
            database=parts.database,
            secrets=parts.secrets,
            clock=parts.clock,
            proxy_url=parts.proxy_url,
        )
        self.cache = CandleCache(most_bytes=parts.cache_bytes)
        self._candles = CandleDesk(
            self._venues, store=parts.store, imported=imported, clock=parts.clock, cache=self.cache
        )
        self._instruments = InstrumentDesk(self._venues, parts.clock)
        self._files = FileDesk(parts.files, parts.store, clock=parts.clock, events=parts.events)
        self._books = BookDesk(self._venues, parts.clock)
        parts.events.subscribe(VenueReconnected, lambda event: self._venues.look_again(event.venue))
        parts.events.subscribe(VenueReconnected, lambda event: self._instruments.forget(event.venue))

    async def resolve(self, venue: str, text: str) -> ResolvedInstrument:
        """The instrument that a person means by `xrp-usdt`, `XRPUSDT`, `BTC-USD`. Invalid (`INVALID_SYMBOL`) names
        the nearest."""
        return await self._instruments.resolve(venue, text)

    async def search(self, venue: str, text: str, *, limit: int = 20) -> list[SymbolHit]:
        """Symbols for the autocomplete: exact base, then beginning, then containing, by turnover."""
        return await self._instruments.search(venue, text, limit=limit)

    async def refresh_rules(self, venue: str) -> int:
        """Ask for the trading rules anew. Gives the number of symbols."""
        return len((await self._instruments.listing(venue, anew=True)).by_symbol)

    async def closed_candles(self, venue: str, symbol: str, timeframe: Timeframe, *, at: int,
                             count: int) -> Candles:  # fmt: skip
        """The last `count` candles closed at `at` (ms), fewer where there are no more."""
        return await self._candles.closed(Series(venue, symbol, timeframe), at=at, count=count)

    async def history(self, venue: str, symbol: str, *, timeframe: Timeframe, since: int | None = None,
                      until: int | None = None, limit: int = MOST_POINTS) -> HistoryPage:  # fmt: skip
        """Closed candles that open from `since` to `until` (ms, inclusive), oldest first, at most `limit` of them with
        the place to go on. Without `since`: the last `limit` ones (5,000 at most) up to `until`."""
        listed = await self.resolve(venue, symbol)
        series = Series(venue, listed.instrument.symbol, timeframe)
        now = self._clock.now_ms() if listed.instrument.venue == FILE_VENUE else await self.moment(venue)
        newest = timeframe.last_closed_open(now)
        last = newest if until is None else min(newest, timeframe.floor(until))
        if since is None:
            count = min(limit, MOST_POINTS)
            candles = await self._candles.closed(series, at=last + timeframe.ms, count=count)
            return HistoryPage(venue, candles, substituted=listed.substituted)
        first = timeframe.floor(since + timeframe.ms - 1)
        end = min(last, first + (limit - 1) * timeframe.ms)
        candles = Candles.empty(symbol=series.symbol, timeframe=timeframe)
        if end >= first:
            candles = await self._candles.between(series, Span(first, end))
        return HistoryPage(venue, candles, end + timeframe.ms if first <= end < last else None, listed.substituted)

    async def book(self, venue: str, symbol: str) -> Book:
        """The order book, at most a second old. NotFound (`NO_BOOK`) for imported candles."""
        return await self._books.book(venue, symbol)

    async def moment(self, venue: str, symbol: str | None = None) -> int:
        """Now by the venue's own clock (ms), never later than it truly is: the right `at` for an analysis.

        Imported candles of a `symbol` stand still where they end, and so does their now.
        """
        if venue == FILE_VENUE and symbol is not None:
            return min(self._clock.now_ms(), await self._imported.end_of(symbol))
        clock = await self._venues.clock_of(await self._venues.get(venue))
        return clock.surely(self._clock.now_ms())

    def venues(self) -> tuple[VenueOffer, ...]:
        """The venues to choose from, the usual ones first."""
        return self._venues.offers()

    def venue_state(self, venue: str) -> VenueState:
        """How a venue is doing, from what was seen so far; asks nobody."""
        return self._venues.state(venue)

    async def test_connection(self, venue: str, proxy_url: str | None = None) -> ConnectionReport:
        """Try to reach a venue, within ten seconds, and say what is wrong and what to do."""
        return await self._venues.test(venue, proxy_url)

    async def connect_venue(self, venue: str, *, proxy_url: str | None, by: UUID) -> VenueConnection:
        """Keep how a venue is reached, for everyone."""
        connection = await self._venues.connect(venue, proxy_url=proxy_url, by=by)
        await self._events.publish(VenueReconnected(venue))
        return connection

    async def connections(self) -> Mapping[str, VenueConnection]:
        """The venues that have their own connection settings."""
        return {connection.venue: connection for connection in await self._venues.connections()}

    async def import_file(self, path: Path, *, symbol: str | None = None, timeframe: Timeframe | None = None,
                          venue: str = FILE_VENUE) -> ImportReport:  # fmt: skip
        """Merge a CSV or Parquet file into a series, wholly or not at all."""
        symbol = spell_symbol(symbol) if symbol else None
        return await self._files.import_file(path, symbol=symbol, timeframe=timeframe, venue=venue)

    async def encode(self, candles: Candles, form: FileFormat) -> bytes:
        """Candles as a CSV, Parquet or Excel file."""
        return await self._files.encode(candles, form)

    async def stored(self, venue: str | None = None) -> tuple[SeriesInfo, ...]:
        """What the store holds."""
        return await self._store.list(venue)

    async def stored_series(self, venue: str | None = None) -> tuple[Series, ...]:
        """The names of what the store holds, without reading it."""
        return await self._store.names(venue)

    async def fold_stored(self) -> int:
        """Move the newest candles, which are rows, into the files; gives how many series there are."""
        series = await self._store.names()
        for one in series:
            await self._store.fold(one)
        return len(series)

    async def read_stored(self, series: Series, *, since: int | None = None, until: int | None = None) -> Candles:
        """What the store holds of one series; asks no venue. NotFound where it holds nothing."""
        candles = await self._store.read(series, since=since, until=until)
        if not len(candles):
            raise NotFound(f"No candles of {series} are stored.", code="NO_CANDLES")
        return candles

    async def close(self) -> None:
        """Close all venues."""
        await self._venues.close()


def venue_checked(name: str) -> str:
    """The name in lower case. Invalid (`INVALID_VENUE`) where it cannot be one."""
    name = name.strip().lower()
    if not name or not name.replace("_", "").isalnum() or len(name) > 40:
        raise Invalid(f"{name[:40]!r} is not a venue.", code="INVALID_VENUE", details={"field": "venue"})
    return name
