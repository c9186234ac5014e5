"""A believable order book for any second: spread, gaps and sizes that follow from price, volatility and turnover."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nofomo.sandbox.listings import FACTORS, LISTINGS, ORIGIN_MS
from nofomo.sandbox.tape import Tapes

MOST_LEVELS = 5000


@dataclass(frozen=True, slots=True)
class Book:
    """Prices in ticks and sizes in lots, best first; `update` rises with time."""

    update: int
    bid_ticks: NDArray[np.int64]
    bid_lots: NDArray[np.int64]
    ask_ticks: NDArray[np.int64]
    ask_lots: NDArray[np.int64]


class Books:
    """The book of any symbol at any moment."""

    def __init__(self, tapes: Tapes) -> None:
        self._tapes = tapes
        self._kept = lru_cache(maxsize=64)(self._make)

    def at(self, symbol: str, now: int, *, levels: int) -> Book:
        """At most `levels` levels a side at the moment `now`. In a closed market the last book stands, much wider."""
        tape, place = self._tapes.last(symbol, now)
        closed = now - int(tape.ts[place]) > 60_000
        second = int(tape.ts[place]) // 1000 if closed else now // 1000
        last, rising = int(tape.ticks[place]), bool(tape.bought[place])
        return self._kept(symbol, second, state=(last, rising, closed, 120 if levels <= 100 else MOST_LEVELS))

    def _make(self, symbol: str, second: int, *, state: tuple[int, bool, bool, int]) -> Book:
        last, rising, closed, levels = state
        listing = LISTINGS[symbol]
        entropy = (self._tapes.market.seed & 0xFFFF_FFFF_FFFF_FFFF, crc32(symbol.encode()), second, 3)
        rng = np.random.Generator(np.random.SFC64(np.random.SeedSequence(entropy)))
        # Where one tick is more than a basis point, the spread stays at its usual ticks.
        loose = rng.random() < 0.35 and last > 10_000
        extra = int(rng.poisson(0.25 * listing.spread_ticks)) if loose else 0
        spread = (listing.spread_ticks + extra) * (6 if closed else 1)
        bid, ask = (last - spread, last) if rising else (last, last + spread)
        # A level every few ticks, further apart away from the touch; a basis point is the natural measure.
        gap = max(1.0, 0.12e-4 * last)
        daily = math.hypot(listing.beta * FACTORS[listing.session].daily_vol, listing.own_vol)
        minute_lots = listing.turnover / listing.price * 10.0**listing.lot_digits
        per_level = 0.35 * minute_lots * gap / last / (daily / 38.0)
        sides: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        for touch, way in ((bid, -1), (ask, 1)):
            steps = np.ceil(rng.standard_exponential(levels) * gap * (1.0 + np.arange(levels) / 400.0))
            steps[0] = 0
            ticks = touch + way * np.cumsum(np.maximum(steps, np.arange(levels) > 0)).astype(np.int64)
            swell = 1.0 + 2.0 * np.minimum(np.abs(ticks - touch) / (0.004 * last), 1.0)
            lots = per_level * swell * rng.lognormal(0.0, 0.9, levels) * np.where(rng.random(levels) < 0.02, 9.0, 1.0)
            lots = np.maximum(np.rint(lots), 1).astype(np.int64)
            good = ticks > 0
            sides.append((ticks[good], lots[good]))
        update = (second - ORIGIN_MS // 1000) * 40
        return Book(update, *sides[0], *sides[1])
