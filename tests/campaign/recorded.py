"""Recorded 15m candles beside the checkout (`../shared/data`, or `NOFOMO_RECORDED_CANDLES`), and regimes over them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl

from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import DAY_MS, Timeframe

Regime = Literal["bull", "bear", "chop"]
REGIMES: tuple[Regime, ...] = ("bull", "bear", "chop")
FOLDER = Path(os.environ.get("NOFOMO_RECORDED_CANDLES", Path(__file__).parents[3] / "shared" / "data"))
WARM_UP_DAYS = 60


@dataclass(frozen=True, slots=True)
class Market:
    """One recorded series and the trading rules it had."""

    file: str
    tick: str
    lot: str

    @property
    def symbol(self) -> str:
        return self.file.split("_")[1].replace("-", "/")

    @property
    def instrument(self) -> Instrument:
        return Instrument(self.symbol, "file", tick=Decimal(self.tick), lot=Decimal(self.lot), min_notional=Decimal(5))

    def candles(self) -> Candles:
        frame = pl.read_parquet(FOLDER / f"{self.file}.parquet")
        columns: dict[str, Any] = {name: frame[name].to_numpy() for name in COLUMNS}
        return Candles(self.symbol, Timeframe(15), **columns)

    def minutes(self) -> Candles | None:
        """The 1m candles of the same market, where they were recorded."""
        path = FOLDER / f"{self.file.removesuffix('_15m')}_1m.parquet"
        if not path.exists():
            return None
        frame = pl.read_parquet(path)
        columns: dict[str, Any] = {name: frame[name].to_numpy() for name in COLUMNS}
        return Candles(self.symbol, Timeframe(1), **columns)


MARKETS = (
    Market("binance_BTC-USDT_15m", "0.01", "0.00001"),
    Market("binance_ETH-USDT_15m", "0.01", "0.0001"),
    Market("binance_SOL-USDT_15m", "0.01", "0.001"),
    Market("binance_XRP-USDT_15m", "0.0001", "1"),
    Market("binance_DOGE-USDT_15m", "0.00001", "1"),
    Market("binance_OP-USDT_15m", "0.001", "0.01"),
    Market("binanceusdm_SUI-USDT_15m", "0.0001", "0.1"),
)


def available() -> bool:
    return all((FOLDER / f"{market.file}.parquet").exists() for market in MARKETS)


def regimes(
    candles: Candles, *, days: int = 30, move: float = 0.12, efficiency: float = 0.2
) -> dict[Regime, list[int]]:
    """Days (ms) by what the 30 days before them did: a move of some size that went somewhere, or chop."""
    daily = resample(candles, Timeframe(1440))
    close = daily.close
    found: dict[Regime, list[int]] = {name: [] for name in REGIMES}
    for i in range(max(days, WARM_UP_DAYS), len(daily)):
        change = close[i] / close[i - days] - 1
        path = np.abs(np.diff(close[i - days : i + 1])).sum()
        straight = abs(close[i] - close[i - days]) / path if path else 0.0
        moved = abs(change) >= move and straight >= efficiency
        name: Regime = ("bull" if change > 0 else "bear") if moved else "chop"
        found[name].append(int(daily.ts[i]) + DAY_MS)
    return found


def moments(candles: Candles, count: int, *, seed: int) -> list[tuple[Regime, int]]:
    """`count` moments spread over the regimes, at any minute of the day, reproducible from the seed."""
    random = np.random.default_rng(seed)
    by_regime: dict[Regime, list[int]] = {name: days for name, days in regimes(candles).items() if days}
    chosen: list[tuple[Regime, int]] = []
    last = candles.end - 7 * DAY_MS
    while len(chosen) < count:
        for name, days in by_regime.items():
            at = int(random.choice(days)) + int(random.integers(0, 1440)) * 60_000
            if at <= last and len(chosen) < count:
                chosen.append((name, at))
    return sorted(chosen, key=lambda item: item[1])
