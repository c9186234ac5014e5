"""When an idea is wrong: the one rule that plans, the journal and later positions share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.timeframe import Timeframe


@dataclass(frozen=True, slots=True)
class Stop:
    """Wrong below `price`: once a candle of `timeframe` closes there; without a timeframe, once price touches it."""

    price: float
    timeframe: Timeframe | None = None

    def touched_by(self, low: float) -> bool:
        """Whether a price this low sets it off at once. Never so for one that waits for a close."""
        return self.timeframe is None and low <= self.price

    def broken_by(self, close: float, *, before: int, after: int) -> bool:
        """Whether `close`, the last price before the moment `before` (ms), ends the idea.

        It does where it lies below the price and a candle of the timeframe ends from `before` on but not after `after`:
        the next candle opens at `after`, so that a missing candle completes the longer one with what there was.
        """
        if self.timeframe is None or close >= self.price:
            return False
        return self.timeframe.floor(after) >= before


@dataclass(frozen=True, slots=True)
class Break:
    """The idea was wrong at the moment `at` (ms), when price stood at `price`."""

    at: int
    price: float


def first_break(candles: Candles, stop: Stop, *, since: int, looked_until: int) -> Break | None:
    """The first candle that proves the idea wrong: for a trade made at `since`, looked after up to `looked_until` (ms).

    A stop that waits for a close is told by candles of its own timeframe, and every close after `since` counts. One
    that is touched needs a candle that opened at or after `since`: the one that was running may have been there
    before. The price is the close, or the stop; an open below the stop is worse and counts instead.
    """
    ends = candles.ts + candles.timeframe.ms
    fresh = ends > looked_until
    if stop.timeframe is None:
        bad = fresh & (candles.ts >= since) & (candles.low <= stop.price)
    else:
        bad = fresh & (ends > since) & (candles.close < stop.price)
    hits = np.flatnonzero(bad)
    if not len(hits):
        return None
    first = int(hits[0])
    price = float(candles.close[first])
    if stop.timeframe is None:
        price = min(stop.price, float(candles.open[first]))
    return Break(int(ends[first]), price)
