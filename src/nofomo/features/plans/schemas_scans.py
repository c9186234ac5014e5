"""What comes in and goes out over HTTP about watchlists and scans."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AliasChoices, ConfigDict, Field, StringConstraints, model_validator

from nofomo.engine.core.candles import iso
from nofomo.features.plans.model import AnalysisRequest
from nofomo.features.plans.model_scans import (
    MOST_WATCHED,
    Scan,
    ScanItem,
    ScanStarted,
    ScanSummary,
    ScanWish,
    Watchlist,
)
from nofomo.features.plans.schemas import Frames, ModeText
from nofomo.infra.web import ApiModel

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
SymbolText = Annotated[str, StringConstraints(min_length=1, max_length=41)]
VenueText = Annotated[
    str,
    AfterValidator(lambda text: text.strip().lower()),
    Field(pattern=r"^\s*[A-Za-z0-9_]{1,40}\s*$", description="sandbox, binance, file, …"),
]
Symbols = Annotated[list[SymbolText], Field(min_length=1, max_length=MOST_WATCHED)]


class WatchlistBody(ApiModel):
    """A list as it is to be kept. Symbols may be typed as one likes; they are kept as the venue spells them."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Majors", "venue": "sandbox", "symbols": ["BTC/USDT", "ethusdt"]}]}
    )

    name: Name
    venue: VenueText
    symbols: Symbols


class WatchlistShown(ApiModel):
    """Symbols of one venue under a name."""

    watchlist_id: UUID
    name: str
    venue: str
    symbols: list[str]
    created_at: str
    updated_at: str

    @classmethod
    def of(cls, one: Watchlist) -> WatchlistShown:
        """As it is shown."""
        return cls(
            watchlist_id=one.id, name=one.name, venue=one.venue, symbols=list(one.symbols),
            created_at=iso(one.created_at), updated_at=iso(one.updated_at),
        )  # fmt: skip


class ScanBody(ApiModel):
    """What to scan: a watchlist, or symbols. What is left out is as in the caller's preferences."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"symbols": ["BTC/USDT", "ETH/USDT", "SOL/USDT"]},
                {"watchlistId": "01975f6e-7c1b-7a44-9f0e-0d5c1b2a3e4f", "tf": "4h-1h-15m", "riskPct": 0.5},
            ]
        }
    )

    watchlist_id: UUID | None = None
    symbols: Symbols | None = None
    venue: VenueText | None = Field(None, description="That of the watchlist or of the preferences by default.")
    timeframes: Frames | None = Field(
        None, validation_alias=AliasChoices("timeframes", "tf"), description="Also accepted as `tf`."
    )
    risk_pct: float | None = Field(
        None, strict=True, ge=0.05, le=5, description="Percent of the equity to lose when wrong."
    )
    mode: ModeText | None = Field(None, description="Which leg to look for; PB and BO are accepted.")
    tp3: bool | None = Field(None, description="Whether to look for a third target.")

    @model_validator(mode="after")
    def _says_what(self) -> ScanBody:
        if self.watchlist_id is None and self.symbols is None:
            raise ValueError("give watchlistId or symbols")
        return self

    def to_wish(self) -> ScanWish:
        """As the service understands it."""
        usual = AnalysisRequest("", self.venue, self.timeframes, self.risk_pct, self.mode, self.tp3)
        return ScanWish(usual, self.watchlist_id, tuple(self.symbols or ()))


class RefusedShown(ApiModel):
    """A symbol that the scan did not accept, and why: INVALID_SYMBOL (with the nearest names), QUOTA_USED,
    SCAN_TOO_LONG."""

    symbol: str
    code: str
    message: str
    nearest: list[str]


class ScanStartedShown(ApiModel):
    """The scan is under way; ask `GET /api/scans/{scanId}`."""

    scan_id: UUID
    accepted: int
    refused: list[RefusedShown]

    @classmethod
    def of(cls, started: ScanStarted) -> ScanStartedShown:
        """As it is shown."""
        refused = [
            RefusedShown(symbol=one.symbol, code=one.code, message=one.message, nearest=list(one.nearest))
            for one in started.refused
        ]
        return cls(scan_id=started.scan_id, accepted=started.accepted, refused=refused)


class ScanLine(ApiModel):
    """One scan. `state` is running, done or cancelled; `done` counts every symbol that has come to an end."""

    scan_id: UUID
    name: str
    venue: str
    created_at: str
    state: str
    total: int
    done: int

    @classmethod
    def of(cls, scan: ScanSummary) -> ScanLine:
        """As it is shown."""
        return cls(
            scan_id=scan.scan_id, name=scan.name, venue=scan.venue, created_at=iso(scan.created_at), state=scan.state,
            total=scan.total, done=scan.done,
        )  # fmt: skip


class ScanList(ApiModel):
    """Scans, newest first, and how many there are in all."""

    scans: list[ScanLine]
    total: int


class ItemErrorShown(ApiModel):
    """Why a symbol has no version."""

    code: str
    message: str
    details: dict[str, Any]


class ScanItemShown(ApiModel):
    """One symbol: queued, running, done, failed, cancelled or refused. `rr` is that of the first target after fees."""

    position: int
    symbol: str
    state: str
    plan_id: UUID | None
    version: int | None
    action: str | None
    score: int | None
    price: float | None
    pullback: list[float] | None
    breakout: float | None
    rr: float | None
    note: str | None
    error: ItemErrorShown | None

    @classmethod
    def of(cls, item: ScanItem) -> ScanItemShown:
        """As it is shown."""
        return cls(
            position=item.position, symbol=item.symbol, state=item.state, plan_id=item.plan_id, version=item.version,
            action=item.action, score=item.score, price=item.price,
            pullback=None if item.pullback is None else list(item.pullback), breakout=item.breakout, rr=item.rr,
            note=item.note, error=None if item.error is None else ItemErrorShown.model_validate(dict(item.error)),
        )  # fmt: skip


class ScanShown(ScanLine):
    """One scan with its symbols: versions by score, then what is still to come, then what came to nothing."""

    timeframes: list[str]
    items: list[ScanItemShown]

    @classmethod
    def whole(cls, scan: Scan) -> ScanShown:
        """As it is shown."""
        return cls(
            **ScanLine.of(scan.summary).model_dump(),
            timeframes=list(scan.timeframes),
            items=[ScanItemShown.of(item) for item in scan.items],
        )
