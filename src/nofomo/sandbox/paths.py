"""Minute by minute between the swings: noise with a daily rhythm, clustering, jumps and news, one week at a time.

A week is a pure function of (seed, component, week number), so any stretch of history can be made without what came
before it. Within a week the noise is a Brownian bridge in variance time, pinned at the swing points and at both ends.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nofomo.engine.core.timeframe import MINUTE_MS, WEEK_MS
from nofomo.sandbox.economic_calendar import events_between
from nofomo.sandbox.listings import ORIGIN_MS, Session
from nofomo.sandbox.swings import Character, SwingChain

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAY_MINUTES: Final = 1440
WEEK_MINUTES: Final = 7 * DAY_MINUTES
FRIDAY_CLOSE: Final = 4 * DAY_MINUTES + 22 * 60
SUNDAY_OPEN: Final = 6 * DAY_MINUTES + 22 * 60
_BLOCK: Final = 15
# One step of the quarter-hourly log-volatility: what remains of the last value, and the spread in the long run.
_MEMORY: Final = 0.972
_VOL_SPREAD: Final = 0.34
# The part of the day's movement that is noise; the swings bring the rest.
_NOISE: Final = 0.86
_JUMPS: Final[dict[Session, float]] = {"crypto": 3.2, "forex": 0.8}
_NEWS: Final[dict[Session, dict[str, float]]] = {
    "crypto": {"high": 4.0, "medium": 1.5, "low": 0.0},
    "forex": {"high": 7.5, "medium": 2.5, "low": 0.0},
}
# Volatility by hour of the day, UTC: Asia, London, New York.
_RHYTHM: Final[dict[Session, tuple[float, ...]]] = {
    "crypto": (1.10, 1.00, 0.92, 0.85, 0.80, 0.78, 0.82, 0.90, 0.98, 0.96, 0.92, 0.95,
               1.05, 1.30, 1.45, 1.40, 1.28, 1.15, 1.10, 1.08, 1.05, 0.98, 0.92, 0.95),
    "forex": (0.75, 0.80, 0.70, 0.60, 0.55, 0.60, 0.90, 1.25, 1.30, 1.15, 1.00, 0.98,
              1.30, 1.50, 1.50, 1.35, 1.05, 0.85, 0.75, 0.70, 0.60, 0.45, 0.50, 0.65),
}  # fmt: skip


@lru_cache(maxsize=2)
def market_minutes(session: Session) -> Ints:
    """Minute of the week (Monday 00:00 UTC is 0) of each minute in which the session trades."""
    minutes = np.arange(WEEK_MINUTES, dtype=np.int64)
    if session == "forex":
        minutes = minutes[(minutes < FRIDAY_CLOSE) | (minutes >= SUNDAY_OPEN)]
    minutes.flags.writeable = False
    return minutes


@lru_cache(maxsize=2)
def rhythm(session: Session) -> Floats:
    """Volatility of each market minute of the week relative to the average one (mean square 1)."""
    minutes = market_minutes(session)
    hours = np.array([*_RHYTHM[session], _RHYTHM[session][0]])
    shape = np.interp((minutes % DAY_MINUTES) / 60.0 - 0.5, np.arange(25), hours)
    shape *= np.where(minutes % 60 == 0, 1.25, np.where(minutes % _BLOCK == 0, 1.10, 1.0))
    if session == "crypto":
        shape *= np.where(minutes >= 5 * DAY_MINUTES, 0.72, 1.0)
    else:
        shape[minutes == SUNDAY_OPEN] *= 9.0
    return shape / np.sqrt(np.mean(shape**2))


@dataclass(frozen=True, slots=True)
class WeekPath:
    """One week of a component: the log level before its first minute and after each, and each minute's volatility."""

    start: float
    levels: Floats
    sigma: Floats


class Component:
    """One source of movement: the common factor of a session, or what is a symbol's own."""

    def __init__(
        self, seed: int, name: str, *, character: Character, session: Session, currencies: frozenset[str]
    ) -> None:
        self._key = f"{seed}:{name}"
        self._entropy = (seed & 0xFFFF_FFFF_FFFF_FFFF, crc32(name.encode()))
        self._character = character
        self._session: Session = session
        self._currencies = currencies
        self._chain = SwingChain(f"{self._key}:swings", character)
        self._length = len(market_minutes(session))

    def week(self, number: int) -> WeekPath:
        """The path through week `number` after the origin."""
        rng = np.random.Generator(np.random.SFC64(np.random.SeedSequence((*self._entropy, number))))
        size = self._length
        where, levels, vol = self._pins(number)
        sigma = self._volatility(rng, number, vol=vol)
        sigma *= 0.37 + 0.5 * rng.standard_exponential(size)
        noise = np.zeros(size + 1)
        np.cumsum(rng.standard_normal(size) * sigma, out=noise[1:])
        clock = np.zeros(size + 1)
        np.cumsum(sigma * sigma, out=clock[1:])
        noise += np.interp(clock, clock[where], levels - noise[where])
        return WeekPath(float(noise[0]), noise[1:], sigma)

    def _pins(self, number: int) -> tuple[Ints, Floats, Floats]:
        """Swing points within the week and its two ends: minute, level; and the swings' volatility by minute."""
        begin, size = number * self._length, self._length
        first, last = self._chain.window(begin, begin + size)
        inner = [k for k in range(first + 1, last) if begin < round(self._chain.ends[k]) < begin + size]
        where = np.array([0, *(round(self._chain.ends[k]) - begin for k in inner), size], dtype=np.int64)
        levels = [self._edge(number), *(self._chain.levels[k] for k in inner), self._edge(number + 1)]
        vols = [self._chain.vols[k] for k in [*inner, last]]
        return where, np.array(levels), np.repeat(vols, np.diff(where))

    def _edge(self, number: int) -> float:
        """The level at the boundary before week `number`: somewhere on the way between two swing points."""
        at = number * self._length
        first, _ = self._chain.window(at, at + 1)
        last = first + 1
        if self._chain.ends[first] == at:
            return self._chain.levels[first]
        start, end = self._chain.ends[first], self._chain.ends[last]
        share = (at - start) / (end - start)
        spread = self._character.daily_vol * self._chain.vols[last] * math.sqrt((end - at) * share / DAY_MINUTES)
        middle = self._chain.levels[first] * (1 - share) + self._chain.levels[last] * share
        return middle + Random(f"{self._key}:edge:{number}").gauss(0.0, 0.9 * spread)  # noqa: S311 - not a secret

    def _volatility(self, rng: np.random.Generator, number: int, *, vol: Floats) -> Floats:
        """The standard deviation of each minute, before what a minute adds by itself."""
        size = self._length
        shocks = rng.standard_normal(size // _BLOCK + 1)
        shocks[1:] *= math.sqrt(1.0 - _MEMORY**2)
        slow = np.fromiter(accumulate(shocks.tolist(), lambda now, shock: _MEMORY * now + shock), dtype=np.float64)
        steps = np.exp(_VOL_SPREAD * slow - _VOL_SPREAD**2)
        sigma = rhythm(self._session) * vol * np.repeat(steps, _BLOCK)[:size]
        sigma *= _NOISE * self._character.daily_vol / math.sqrt(DAY_MINUTES)
        for at, force in self._shocks(rng, number):
            tail = min(180, size - at)
            fading = 0.10 * force * np.exp(np.arange(tail) / -40.0)
            sigma[at : at + tail] *= 1.0 + fading
            sigma[at] *= force
        return sigma

    def _shocks(self, rng: np.random.Generator, number: int) -> Iterable[tuple[int, float]]:
        """Minutes of jumps and news, and how many times the usual move happens there."""
        count = int(rng.poisson(_JUMPS[self._session]))
        places = rng.integers(0, self._length, count).tolist()
        forces = (3.0 + 3.0 * rng.pareto(3.0, count)).clip(max=18.0).tolist()
        yield from zip(places, forces, strict=True)
        start = ORIGIN_MS + number * WEEK_MS
        for event in events_between(start, start + WEEK_MS):
            force = _NEWS[self._session][event.impact]
            minute = (event.ts - start) // MINUTE_MS
            if force and event.currency in self._currencies:
                at = int(np.searchsorted(market_minutes(self._session), minute))
                if at < self._length:
                    yield at, force


def week_of(ts: int) -> int:
    """Number of the week after the origin that contains the moment `ts` (ms)."""
    return (ts - ORIGIN_MS) // WEEK_MS


def week_start(number: int) -> int:
    """The moment (ms) at which week `number` begins."""
    return ORIGIN_MS + number * WEEK_MS
