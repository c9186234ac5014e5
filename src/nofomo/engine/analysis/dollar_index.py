"""The US dollar index out of its six currency pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType
from typing import Final

import numpy as np

from nofomo.engine.core.candles import Candles, FloatColumn, IntColumn
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.timeframe import Timeframe

BASE: Final = 50.14348112
WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "EUR/USD": -0.576,
        "USD/JPY": 0.136,
        "GBP/USD": -0.119,
        "USD/CAD": 0.091,
        "USD/SEK": 0.042,
        "USD/CHF": 0.036,
    }
)


@dataclass(frozen=True, slots=True)
class DollarIndex:
    """The index at every close that all six pairs have: `ts` are open times (int64 ms), `close` float64 beside them."""

    timeframe: Timeframe
    ts: IntColumn
    close: FloatColumn

    @property
    def end(self) -> int:
        """The moment (ms) at which the newest candle closed. Only for an index that is not empty."""
        return int(self.ts[-1]) + self.timeframe.ms


def dollar_index(pairs: Mapping[str, Candles]) -> DollarIndex:
    """The index from candles of one timeframe, keyed by pair.

    50.14348112 × the product of the six rates, each to the power of its weight. Source: ICE Futures U.S., "U.S. Dollar
    Index Contracts", https://www.theice.com/publicdocs/futures_us/ICE_Dollar_Index_FAQ.pdf. Taken from closes, because
    the highs of six pairs are not of one moment.
    Raises Invalid (`DOLLAR_PAIRS`) where a pair is missing or the timeframes differ.
    """
    absent = sorted(WEIGHTS.keys() - pairs.keys())
    frames = {pairs[name].timeframe for name in WEIGHTS if name in pairs}
    if absent or len(frames) != 1:
        raise Invalid(
            f"The dollar index needs all six pairs in one timeframe; missing: {', '.join(absent) or 'none'}.",
            code="DOLLAR_PAIRS",
            details={"missing": absent, "timeframes": sorted(str(frame) for frame in frames)},
        )
    common = reduce(np.intersect1d, (pairs[name].ts for name in WEIGHTS))
    close = np.full(len(common), BASE, dtype=np.float64)
    for name, weight in WEIGHTS.items():
        rows = np.searchsorted(pairs[name].ts, common)
        close *= pairs[name].close[rows] ** weight
    return DollarIndex(frames.pop(), common, close)
