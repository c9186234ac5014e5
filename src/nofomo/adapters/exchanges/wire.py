"""ccxt's structures into ours."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import numpy as np

from nofomo.adapters.exchanges.failures import nonsense
from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.money import exact
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import Book, Ticker

log = logging.getLogger(__name__)

_TICK_SIZE: Final = 4  # ccxt.base.decimal_to_precision.TICK_SIZE
_DECIMAL_PLACES: Final = 2  # ccxt.base.decimal_to_precision.DECIMAL_PLACES
_SMALLEST: Final = Decimal("0.00000001")
_MOST_BAD: Final = 0.05


def instruments_of(markets: Iterable[Mapping[str, Any]], *, venue: str, precision_mode: int) -> tuple[Instrument, ...]:
    """The active spot markets. What cannot be written as BASE/QUOTE in capitals and digits is left out."""
    found: list[Instrument] = []
    for market in markets:
        if not market.get("spot") or market.get("active") is False:
            continue
        try:
            found.append(_instrument(market, venue=venue, precision_mode=precision_mode))
        except Invalid:
            continue
    return tuple(found)


def _instrument(market: Mapping[str, Any], *, venue: str, precision_mode: int) -> Instrument:
    precision = market.get("precision") or {}
    cost = ((market.get("limits") or {}).get("cost") or {}).get("min")
    return Instrument(
        symbol=str(market.get("symbol", "")),
        venue=venue,
        tick=_step(precision.get("price"), precision_mode),
        lot=_step(precision.get("amount"), precision_mode),
        min_notional=_decimal(cost) or Decimal(0),
        maker_fee=_rate(market.get("maker")),
        taker_fee=_rate(market.get("taker")),
    )


def _step(value: Any, mode: int) -> Decimal:
    number = _decimal(value)
    if number is None:
        return _SMALLEST
    if mode == _DECIMAL_PLACES and number == number.to_integral_value() and number >= 0:
        return Decimal(1).scaleb(-int(number))
    return number if mode == _TICK_SIZE and number > 0 else _SMALLEST


def _rate(value: Any) -> Decimal:
    number = _decimal(value)
    return Decimal("0.001") if number is None else number


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = exact(value)
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def candles_of(rows: Any, *, venue: str, symbol: str, timeframe: Timeframe) -> Candles:
    """Candles from `[ts, open, high, low, close, volume]` rows: sorted, without duplicates, impossible ones left out.

    Raises Unavailable (`VENUE_NONSENSE`) where it is not a table of numbers or more than a twentieth is impossible, and
    Invalid (`OTHER_ROLL`) where the venue's candles begin on another grid than ours.
    """
    if not isinstance(rows, Sequence) or isinstance(rows, str | bytes):
        raise nonsense(venue, "something else than candles")
    try:
        table = np.array([_numbers(row) for row in rows], dtype=np.float64).reshape(-1, 6)
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise nonsense(venue, "candles that are not numbers") from error
    good = _possible(table)
    bad = len(table) - int(good.sum())
    if bad and (bad == len(table) or bad > max(1, _MOST_BAD * len(table))):
        raise nonsense(venue, "candles that cannot be true")
    if not good.all():
        log.warning("%s %s %s: left out %d impossible candles", venue, symbol, timeframe, bad)
    table = table[good]
    ts = table[:, 0].astype(np.int64)
    ts, order = np.unique(ts, return_index=True)
    off = (ts - timeframe.offset_ms) % timeframe.ms
    if off.any():
        if len(set(off.tolist())) == 1:
            raise Invalid(f"{venue} begins its {timeframe} candles at another hour.", code="OTHER_ROLL",
                          details={"offsetMs": int(off[0])})  # fmt: skip
        raise nonsense(venue, f"{timeframe} candles that begin anywhere")
    columns = {name: table[order, i] for i, name in enumerate(COLUMNS) if name != "ts"}
    return Candles(symbol, timeframe, ts, **columns)


def _numbers(row: Any) -> list[float]:
    values = [float("nan") if cell is None else float(cell) for cell in row[:6]]
    if len(row) < 6 or math.isnan(values[5]):
        values[5:] = [0.0]
    return values


def _possible(table: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    prices, high, low = table[:, 1:5], table[:, 2], table[:, 3]
    with np.errstate(invalid="ignore"):
        return (
            np.isfinite(table).all(axis=1)
            & (prices > 0).all(axis=1)
            & (high >= prices.max(axis=1, initial=0))
            & (low <= prices.min(axis=1, initial=math.inf))
            & (table[:, 5] >= 0)
        )


def book_of(raw: Mapping[str, Any], *, venue: str, symbol: str, now_ms: int) -> Book:
    """The order book, best prices first."""
    try:
        bids = tuple((exact(row[0]), exact(row[1])) for row in raw["bids"])
        asks = tuple((exact(row[0]), exact(row[1])) for row in raw["asks"])
    except (TypeError, KeyError, IndexError, InvalidOperation) as error:
        raise nonsense(venue, "an order book that cannot be read") from error
    if bids and asks and bids[0][0] >= asks[0][0]:
        raise nonsense(venue, "an order book whose sides cross")
    return Book(symbol, bids, asks, int(raw.get("timestamp") or now_ms))


def tickers_of(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Ticker]:
    """The last 24 hours by symbol; what has no last price is left out."""
    found: dict[str, Ticker] = {}
    for symbol, ticker in raw.items():
        last = _decimal(ticker.get("last"))
        if last is None or last <= 0:
            continue
        change, volume = ticker.get("percentage"), _decimal(ticker.get("quoteVolume"))
        if volume is None:
            volume = (_decimal(ticker.get("baseVolume")) or Decimal(0)) * last
        found[symbol] = Ticker(last, None if change is None else float(change) / 100, volume)
    return found
