"""The trades within a minute, and the minute that is still forming.

A minute's trades follow from its candle: they begin at its open, end at its close, touch its high and low and sum to
its volume. The forming candle is what its trades so far make of it, so it grows into exactly the candle that is
served once the minute has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nofomo.engine.core.timeframe import MINUTE_MS
from nofomo.sandbox.listings import LISTINGS, ORIGIN_MS
from nofomo.sandbox.market import SyntheticMarket, step_grid
from nofomo.sandbox.paths import week_of, week_start
from nofomo.sandbox.rows import CLOSE, COUNT, HIGH, LOW, OPEN, QUOTE, TAKER, TAKER_QUOTE, VOLUME, Rows

# A trade's id is its minute's number after the origin times this, plus its place in the minute: ids rise, with holes.
IDS_PER_MINUTE: Final = 1000


@dataclass(frozen=True, slots=True)
class Tape:
    """The trades of one minute, oldest first: time (ms), price in ticks, size in lots, whether the taker bought."""

    minute: int
    ts: NDArray[np.int64]
    ticks: NDArray[np.int64]
    lots: NDArray[np.int64]
    bought: NDArray[np.bool_]

    @property
    def first_id(self) -> int:
        """Id of the minute's first trade."""
        return first_id(self.minute)

    def until(self, now: int) -> int:
        """How many of the trades have happened at the moment `now`."""
        return int(np.searchsorted(self.ts, now, side="right"))


def first_id(minute: int) -> int:
    """Id of the first trade of the minute that opens at `minute` (ms)."""
    return (minute - ORIGIN_MS) // MINUTE_MS * IDS_PER_MINUTE


class Tapes:
    """Trades of any minute of a market, the latest used ones kept."""

    def __init__(self, market: SyntheticMarket) -> None:
        self.market = market
        self._kept = lru_cache(maxsize=128)(self._make)

    def row(self, symbol: str, minute: int) -> Rows | None:
        """The complete candle of the minute that opens at `minute` (ms), or None where the market is closed."""
        if minute < ORIGIN_MS:
            return None
        number = week_of(minute)
        _, offsets = step_grid(LISTINGS[symbol].session, 1)
        place = int(np.searchsorted(offsets, minute - week_start(number)))
        if place == len(offsets) or offsets[place] != minute - week_start(number):
            return None
        return self.market.week(symbol, number=number)[:, place]

    def minute(self, symbol: str, minute: int) -> Tape | None:
        """The trades of the minute that opens at `minute` (ms), or None where the market is closed."""
        return self._kept(symbol, minute)

    def forming(self, symbol: str, now: int) -> Rows | None:
        """The unfinished candle of the minute that contains `now`, as a column of rows, or None in a closed market."""
        minute = now - now % MINUTE_MS
        tape, row = self.minute(symbol, minute), self.row(symbol, minute)
        if tape is None or row is None:
            return None
        count = tape.until(now)
        ticks, lots = tape.ticks[:count], tape.lots[:count]
        part = np.empty((9, 1), dtype=np.int64)
        part[OPEN], part[CLOSE], part[HIGH], part[LOW] = ticks[0], ticks[-1], ticks.max(), ticks.min()
        part[VOLUME], part[COUNT] = lots.sum(), count
        part[TAKER] = lots[tape.bought[:count]].sum()
        part[QUOTE] = int(row[QUOTE]) * int(part[VOLUME, 0]) // int(row[VOLUME])
        part[TAKER_QUOTE] = int(row[QUOTE]) * int(part[TAKER, 0]) // int(row[VOLUME])
        return part

    def last(self, symbol: str, now: int) -> tuple[Tape, int]:
        """The latest minute with a trade at or before `now`, and the place of that trade."""
        minute = now - now % MINUTE_MS
        tape = self.minute(symbol, minute)
        if tape is None:
            minute = self.last_open_minute(symbol, minute)
            tape = self.minute(symbol, minute)
            assert tape is not None
        return tape, tape.until(now) - 1

    def last_open_minute(self, symbol: str, minute: int) -> int:
        """The newest minute at or before `minute` in which the symbol trades (the origin's first one at the least)."""
        number = max(week_of(minute), 0)
        _, offsets = step_grid(LISTINGS[symbol].session, 1)
        place = int(np.searchsorted(offsets, minute - week_start(number), side="right")) - 1
        return week_start(number) + int(offsets[max(place, 0)])

    def _make(self, symbol: str, minute: int) -> Tape | None:
        row = self.row(symbol, minute)
        if row is None:
            return None
        entropy = (self.market.seed & 0xFFFF_FFFF_FFFF_FFFF, crc32(symbol.encode()), minute // MINUTE_MS, 2)
        rng = np.random.Generator(np.random.SFC64(np.random.SeedSequence(entropy)))
        count = int(row[COUNT])
        ts = np.sort(rng.integers(1, MINUTE_MS, count))
        ts[0] = 0
        ticks = _walk(row, rng.standard_normal(count))
        weights = rng.standard_exponential(count) ** 1.6
        spare = int(row[VOLUME]) - count
        lots = 1 + np.floor(weights / weights.sum() * spare).astype(np.int64)
        lots[int(np.argmax(weights))] += int(row[VOLUME]) - int(lots.sum())
        return Tape(minute, ts + minute, ticks, lots, _takers(row, ticks=ticks, lots=lots, luck=rng.random(count)))


def _walk(row: Rows, steps: NDArray[np.float64]) -> NDArray[np.int64]:
    """Prices from open to close that touch high and low and never leave them."""
    count, low, high = len(steps), int(row[LOW]), int(row[HIGH])
    share = np.linspace(0.0, 1.0, count)
    walk = np.concatenate(([0.0], np.cumsum(steps[1:])))
    walk -= share * walk[-1]
    reach = (high - low) / (np.ptp(walk) + 1e-9)
    path = int(row[OPEN]) + (int(row[CLOSE]) - int(row[OPEN])) * share + 0.8 * reach * walk
    ticks = np.clip(np.rint(path), low, high).astype(np.int64)
    inner = path[1:-1]
    top, bottom = 1 + int(np.argmax(inner)), 1 + int(np.argmin(inner))
    if top == bottom:
        bottom = 1 + (top % (count - 2))
    ticks[top], ticks[bottom] = high, low
    ticks[0], ticks[-1] = row[OPEN], row[CLOSE]
    return ticks


def _takers(
    row: Rows, *, ticks: NDArray[np.int64], lots: NDArray[np.int64], luck: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which trades the taker bought: rather those that moved the price up, about as many lots as the row says."""
    rises = np.sign(np.diff(ticks, prepend=ticks[0])) + luck
    order = np.argsort(-rises, kind="stable")
    bought = np.zeros(len(ticks), dtype=np.bool_)
    bought[order] = np.cumsum(lots[order]) <= int(row[TAKER])
    return bought
