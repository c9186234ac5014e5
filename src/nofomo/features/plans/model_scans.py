"""Lists of symbols that a person watches, and scans: many analyses asked for in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from nofomo.engine.analysis.model import Action
from nofomo.features.plans.model import AnalysisRequest

MOST_LISTS: Final = 20
MOST_WATCHED: Final = 100
MOST_SCANNED: Final = 50
ScanState = Literal["running", "done", "cancelled"]
ItemState = Literal["queued", "running", "done", "failed", "cancelled", "refused"]


@dataclass(frozen=True, slots=True)
class Watchlist:
    """Symbols of one venue under a name. Moments are ms UTC."""

    id: UUID
    name: str
    venue: str
    symbols: tuple[str, ...]
    created_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class ScanWish:
    """What to scan: the symbols of a watchlist, or `symbols`. `usual` holds what applies to each of them."""

    usual: AnalysisRequest
    watchlist_id: UUID | None = None
    symbols: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """A symbol that a scan did not accept, and why."""

    symbol: str
    code: str
    message: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanStarted:
    """How many symbols a new scan accepted, and which it refused."""

    scan_id: UUID
    accepted: int
    refused: tuple[Turned, ...]


@dataclass(frozen=True, slots=True)
class ScanSummary:
    """One line of the list of scans. `done` counts every symbol that has come to an end, however."""

    scan_id: UUID
    name: str
    venue: str
    created_at: int
    state: ScanState
    total: int
    done: int


@dataclass(frozen=True, slots=True)
class ScanItem:
    """One symbol of a scan. What its version says stands here once it is done; `rr` is that of the first target."""

    position: int
    symbol: str
    state: ItemState
    plan_id: UUID | None = None
    version: int | None = None
    action: Action | None = None
    score: int | None = None
    price: float | None = None
    pullback: tuple[float, ...] | None = None
    breakout: float | None = None
    rr: float | None = None
    note: str | None = None
    error: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan with its symbols, the best first."""

    summary: ScanSummary
    timeframes: tuple[str, ...]
    items: tuple[ScanItem, ...]


_ACTIONS: Final = {"TRADE": 0, "WAIT": 1, "NO_TRADE": 2}


def rank(item: ScanItem) -> tuple[float, ...]:
    """Where an item stands: versions by score, answer and RR; then what is still to come; then what came to nothing."""
    if item.state == "done":
        rr = -1e9 if item.rr is None else item.rr
        return (0, -(item.score or 0), _ACTIONS.get(item.action or "", 3), -rr, item.position)
    return (1 if item.state in ("queued", "running") else 2, item.position)
