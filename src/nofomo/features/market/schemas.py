"""The bodies and answers of the routes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from nofomo.features.market.model import (
    ConnectionReport,
    Problem,
    SymbolHit,
    VenueConnection,
    VenueKind,
    VenueOffer,
    VenueState,
)
from nofomo.infra.clock import moment
from nofomo.infra.web import ApiModel

VenueText = Annotated[str, Field(max_length=40, examples=["binance"])]
ProxyText = Annotated[
    str | None,
    Field(max_length=500, description="http, https or socks5; null: a direct connection", examples=["socks5://h:1080"]),
]
Number = float | None


class SymbolShown(ApiModel):
    """One symbol of a venue. `last` and `change24h` (a fraction) are null while its tickers are not known."""

    symbol: str = Field(examples=["XRP/USDT"])
    base: str
    quote: str
    venue: str
    last: Number
    change24h: Number = Field(alias="change24h")
    tick: float
    lot: float

    @classmethod
    def of(cls, hit: SymbolHit) -> SymbolShown:
        """From a search hit."""
        one = hit.instrument
        return cls(
            symbol=one.symbol, base=one.base, quote=one.quote, venue=one.venue,
            tick=float(one.tick), lot=float(one.lot),
            last=None if hit.last is None else float(hit.last), change24h=hit.change_24h,
        )  # fmt: skip


class VenueShown(ApiModel):
    """A venue that can be chosen. `proxyUrl` (password masked) is shown to administrators."""

    name: str
    title: str
    kind: VenueKind
    proxy_url: str | None = None

    @classmethod
    def of(cls, offer: VenueOffer, connection: VenueConnection | None) -> VenueShown:
        """From an offer and, where there is one, its connection."""
        return cls(
            name=offer.name,
            title=offer.title,
            kind=offer.kind,
            proxy_url=connection.proxy_shown if connection else None,
        )


class ProblemShown(ApiModel):
    """What is wrong and what to do."""

    code: str
    message: str
    advice: str

    @classmethod
    def of(cls, problem: Problem | None) -> ProblemShown | None:
        """From a problem."""
        return None if problem is None else cls(code=problem.code, message=problem.message, advice=problem.advice)


class VenueTestRequest(ApiModel):
    """Which venue to try, and how. A proxy is tried for administrators only."""

    venue: VenueText
    proxy_url: ProxyText = None


class VenueTestShown(ApiModel):
    """The result of a connection test. A problem with `ok` true is a remark (the clock)."""

    ok: bool
    latency_ms: Number
    clock_offset_ms: int | None
    symbols: int
    problem: ProblemShown | None = None

    @classmethod
    def of(cls, report: ConnectionReport) -> VenueTestShown:
        """From a report."""
        return cls(
            ok=report.ok, latency_ms=report.latency_ms, clock_offset_ms=report.clock_offset_ms, symbols=report.symbols,
            problem=ProblemShown.of(report.problem),
        )  # fmt: skip


class VenueConnectRequest(ApiModel):
    """How a venue is reached from now on, by everyone here."""

    proxy_url: ProxyText


class VenueConnectionShown(ApiModel):
    """How a venue is reached; the proxy's password is masked."""

    venue: str
    proxy_url: str | None
    updated_at: datetime

    @classmethod
    def of(cls, connection: VenueConnection) -> VenueConnectionShown:
        """From a connection."""
        return cls(venue=connection.venue, proxy_url=connection.proxy_shown, updated_at=moment(connection.updated_at))


class VenueStateShown(ApiModel):
    """How a venue is doing (for `GET /api/me`)."""

    name: str
    kind: VenueKind
    state: Literal["unknown", "up", "down", "paused"]
    latency_ms: Number
    clock_offset_ms: int | None
    paused_until: datetime | None
    used_weight: int | None
    weight_limit: int | None
    problem: ProblemShown | None

    @classmethod
    def of(cls, state: VenueState) -> VenueStateShown:
        """From a state."""
        return cls(
            name=state.name, kind=state.kind, state=state.state, latency_ms=state.latency_ms,
            clock_offset_ms=state.clock_offset_ms, used_weight=state.used_weight, weight_limit=state.weight_limit,
            paused_until=None if state.paused_until is None else moment(state.paused_until),
            problem=ProblemShown.of(state.problem),
        )  # fmt: skip


class HistoricalPoint(ApiModel):
    """One closed candle by its open time."""

    timestamp: datetime
    open: float
    high: float
    low: float
    close: float
    volume: float


class HistoricalShown(ApiModel):
    """Closed candles, oldest first. `next` is the `from` of the following page, null at the end."""

    symbol: str = Field(examples=["BTC/USDT"])
    interval: str = Field(examples=["1d"])
    source: str = Field(examples=["binance"])
    data: list[HistoricalPoint]
    data_points: int
    next: datetime | None = None
    substituted: str | None = Field(None, description="What was asked for where USDT stands in for USD")


class ChartShown(ApiModel):
    """Columns of equal length, oldest first; null is not known yet (warm-up)."""

    venue: str
    symbol: str
    timeframe: str
    ts: list[int]
    open: list[float]
    high: list[float]
    low: list[float]
    close: list[float]
    volume: list[float]
    ema5: list[Number]
    ema20: list[Number]
    ema50: list[Number]
    ema100: list[Number]
    ema200: list[Number]
    bb_upper: list[Number]
    bb_middle: list[Number]
    bb_lower: list[Number]
    volume_ma: list[Number]
