"""Small builders of candles: by hand, and a seeded market with trends, ranges, falls and quiet hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np

from nofomo.engine.analysis.bundle import bundle
from nofomo.engine.analysis.model import Options
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.timeframe import Timeframe

M1, M15, H1, H4, D1 = (Timeframe(minutes) for minutes in (1, 15, 60, 240, 1440))
START = 1_704_067_200_000
"""2024-01-01T00:00Z, a Monday."""


def candles(
    rows: Sequence[tuple[float, ...]], *, timeframe: Timeframe = M15, start: int = START, symbol: str = "BTC/USDT"
) -> Candles:
    """Consecutive candles from rows of `(open, high, low, close[, volume])`."""
    return Candles.from_rows(
        [(start + i * timeframe.ms, *row[:4], row[4] if len(row) > 4 else 1.0) for i, row in enumerate(rows)],
        symbol=symbol,
        timeframe=timeframe,
    )


def closes(values: Sequence[float], *, spread: float = 0.5, **named: Any) -> Candles:
    """Candles that open at the close before and reach `spread` beyond their body."""
    opens = [values[0], *values[:-1]]
    return candles(
        [(o, max(o, c) + spread, min(o, c) - spread, c) for o, c in zip(opens, values, strict=True)], **named
    )


@cache
def market(
    seed: int = 1,
    *,
    rows: int = 20_000,
    price: float = 100.0,
    timeframe: Timeframe = M15,
    symbol: str = "BTC/USDT",
) -> Candles:
    """A made-up market: regimes of some days (up, down, sideways), clustered volatility, now and then a jump.

    Reproducible from the seed; the first rows are the same however many are asked for.
    """
    block, per, volume, volatility = 320, 8, 1000.0, 0.003
    steps: list[np.ndarray[Any, np.dtype[np.float64]]] = []
    sizes: list[np.ndarray[Any, np.dtype[np.float64]]] = []
    for number in range(-(-rows // block)):
        random = np.random.default_rng((seed, number))
        drift = float(random.choice([0.03, -0.03, 0.0, 0.0])) * volatility
        size = volatility * float(np.exp(random.normal(0, 0.4)))
        day = 1 + 0.5 * np.sin(np.arange(block) * 2 * np.pi / 96)
        part = drift + size * day[:, None] * random.standard_t(5, (block, per)) / np.sqrt(per)
        part[random.integers(block), 0] += float(random.choice([-1, 1])) * 4 * size * (random.random() < 0.3)
        steps.append(part)
        sizes.append(volume * day * np.exp(random.normal(0, 0.5, block)) * (1 + 40 * np.abs(part.sum(axis=1))))
    path = price * np.exp(np.cumsum(np.concatenate(steps).ravel())).reshape(-1, per)[:rows]
    opens = np.concatenate(([price], path[:-1, -1]))
    high, low = np.maximum(path.max(axis=1), opens), np.minimum(path.min(axis=1), opens)
    ts = START + timeframe.ms * np.arange(rows, dtype=np.int64)
    return Candles(symbol, timeframe, ts, opens, high, low, path[:, -1].copy(), np.concatenate(sizes)[:rows])


def without(series: Candles, first: int, count: int) -> Candles:
    """The same candles with a hole of `count` rows."""
    keep = np.ones(len(series), dtype=bool)
    keep[first : first + count] = False
    columns: dict[str, Any] = {n: getattr(series, n)[keep] for n in ("ts", "open", "high", "low", "close", "volume")}
    return Candles(series.symbol, series.timeframe, **columns)


def scaled(series: Candles, *, price: float = 1.0, volume: float = 1.0) -> Candles:
    """The same candles at other prices and volumes."""
    prices: dict[str, Any] = {name: getattr(series, name) * price for name in ("open", "high", "low", "close")}
    return Candles(series.symbol, series.timeframe, series.ts, **prices, volume=series.volume * volume)


def instrument(symbol: str = "BTC/USDT", **changed: Any) -> Instrument:
    """Trading rules with a tick that suits the made-up market."""
    rules: dict[str, Any] = {"tick": Decimal("0.01"), "lot": Decimal("0.001"), "min_notional": Decimal(5)}
    return Instrument(symbol, "file", **(rules | changed))


def frames(series: Candles, at: int, options: Options | None = None) -> Mapping[Timeframe, Candles]:
    """What an analysis at `at` reads."""
    return bundle(series, (options or Options()).timeframes, at=at)
