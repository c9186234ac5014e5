"""What price has drawn: swings, their order, and ranges. Nothing here knows a candle before it closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nofomo.engine.core.candles import Candles, FloatColumn, IntColumn

SwingKind = Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class Swing:
    """A turning point: row, open time (ms) and price of the extreme."""

    row: int
    ts: int
    price: float
    kind: SwingKind


@dataclass(frozen=True, slots=True)
class Range:
    """Rows `first`–`last` (inclusive) in which price went sideways between `low` and `high`."""

    first: int
    last: int
    low: float
    high: float
    low_ts: int
    high_ts: int

    @property
    def height(self) -> float:
        """Distance between the edges."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class RangeRule:
    """What counts as a range; see `BoxParameters` for the meaning of each number."""

    lengths: tuple[int, ...]
    tightness: float
    touch_zone: float
    touches: int
    touch_spacing: int
    drift: float
    least_height_atr: float


def pivots(values: FloatColumn, wing: int) -> IntColumn:
    """Rows whose value is above the `wing` values before it and not below the `wing` values after it.

    A pivot at row i is known once row i + `wing` has closed, and is never taken back. For lows pass the negated column.
    """
    if len(values) < 2 * wing + 1:
        return np.empty(0, dtype=np.int64)
    last = len(values) - wing
    centre = values[wing:last]
    found = np.ones(len(centre), dtype=bool)
    for away in range(1, wing + 1):
        found &= centre > values[wing - away : last - away]
        found &= centre >= values[wing + away : last + away]
    return np.flatnonzero(found).astype(np.int64) + wing


def swings(candles: Candles, atr: FloatColumn, *, wing: int, least_leg: float, most: int = 1000) -> tuple[Swing, ...]:
    """The newest `most` alternating highs and lows whose legs measure at least `least_leg` ATR, oldest first.

    The very last one may still be outdone by a further candle; the others stand for good.
    """
    tops, bottoms = pivots(candles.high, wing), pivots(-candles.low, wing)
    rows = np.concatenate((tops, bottoms))
    prices = np.concatenate((candles.high[tops], candles.low[bottoms]))
    order = np.lexsort((np.arange(len(rows)) >= len(tops), rows))  # of one candle the high comes first
    legs = least_leg * np.nan_to_num(atr[rows])
    kept: list[tuple[int, float, bool]] = []
    for row, price, high, leg in zip(
        rows[order].tolist(), prices[order].tolist(), (order < len(tops)).tolist(), legs[order].tolist(), strict=True
    ):
        if not kept:
            kept.append((row, price, high))
        elif kept[-1][2] == high:
            if (price > kept[-1][1]) == high:
                kept[-1] = (row, price, high)
        elif abs(price - kept[-1][1]) >= leg:
            kept.append((row, price, high))
    return tuple(
        Swing(row, int(candles.ts[row]), price, "high" if high else "low") for row, price, high in kept[-most:]
    )


def find_range(candles: Candles, atr: float, *, rule: RangeRule, skip: int = 0) -> Range | None:
    """The longest range that ends `skip` rows before the newest candle, or None.

    A range spans at most `tightness` · √n · ATR (a random walk spans about √n ATR), is touched several times on both
    edges, and begins and ends at similar closes.
    """
    stop = len(candles) - skip
    for length in rule.lengths:
        first = stop - length
        if first < 0 or atr <= 0:
            continue
        high, low = candles.high[first:stop], candles.low[first:stop]
        top, bottom = float(high.max()), float(low.min())
        height = top - bottom
        if not rule.least_height_atr * atr <= height <= rule.tightness * np.sqrt(length) * atr:
            continue
        if abs(float(candles.close[stop - 1]) - float(candles.open[first])) > rule.drift * height:
            continue
        zone = rule.touch_zone * height
        if (
            _touches(high >= top - zone, rule.touch_spacing) >= rule.touches
            and _touches(low <= bottom + zone, rule.touch_spacing) >= rule.touches
        ):
            low_ts, high_ts = candles.ts[first + int(low.argmin())], candles.ts[first + int(high.argmax())]
            return Range(first, stop - 1, bottom, top, int(low_ts), int(high_ts))
    return None


def _touches(hits: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], spacing: int) -> int:
    """How many separate groups of hits, at least `spacing` rows apart."""
    rows = np.flatnonzero(hits)
    return 0 if not len(rows) else 1 + int(np.count_nonzero(np.diff(rows) >= spacing))


def volume_profile(candles: Candles, *, step: float) -> tuple[FloatColumn, FloatColumn]:
    """Volume by price: the middles of bins of width `step` and the volume in each.

    A candle's volume is spread evenly over its range, as common for profiles made of candles.
    """
    bottom, top = float(candles.low.min()), float(candles.high.max())
    bins = max(1, int(np.ceil((top - bottom) / step)))
    edges: FloatColumn = bottom + step * np.arange(bins + 1, dtype=np.float64)
    span = np.maximum(candles.high - candles.low, step * 1e-6)
    share = (edges[None, :] - candles.low[:, None]) / span[:, None]
    below = np.clip(share, 0.0, 1.0) * candles.volume[:, None]
    totals: FloatColumn = np.asarray(np.diff(below.sum(axis=0)), dtype=np.float64)
    return edges[:-1] + step / 2, totals
