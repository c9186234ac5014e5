"""Candles of any interval as the exchange serves them: complete ones, and the forming one last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nofomo.engine.core.timeframe import DAY_MS, MINUTE_MS, Timeframe
from nofomo.sandbox.listings import LISTINGS, ORIGIN_MS
from nofomo.sandbox.market import STEPS, Stretch
from nofomo.sandbox.rows import aggregate
from nofomo.sandbox.tape import Tapes

_MONTH: Final = "1M"
INTERVALS: Final = (
    "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", _MONTH,
)  # fmt: skip
_LENGTHS: Final = {name: Timeframe.parse(name) for name in INTERVALS if name != _MONTH}
# Forex trades 120 of a week's 168 hours, so a number of candles spans more time; four days cover a weekend at the edge.
_SPARSE, _WEEKEND_MS = 1.42, 4 * DAY_MS


@dataclass(frozen=True, slots=True)
class Window:
    """What was asked for: open times from `start` to `end` inclusive (ms, None: not said), at most `limit` candles."""

    start: int | None
    end: int | None
    limit: int


@dataclass(frozen=True, slots=True)
class Reach:
    """The rows that an answer needs: open times in [`start`, `end`), made of rows of `step` minutes."""

    start: int
    end: int
    step: int


def open_times(ts: NDArray[np.int64], interval: str) -> NDArray[np.int64]:
    """The open time of the candle that contains each moment."""
    if interval == _MONTH:
        return ts.astype("datetime64[ms]").astype("datetime64[M]").astype("datetime64[ms]").astype(np.int64)
    length = _LENGTHS[interval]
    return ts - (ts - length.offset_ms) % length.ms


def open_time(ts: int, interval: str) -> int:
    """The open time of the candle that contains the moment `ts`."""
    return int(open_times(np.array([ts], dtype=np.int64), interval)[0])


def next_open(ts: int, interval: str) -> int:
    """The open time of the candle after the one that contains `ts`."""
    if interval == _MONTH:
        return open_time(open_time(ts, interval) + 32 * DAY_MS, interval)
    return open_time(ts, interval) + _LENGTHS[interval].ms


def reach(symbol: str, interval: str, *, window: Window, now: int) -> Reach:
    """Which stretch of the market the answer to `window` is made of."""
    longest = 31 * DAY_MS if interval == _MONTH else _LENGTHS[interval].ms
    span = window.limit * longest
    if LISTINGS[symbol].session == "forex":
        span = int(span * _SPARSE) + _WEEKEND_MS
    minutes = 1440 if interval == _MONTH else _LENGTHS[interval].minutes
    step = max(step for step in STEPS if minutes % step == 0)
    end = now if window.end is None else min(window.end, now)
    if window.start is None:
        start = open_time(max(end - span, ORIGIN_MS), interval)
    elif window.start > end:
        return Reach(end, end, step)
    else:
        asked = max(window.start, ORIGIN_MS - 32 * DAY_MS)
        start = asked if open_time(asked, interval) == asked else next_open(asked, interval)
        end = min(end, max(start, ORIGIN_MS) + span)
    if end < start:
        return Reach(start, start, step)
    return Reach(max(start, ORIGIN_MS), next_open(end, interval), step)


def candles(tapes: Tapes, symbol: str, *, interval: str, window: Window, now: int) -> Stretch:
    """The candles of an interval at the moment `now`, oldest first; the forming one is last where it is asked for."""
    need = reach(symbol, interval, window=window, now=now)
    if need.end <= need.start:
        return Stretch(np.empty(0, dtype=np.int64), np.empty((9, 0), dtype=np.int64))
    market, minute = tapes.market, now - now % MINUTE_MS
    cut = now - now % (need.step * MINUTE_MS)
    parts = [market.stretch(symbol, start=need.start, end=min(need.end, cut), step=need.step)]
    if need.end > cut and need.start <= now:
        if cut < minute:
            parts.append(market.stretch(symbol, start=max(need.start, cut), end=minute))
        forming = tapes.forming(symbol, now)
        if forming is not None:
            parts.append(Stretch(np.array([minute], dtype=np.int64), forming))
    ts = np.concatenate([part.ts for part in parts])
    rows = np.concatenate([part.rows for part in parts], axis=1)
    if not len(ts):
        return Stretch(ts, rows)
    opens = open_times(ts, interval)
    starts = np.flatnonzero(np.concatenate(([True], opens[1:] != opens[:-1])))
    kept = slice(None, window.limit) if window.start is not None else slice(-window.limit, None)
    return Stretch(opens[starts][kept], aggregate(rows, starts)[:, kept])
