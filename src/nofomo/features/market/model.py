"""What the market is made of: series, books, tickers, venues and what is known about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.timeframe import Timeframe

VenueKind = Literal["demo", "live", "file"]
FileFormat = Literal["csv", "parquet", "xlsx"]
FILE_VENUE: Final = "file"
"""The venue whose candles were imported by hand."""


@dataclass(frozen=True, slots=True, order=True)
class Series:
    """The name of one row of candles: where, what, how long each."""

    venue: str
    symbol: str
    timeframe: Timeframe

    def __str__(self) -> str:
        return f"{self.venue} {self.symbol} {self.timeframe}"


@dataclass(frozen=True, slots=True)
class Span:
    """Open times from `first` to `last` inclusive (ms)."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Invalid("A span ends before it begins.", code="INVALID_RANGE")


@dataclass(frozen=True, slots=True)
class EmptySpan:
    """Candles that the venue was asked for at `checked_at` (ms) and does not have: nothing was traded."""

    first: int
    last: int
    checked_at: int


@dataclass(frozen=True, slots=True)
class Book:
    """The order book at the moment `ts` (ms): (price, amount) pairs, best first."""

    symbol: str
    bids: tuple[tuple[Decimal, Decimal], ...]
    asks: tuple[tuple[Decimal, Decimal], ...]
    ts: int

    @property
    def spread(self) -> float | None:
        """Best ask minus best bid as a fraction of the middle; None where one side is empty."""
        if not self.bids or not self.asks:
            return None
        bid, ask = self.bids[0][0], self.asks[0][0]
        return float((ask - bid) / ((ask + bid) / 2))


@dataclass(frozen=True, slots=True)
class Ticker:
    """The last 24 hours of one symbol: last price, change as a fraction, volume in quote currency."""

    last: Decimal
    change: float | None
    quote_volume: Decimal


@dataclass(frozen=True, slots=True)
class SymbolHit:
    """One line of the symbol search. `last` and `change_24h` are None while the venue's tickers are not known."""

    instrument: Instrument
    last: Decimal | None = None
    change_24h: float | None = None


@dataclass(frozen=True, slots=True)
class ResolvedInstrument:
    """What the person meant. `substituted` is what was asked for where USDT stands in for USD, else None."""

    instrument: Instrument
    substituted: str | None = None


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a venue can deliver: candle lengths, and the most candles in one answer."""

    timeframes: frozenset[Timeframe]
    page_limit: int


@dataclass(frozen=True, slots=True)
class VenueOffer:
    """A venue that can be chosen."""

    name: str
    title: str
    kind: VenueKind


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a venue cannot be used, in words for a person, with what to do about it."""

    code: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class VenueState:
    """How a venue is doing. Moments are ms; None where it is not known.

    `clock_offset_ms` is the venue's clock minus ours. `used_weight` of `weight_limit` was spent in the running minute.
    """

    name: str
    kind: VenueKind
    state: Literal["unknown", "up", "down", "paused"] = "unknown"
    last_answer_at: int | None = None
    latency_ms: float | None = None
    clock_offset_ms: int | None = None
    paused_until: int | None = None
    used_weight: int | None = None
    weight_limit: int | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """The result of a connection test."""

    ok: bool
    latency_ms: float | None = None
    clock_offset_ms: int | None = None
    symbols: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class VenueConnection:
    """How a venue is reached. `proxy_shown` has its password masked. Moments in ms."""

    venue: str
    proxy_shown: str | None
    updated_at: int


@dataclass(frozen=True, slots=True)
class SeriesInfo:
    """What the store holds of one series: first and last open time, number of candles, missing ones between them."""

    series: Series
    first: int
    last: int
    rows: int
    missing: int


@dataclass(frozen=True, slots=True)
class StoreChange:
    """What an append did: candles that were new, and candles that replaced others with different values."""

    added: int
    replaced: int

    def __add__(self, other: StoreChange) -> StoreChange:
        return StoreChange(self.added + other.added, self.replaced + other.replaced)


@dataclass(frozen=True, slots=True)
class CandleFile:
    """Candles read from a person's file. `notes` says what had to be understood (units, order, headers)."""

    candles: Candles
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `gaps` counts holes within the imported candles, `missing` the candles in them."""

    series: Series
    rows: int
    added: int
    replaced: int
    gaps: int
    missing: int
    first: int
    last: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A stretch of closed candles. `next` is the open time to continue from, None at the end."""

    venue: str
    candles: Candles
    next: int | None = None
    substituted: str | None = field(default=None)
