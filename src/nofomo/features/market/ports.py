"""What the market needs from outside; adapters implement it, bootstrap connects it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market.model import (
    Abilities,
    Book,
    CandleFile,
    EmptySpan,
    FileFormat,
    Series,
    SeriesInfo,
    Span,
    StoreChange,
    Ticker,
    VenueKind,
    VenueOffer,
    VenueState,
)


class Venue(Protocol):
    """A place that quotes. One object per venue, shared by everyone in the process.

    All reads raise Unavailable with the code `VENUE_DOWN`, `VENUE_BLOCKED`, `VENUE_RATE_LIMITED` (with
    `retry_after_s`), `VENUE_SLOW` or `VENUE_NONSENSE` and `details["advice"]`, or Invalid (`INVALID_SYMBOL`,
    `INVALID_TIMEFRAME`). They retry by themselves within their deadline; the caller does not.
    """

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> VenueKind: ...

    async def abilities(self) -> Abilities:
        """Candle lengths and page size."""
        ...

    async def instruments(self) -> tuple[Instrument, ...]:
        """The active spot symbols with their trading rules, asked anew."""
        ...

    async def candles(self, symbol: str, timeframe: Timeframe, *, since: int, limit: int) -> Candles:
        """At most `limit` candles opening at or after `since` (ms), oldest first; the last one may still be forming.

        An empty answer means that there are none from `since` to `since + limit × timeframe`. Where the venue's
        candles of that length begin on another grid than ours: Invalid (`OTHER_ROLL`).
        """
        ...

    async def book(self, symbol: str) -> Book:
        """The order book now. NotFound (`NO_BOOK`) where there is none."""
        ...

    async def ticker24h(self) -> Mapping[str, Ticker]:
        """The last 24 hours of every symbol; empty where the venue does not tell."""
        ...

    async def server_time(self) -> int:
        """The venue's clock (ms)."""
        ...

    def state(self) -> VenueState:
        """How it is doing, from what has been seen so far; asks nobody."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Exchanges(Protocol):
    """All venues that can be opened by name."""

    def offers(self) -> tuple[VenueOffer, ...]:
        """The venues to choose from, the usual ones first."""
        ...

    def open(self, name: str, *, proxy_url: str | None) -> Venue:
        """A venue that connects when first asked. Invalid (`INVALID_VENUE`) where there is no such venue."""
        ...


class CandleStore(Protocol):
    """Closed candles on disk. An append is durable when it returns, and happened wholly or not at all."""

    async def read(self, series: Series, *, since: int | None = None, until: int | None = None) -> Candles:
        """Candles with `since` ≤ open time ≤ `until` (None: no bound)."""
        ...

    async def last(self, series: Series, count: int, *, until: int | None = None) -> Candles:
        """The newest `count` candles opening at or before `until`."""
        ...

    async def append(self, venue: str, candles: Candles, *, as_files: bool = False) -> StoreChange:
        """Merge candles into their series; theirs stand where both have one. `as_files` skips the row buffer."""
        ...

    async def fold(self, series: Series) -> None:
        """Move what is kept for quick appending to where it stays."""
        ...

    async def list(self, venue: str | None = None) -> tuple[SeriesInfo, ...]:
        """What is there."""
        ...

    async def names(self, venue: str | None = None) -> tuple[Series, ...]:
        """The series of one venue or of all, without looking into them."""
        ...

    async def version(self, series: Series) -> int:
        """A number that changes whenever another process or an import rewrote the files of the series."""
        ...

    async def empty_spans(self, series: Series, *, within: Span) -> tuple[EmptySpan, ...]:
        """Spans that touch `within` and in which the venue has no candles, oldest first."""
        ...

    async def remember_empty(self, series: Series, spans: Sequence[Span], *, checked_at: int) -> None:
        """Keep what was found to be empty."""
        ...


class CandleFiles(Protocol):
    """People's own files."""

    def read(self, path: Path, *, symbol: str | None = None, timeframe: Timeframe | None = None) -> CandleFile:
        """Read CSV or Parquet. Invalid (`BAD_CANDLES`, `BAD_FILE`) names the row and the reason."""
        ...

    def encode(self, candles: Candles, form: FileFormat) -> bytes:
        """The candles as a CSV, Parquet or Excel file."""
        ...
