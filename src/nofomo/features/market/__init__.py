"""Candles, symbols, books and the venues they come from."""

from __future__ import annotations

from nofomo.features.market.chart import WINDOW as CHART_WINDOW
from nofomo.features.market.chart import chart_columns
from nofomo.features.market.events import CandlesImported, VenueReconnected
from nofomo.features.market.model import (
    FILE_VENUE,
    Abilities,
    Book,
    CandleFile,
    ConnectionReport,
    EmptySpan,
    FileFormat,
    HistoryPage,
    ImportReport,
    Problem,
    ResolvedInstrument,
    Series,
    SeriesInfo,
    Span,
    StoreChange,
    SymbolHit,
    Ticker,
    VenueConnection,
    VenueKind,
    VenueOffer,
    VenueState,
)
from nofomo.features.market.moments import parse_moment
from nofomo.features.market.ports import CandleFiles, CandleStore, Exchanges, Venue
from nofomo.features.market.routes import build_router
from nofomo.features.market.schemas import VenueStateShown
from nofomo.features.market.service import MarketParts, MarketService

__all__ = [
    "CHART_WINDOW", "FILE_VENUE", "Abilities", "Book", "CandleFile", "CandleFiles", "CandleStore", "CandlesImported",
    "ConnectionReport", "EmptySpan", "Exchanges", "FileFormat", "HistoryPage", "ImportReport",
    "MarketParts", "MarketService", "Problem",
    "ResolvedInstrument", "Series", "SeriesInfo", "Span", "StoreChange", "SymbolHit", "Ticker", "Venue",
    "VenueConnection", "VenueKind", "VenueOffer", "VenueReconnected", "VenueState",
    "VenueStateShown", "build_router", "chart_columns", "parse_moment",
]  # fmt: skip
