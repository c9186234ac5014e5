"""The synthetic market: any candle of any symbol at any moment, a pure function of (seed, symbol, minute)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nofomo.engine.core.timeframe import MINUTE_MS
from nofomo.sandbox.listings import FACTORS, LISTINGS, ORIGIN_MS, Listing, Session
from nofomo.sandbox.paths import Component, WeekPath, market_minutes, week_of, week_start
from nofomo.sandbox.rows import Rows, aggregate, week_rows
from nofomo.sandbox.swings import Character

# Lengths (minutes) that are kept ready for each week, and how many weeks of each are kept.
STEPS: Final = (1, 15, 60, 1440)
_KEPT: Final = {1: 24, 15: 160, 60: 1000, 1440: 8000}
_KEPT_PATHS: Final = 32
_RANGING: Final[dict[Session, float]] = {"crypto": 0.42, "forex": 0.5}


@lru_cache(maxsize=16)
def step_grid(session: Session, step: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each `step` of a week begins: its first minute row, and its open time from the week's start (ms)."""
    minutes = market_minutes(session)
    opens = minutes - minutes % step
    starts = np.flatnonzero(np.concatenate(([True], opens[1:] != opens[:-1])))
    return starts, opens[starts] * MINUTE_MS


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive rows with their open times (ms)."""

    ts: NDArray[np.int64]
    rows: Rows


class SyntheticMarket:
    """Candles of every listed symbol in whole weeks, made when asked for; only the latest used ones are kept."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._components: dict[str, Component] = {}
        self._factors: OrderedDict[tuple[str, int], WeekPath] = OrderedDict()
        self._weeks: dict[int, OrderedDict[tuple[str, int], Rows]] = {step: OrderedDict() for step in STEPS}

    def is_ready(self, symbol: str, *, week: int, step: int) -> bool:
        """Whether `week_rows` would answer at once."""
        return (symbol, week) in self._weeks[step]

    def week(self, symbol: str, *, number: int, step: int = 1) -> Rows:
        """All rows of `step` minutes in week `number` after the origin (none before it)."""
        kept, key = self._weeks[step], (symbol, number)
        rows = kept.get(key)
        if rows is not None:
            kept.move_to_end(key)
            return rows
        minutes = self._weeks[1].get(key)
        if minutes is None:
            minutes = self._make(LISTINGS[symbol], number)
        for larger in STEPS[1:]:
            starts, _ = step_grid(LISTINGS[symbol].session, larger)
            self._keep(larger, key, rows=aggregate(minutes, starts))
        if step == 1:
            self._keep(1, key, rows=minutes)
            return minutes
        return kept[key]

    def stretch(self, symbol: str, *, start: int, end: int, step: int = 1) -> Stretch:
        """Rows of `step` minutes with `start` ≤ open time < `end` (ms)."""
        first, last = week_of(max(start, ORIGIN_MS)), week_of(max(end, ORIGIN_MS) - 1)
        numbers = range(max(first, 0), last + 1)
        _, offsets = step_grid(LISTINGS[symbol].session, step)
        if not numbers:
            return Stretch(np.empty(0, dtype=np.int64), np.empty((9, 0), dtype=np.int64))
        ts = np.concatenate([offsets + week_start(number) for number in numbers])
        rows = np.concatenate([self.week(symbol, number=number, step=step) for number in numbers], axis=1)
        low, high = np.searchsorted(ts, (start, end), side="left")
        return Stretch(ts[low:high], rows[:, low:high])

    def missing(self, symbol: str, *, start: int, end: int, step: int) -> Iterable[int]:
        """The weeks that `stretch` would have to make first."""
        for number in range(max(0, week_of(max(start, ORIGIN_MS))), week_of(max(end, ORIGIN_MS) - 1) + 1):
            if not self.is_ready(symbol, week=number, step=step):
                yield number

    def _keep(self, step: int, key: tuple[str, int], *, rows: Rows) -> None:
        rows.flags.writeable = False
        kept = self._weeks[step]
        kept[key] = rows
        kept.move_to_end(key)
        while len(kept) > _KEPT[step]:
            kept.popitem(last=False)

    def _make(self, listing: Listing, number: int) -> Rows:
        entropy = (self.seed & 0xFFFF_FFFF_FFFF_FFFF, crc32(listing.symbol.encode()), number, 1)
        rng = np.random.Generator(np.random.SFC64(np.random.SeedSequence(entropy)))
        factor = self._factor(number, listing)
        own = self._component(listing.symbol, listing).week(number)
        return week_rows(listing, factor=factor, own=own, rng=rng)

    def _factor(self, number: int, listing: Listing) -> WeekPath:
        name = FACTORS[listing.session].name
        path = self._factors.get((name, number))
        if path is None:
            path = self._component(name, listing).week(number)
        self._factors[name, number] = path
        self._factors.move_to_end((name, number))
        while len(self._factors) > _KEPT_PATHS:
            self._factors.popitem(last=False)
        return path

    def _component(self, name: str, listing: Listing) -> Component:
        found = self._components.get(name)
        if found is None:
            factor = FACTORS[listing.session]
            shared = name == factor.name
            character = Character(
                daily_vol=factor.daily_vol if shared else listing.own_vol,
                reach=factor.reach if shared else 9.0 * listing.own_vol,
                ranging=_RANGING[listing.session] if shared else 0.55,
            )
            currencies = frozenset({"USD"} if shared else {listing.base, listing.quote} - {"USD", "USDT"})
            found = self._components[name] = Component(
                self.seed, name, character=character, session=listing.session, currencies=currencies
            )
        return found
