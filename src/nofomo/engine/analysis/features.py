"""What one timeframe shows at its last closed candle (SPEC A2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nofomo.engine.analysis.parameters import AnalysisParameters, StructureParameters
from nofomo.engine.core.candles import Candles, FloatColumn
from nofomo.engine.core.timeframe import Timeframe
from nofomo.engine.formula.indicators import (
    Bands,
    Macd,
    Stochastic,
    atr,
    bollinger,
    ema,
    macd,
    rsi,
    sma,
    stochastic_rsi,
)
from nofomo.engine.formula.structure import Swing, swings

Trend = Literal["up", "down", "mixed"]
WickSide = Literal["lower", "upper"]


@dataclass(frozen=True, slots=True)
class Wick:
    """A long wick on one of the newest candles: its side, its share of the range and where it ended."""

    side: WickSide
    share: float
    price: float


@dataclass(frozen=True, slots=True)
class VolumeReading:
    """Volume of the last candle against its mean, and who traded it.

    `ratio` is NaN and `known` false in a feed without volume. `signed` bears the sign of the candle's direction.
    `up_share` is the part of the last period's volume that traded in rising candles.
    """

    last: float
    ratio: float
    signed: float
    up_share: float
    known: bool


@dataclass(frozen=True, slots=True)
class Structure:
    """The order of confirmed swings. `higher_low` and `higher_high` are None before there are two of a kind.

    `broken` tells whether the last close lies beyond the last confirmed swing, and on which side.
    """

    swings: tuple[Swing, ...]
    higher_high: bool | None
    higher_low: bool | None
    last_high: Swing | None
    last_low: Swing | None
    broken: Literal["up", "down"] | None

    @property
    def holds_higher_low(self) -> bool:
        """The last low is above the one before it, and price has not closed below it."""
        return bool(self.higher_low) and self.broken != "down"

    @property
    def trend(self) -> Trend:
        """Higher highs and lows are up, lower ones down; a break against the order makes it mixed."""
        if self.higher_high and self.higher_low and self.broken != "down":
            return "up"
        if self.higher_high is False and self.higher_low is False and self.broken != "up":
            return "down"
        return "mixed"


@dataclass(frozen=True, slots=True)
class TimeframeFeatures:
    """One timeframe's closed candles, its indicator columns, and the readings of the last row."""

    timeframe: Timeframe
    candles: Candles
    emas: Mapping[int, FloatColumn]
    bands: Bands
    rsi: FloatColumn
    stochastic: Stochastic
    macd: Macd
    atr_column: FloatColumn
    volume: VolumeReading
    wick: Wick | None
    structure: Structure

    @property
    def close(self) -> float:
        """The last close."""
        return float(self.candles.close[-1])

    @property
    def atr(self) -> float:
        """The last average true range, in price; 0 where price never moved."""
        value = float(self.atr_column[-1])
        return 0.0 if np.isnan(value) else value

    def ema(self, period: int) -> float:
        """The last value of an average; NaN while it warms up."""
        return float(self.emas[period][-1])

    def band_position(self) -> float:
        """Where the close stands between lower (0) and upper (1) band; 0.5 where the bands have no width."""
        upper, lower = float(self.bands.upper[-1]), float(self.bands.lower[-1])
        return (self.close - lower) / (upper - lower) if upper > lower else 0.5

    def slope(self, column: FloatColumn, candles: int) -> float:
        """Change of a column over the last candles; NaN while it warms up."""
        return float(column[-1] - column[-1 - candles])


def read_features(candles: Candles, parameters: AnalysisParameters) -> TimeframeFeatures:
    """Compute everything that the analysis reads from one timeframe; the last row is the newest closed candle."""
    p = parameters.indicators
    true_range = atr(candles.high, candles.low, close=candles.close, period=p.atr)
    return TimeframeFeatures(
        timeframe=candles.timeframe,
        candles=candles,
        emas={period: ema(candles.close, period) for period in p.emas},
        bands=bollinger(candles.close, p.bands, deviations=p.band_deviations),
        rsi=rsi(candles.close, p.rsi),
        stochastic=stochastic_rsi(candles.close, p.rsi, window=p.stochastic, smooth=p.stochastic_smooth),
        macd=macd(candles.close, p.macd[0], slow=p.macd[1], signal=p.macd[2]),
        atr_column=true_range,
        volume=_read_volume(candles, p.volume),
        wick=_read_wick(candles, float(true_range[-1]), parameters=parameters.structure),
        structure=_read_structure(candles, true_range, parameters=parameters.structure),
    )


def _read_volume(candles: Candles, period: int) -> VolumeReading:
    recent = candles.slice(max(0, len(candles) - period), None)
    rising = recent.close >= recent.open
    total = float(recent.volume.sum())
    mean = float(sma(candles.volume, period)[-1])
    last = float(candles.volume[-1])
    if total <= 0 or not mean > 0:
        return VolumeReading(last, float("nan"), float("nan"), 0.5, known=False)
    ratio = last / mean
    signed = ratio if rising[-1] else -ratio
    return VolumeReading(last, ratio, signed, float(recent.volume[rising].sum()) / total, known=True)


def _read_wick(candles: Candles, atr_now: float, *, parameters: StructureParameters) -> Wick | None:
    """The longest telling wick of the newest candles."""
    recent = candles.slice(max(0, len(candles) - parameters.wick_candles), None)
    best: Wick | None = None
    for i in range(len(recent)):
        top, bottom = float(recent.high[i]), float(recent.low[i])
        span = top - bottom
        if not span > 0 or not span >= parameters.least_wick_atr * atr_now:
            continue
        body_low, body_high = sorted((float(recent.open[i]), float(recent.close[i])))
        sides: tuple[tuple[WickSide, float, float], ...] = (
            ("lower", (body_low - bottom) / span, bottom),
            ("upper", (top - body_high) / span, top),
        )
        for side, share, price in sides:
            if share >= parameters.long_wick and (best is None or share > best.share):
                best = Wick(side, share, price)
    return best


def _read_structure(candles: Candles, true_range: FloatColumn, *, parameters: StructureParameters) -> Structure:
    found = swings(
        candles, true_range, wing=parameters.wing, least_leg=parameters.least_leg_atr, most=parameters.swings
    )
    highs = [swing for swing in found if swing.kind == "high"][-2:]
    lows = [swing for swing in found if swing.kind == "low"][-2:]
    close = float(candles.close[-1])
    broken: Literal["up", "down"] | None = None
    if lows and close < lows[-1].price:
        broken = "down"
    elif highs and close > highs[-1].price:
        broken = "up"
    return Structure(
        swings=found,
        higher_high=highs[1].price > highs[0].price if len(highs) == 2 else None,
        higher_low=lows[1].price > lows[0].price if len(lows) == 2 else None,
        last_high=highs[-1] if highs else None,
        last_low=lows[-1] if lows else None,
        broken=broken,
    )
