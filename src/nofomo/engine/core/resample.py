"""Small candles into larger ones, complete and closed ones only."""

from __future__ import annotations

import numpy as np

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.timeframe import Timeframe


def resample(candles: Candles, timeframe: Timeframe, *, at: int | None = None) -> Candles:
    """Candles of a larger timeframe, each made of the smaller ones that exist within it.

    A larger candle is closed once its whole interval has passed: at the moment `at` (ms), by default the moment at
    which the newest given candle closed. The unfinished one at the end is left out, and so is the first one when the
    data begin in its middle, since its open would be wrong. A larger candle with holes is built from what exists.
    Raises Invalid where the larger timeframe is not a whole multiple of the smaller one.
    """
    if timeframe == candles.timeframe:
        return candles if at is None else candles.closed_at(at)
    if timeframe.ms % candles.timeframe.ms or timeframe < candles.timeframe:
        raise Invalid(
            f"{timeframe} candles cannot be made of {candles.timeframe} candles.",
            code="INVALID_TIMEFRAME",
            details={"from": str(candles.timeframe), "to": str(timeframe)},
        )
    if at is not None:
        candles = candles.closed_at(at)
    if not len(candles):
        return Candles.empty(symbol=candles.symbol, timeframe=timeframe)
    moment = candles.end if at is None else at
    opens = candles.ts - (candles.ts - timeframe.offset_ms) % timeframe.ms
    starts = np.flatnonzero(np.concatenate(([True], opens[1:] != opens[:-1])))
    ends = np.concatenate((starts[1:], [len(opens)])) - 1
    keep = opens[starts] + timeframe.ms <= moment
    keep[0] &= bool(candles.ts[0] == opens[0])
    return Candles(
        candles.symbol,
        timeframe,
        opens[starts][keep],
        candles.open[starts][keep],
        np.maximum.reduceat(candles.high, starts)[keep],
        np.minimum.reduceat(candles.low, starts)[keep],
        candles.close[ends][keep],
        np.add.reduceat(candles.volume, starts)[keep],
        checked=True,
    )
