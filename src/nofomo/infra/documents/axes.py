"""Which prices and moments an axis names, and what it must show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000
_TIME_STEPS: Final = (
    *(n * _MINUTE for n in (5, 15, 30)),
    *(n * _HOUR for n in (1, 2, 3, 4, 6, 12)),
    *(n * _DAY for n in (1, 2, 4, 7, 14)),
)
_REACH: Final = 0.3
"""How far beyond candles and plan a zone may pull the axis, as a share of their range."""


@dataclass(frozen=True, slots=True)
class PriceRange:
    """The lowest and the highest price that an axis shows."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A named place on the time axis: the bar it belongs to, its moment (ms), and whether it begins a day, or a month
    where the steps are months."""

    index: int
    ts: int
    new_day: bool
    months: bool = False


def visible_range(prices: Sequence[float], zones: Sequence[PriceRange]) -> PriceRange:
    """Every price is in view; a zone is when it lies near enough not to flatten them. There must be a price."""
    low, high = min(prices), max(prices)
    reach = (high - low) * _REACH
    floor, ceiling = low - reach, high + reach
    for zone in zones:
        if floor <= zone.low < low:
            low = zone.low
        if high < zone.high <= ceiling:
            high = zone.high
    if high <= low:
        margin = abs(high) * 0.001 or 1.0
        return PriceRange(low - margin, high + margin)
    return PriceRange(low, high)


def price_step(span: float, most: int) -> float:
    """The smallest round step with which at most `most` lines cross a span of prices."""
    raw = span / max(1, most)
    scale = 10.0 ** math.floor(math.log10(raw))
    return next(step * scale for step in _STEPS if step * scale >= raw * 0.999_999)


def price_ticks(shown: PriceRange, most: int) -> list[float]:
    """Round prices within the range, lowest first."""
    step = price_step(shown.high - shown.low, most)
    first, last = math.ceil(shown.low / step - 1e-9), math.floor(shown.high / step + 1e-9)
    return [multiple * step for multiple in range(first, last + 1)]


def time_ticks(opens: Sequence[int], *, zone: ZoneInfo, most: int) -> list[TimeTick]:
    """At most about `most` bars of the rising `opens` (ms UTC) that are the first of a round stretch of local time."""
    if len(opens) < 2:
        return []
    local = [_local_ms(ts, zone) for ts in opens]
    span = local[-1] - local[0]
    step = next((step for step in _TIME_STEPS if span / step <= most), None)
    if step is None:
        return _months(opens, zone, most=most)
    buckets = [moment // step for moment in local]
    days = [moment // _DAY for moment in local]
    found: list[TimeTick] = []
    day = days[0]
    for i in range(1, len(opens)):
        if buckets[i] != buckets[i - 1]:
            found.append(TimeTick(i, opens[i], days[i] != day or step >= _DAY))
            day = days[i]
    return found


def _months(opens: Sequence[int], zone: ZoneInfo, *, most: int) -> list[TimeTick]:
    stamps = [datetime.fromtimestamp(ts / 1000, tz=UTC).astimezone(zone) for ts in opens]
    months = [stamp.year * 12 + stamp.month - 1 for stamp in stamps]
    every = next((n for n in (1, 2, 3, 6, 12, 24, 60) if (months[-1] - months[0]) / n <= most), 120)
    return [
        TimeTick(i, opens[i], months[i] // 12 != months[i - 1] // 12, months=True)
        for i in range(1, len(opens))
        if months[i] // every != months[i - 1] // every
    ]


def _local_ms(ts: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(ts / 1000, tz=UTC).astimezone(zone).utcoffset()
    return ts + int(offset.total_seconds() * 1000) if offset else ts
