"""The first indicators, each a thin, typed door to TA-Lib.

All take float64 columns, oldest first, and return columns of the same length. A value at row t is made of rows ≤ t
only; rows before the warm-up are NaN. Formulas are those of TA-Lib 0.8 (https://ta-lib.org/functions/).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import talib

from nofomo.engine.core.candles import FloatColumn


@dataclass(frozen=True, slots=True)
class Bands:
    """Upper, middle and lower Bollinger band."""

    upper: FloatColumn
    middle: FloatColumn
    lower: FloatColumn


@dataclass(frozen=True, slots=True)
class Macd:
    """MACD line, its signal line and the difference of both (histogram)."""

    line: FloatColumn
    signal: FloatColumn
    histogram: FloatColumn


@dataclass(frozen=True, slots=True)
class Stochastic:
    """%K and its average %D, 0–100."""

    k: FloatColumn
    d: FloatColumn


def ema(values: FloatColumn, period: int) -> FloatColumn:
    """Exponential moving average with α = 2 / (period + 1), seeded with the first simple average."""
    return talib.EMA(values, timeperiod=period)


def sma(values: FloatColumn, period: int) -> FloatColumn:
    """Simple moving average."""
    return talib.SMA(values, timeperiod=period)


def bollinger(close: FloatColumn, period: int = 20, *, deviations: float = 2.0) -> Bands:
    """Simple average ± `deviations` population standard deviations (J. Bollinger, 2001)."""
    shift = _lift(close)
    columns = talib.BBANDS(np.ldexp(close, shift), timeperiod=period, nbdevup=deviations, nbdevdn=deviations)
    upper, middle, lower = (np.ldexp(column, -shift) for column in columns)
    return Bands(upper, middle, lower)


def rsi(close: FloatColumn, period: int = 14) -> FloatColumn:
    """Relative strength index with Wilder's smoothing, 0–100 (J. W. Wilder, 1978)."""
    return talib.RSI(np.ldexp(close, _lift(close)), timeperiod=period)


def stochastic_rsi(close: FloatColumn, period: int = 14, *, window: int = 14, smooth: int = 3) -> Stochastic:
    """Where the RSI stands within its own range of `window` candles, smoothed twice (T. Chande and S. Kroll, 1994).

    %K is the smoothed position, %D the average of %K: the pair that charting sites draw by default.
    """
    lifted = np.ldexp(close, _lift(close))
    _, k = talib.STOCHRSI(
        lifted, timeperiod=period, fastk_period=window, fastd_period=smooth, fastd_matype=talib.MA_Type.SMA
    )
    return Stochastic(k, talib.SMA(k, timeperiod=smooth))


def macd(close: FloatColumn, fast: int = 12, *, slow: int = 26, signal: int = 9) -> Macd:
    """Difference of two exponential averages and its own average (G. Appel, 1979)."""
    line, smoothed, histogram = talib.MACD(close, fastperiod=fast, slowperiod=slow, signalperiod=signal)
    return Macd(line, smoothed, histogram)


def atr(high: FloatColumn, low: FloatColumn, *, close: FloatColumn, period: int = 14) -> FloatColumn:
    """Average true range with Wilder's smoothing, in price (J. W. Wilder, 1978)."""
    return talib.ATR(high, low, close, timeperiod=period)


def _lift(values: FloatColumn) -> int:
    """The power of two that brings the first value near 1000.

    TA-Lib takes variances and gains below 1e-14 for zero, which erases the bands of coins that cost 1e-6. Powers of
    two change no digit, and the first value is the same however many rows follow.
    """
    first = float(values[0]) if len(values) else 0.0
    return 10 - int(np.frexp(first)[1]) if np.isfinite(first) and first else 0
