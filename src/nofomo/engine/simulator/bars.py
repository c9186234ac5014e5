"""Candles one at a time, as the resolver walks over them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from nofomo.engine.core.candles import Candles


class Bar(NamedTuple):
    """One closed candle from `ts` to `end` (ms). An `open` of NaN decides nothing: every comparison with it fails."""

    ts: int
    end: int
    open: float
    high: float
    low: float
    close: float

    def only_close(self) -> Bar:
        """What is certain of a candle that was running already when the orders were placed: where it closed."""
        return Bar(self.ts, self.end, float("nan"), self.close, self.close, self.close)


def bars_of(candles: Candles, *, after: int) -> Iterator[Bar]:
    """The candles that end after the moment `after`, oldest first."""
    first = int(np.searchsorted(candles.ts, after - candles.timeframe.ms, side="right"))
    columns = (candles.ts, candles.open, candles.high, candles.low, candles.close)
    length = candles.timeframe.ms
    for ts, opened, high, low, close in zip(*(column[first:].tolist() for column in columns), strict=True):
        yield Bar(ts, ts + length, opened, high, low, close)


def fine_bars(bar: Bar, candles: Candles | None) -> tuple[Bar, ...]:
    """The smaller candles that make up `bar`; none where they are missing or tell of other prices.

    Minutes without a trade have no candle, so that the first may open late; high, low and close must be the same.
    """
    if candles is None:
        return ()
    part = candles.since(bar.ts).closed_at(bar.end)
    if not len(part):
        return ()
    same = float(part.high.max()), float(part.low.min()), float(part.close[-1])
    return tuple(bars_of(part, after=bar.ts)) if same == (bar.high, bar.low, bar.close) else ()
