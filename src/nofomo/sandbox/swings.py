"""The large shape of a market: weeks of trend or range, made of swings that last hours.

A component (the common factor, or what is a symbol's own) is a chain of episodes. In a range the swings run between
the edges of a box, with a false break now and then; in a trend an impulse is followed by a pullback that often ends at
the swing extreme it broke before. Episodes lean back towards zero the further the level has strayed, so that prices
keep their order of magnitude for ever. Everything follows from the seed alone and is made strictly in order, so asking
for more never changes what was there before.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple


class Swing(NamedTuple):
    """One leg: it ends at minute `end` (market minutes since the origin) at `level` (log price); `vol` scales noise."""

    end: float
    level: float
    vol: float


@dataclass(frozen=True, slots=True)
class Character:
    """How a component moves: daily standard deviation, how far it strays (log), and how often it merely ranges."""

    daily_vol: float
    reach: float
    ranging: float


class SwingChain:
    """The endless chain of swings of one component, drawn as far as it was asked for."""

    def __init__(self, seed: str, character: Character) -> None:
        self._character = character
        self._random = Random(seed)  # noqa: S311 - a synthetic market, not a secret
        self._memory: deque[float] = deque(maxlen=14)
        self.ends = array("d", [0.0])
        self.levels = array("d", [self._random.gauss(0.0, 0.3 * character.reach)])
        self.vols = array("d", [1.0])
        self._source = self._swings()

    def window(self, start: float, end: float) -> tuple[int, int]:
        """Positions `[first, last]` of the swing points such that point `first` ≤ `start` and point `last` ≥ `end`."""
        while self.ends[-1] < end:
            swing = next(self._source)
            self.ends.append(swing.end)
            self.levels.append(swing.level)
            self.vols.append(swing.vol)
        last = bisect_left(self.ends, end)
        return bisect_right(self.ends, start) - 1, last

    def _swings(self) -> Iterator[Swing]:
        time, level, heat, ranged = 0.0, self.levels[0], 1.0, False
        while True:
            rnd, character = self._random, self._character
            heat = math.exp(0.55 * math.log(heat) + rnd.gauss(0.0, 0.20))
            # Ranges follow trends more often than other ranges.
            ranged = rnd.random() < character.ranging * (0.65 if ranged else 1.35)
            if ranged:
                episode = self._range(time, level, heat=heat)
            else:
                lean = 1.0 / (1.0 + math.exp(2.4 * level / character.reach))
                rising = rnd.random() < lean
                episode = self._trend(time, level, rising=rising, heat=heat)
            for swing in episode:
                time, level = swing.end, swing.level
                yield swing

    def _range(self, time: float, level: float, *, heat: float) -> Iterator[Swing]:
        rnd = self._random
        day = self._character.daily_vol * heat * 0.82
        half = day * rnd.uniform(0.75, 1.6)
        offset = rnd.uniform(-0.7, 0.7) * half
        middle, until = level - offset, time + 1440.0 * _spread(rnd, middle=6.0, low=2.0, high=18.0)
        upward = offset < 0
        while time < until:
            edge = half if upward else -half
            luck = rnd.random()
            if luck < 0.08:
                target = middle + edge * rnd.uniform(1.15, 1.45)
            elif luck < 0.30:
                target = middle + edge * rnd.uniform(0.0, 0.6)
            else:
                target = middle + edge * (1.0 + rnd.gauss(0.0, 0.07))
            hours = 5.0 + 14.0 * abs(target - level) / day * rnd.uniform(0.5, 1.4)
            leg = Swing(time + 60.0 * min(hours, 60.0), target, heat * 0.82 * math.exp(rnd.gauss(0.0, 0.18)))
            yield from self._leg(time, level, leg=leg)
            time, level = leg.end, leg.level
            self._memory.append(target)
            upward = not upward

    def _trend(self, time: float, level: float, *, rising: bool, heat: float) -> Iterator[Swing]:
        rnd = self._random
        sign = 1.0 if rising else -1.0
        speed = heat * (1.0 if rising else 1.22)
        day = self._character.daily_vol * speed
        until = time + 1440.0 * _spread(rnd, middle=8.0 if rising else 6.0, low=2.5, high=26.0)
        extreme = level
        while time < until:
            hours = _spread(rnd, middle=15.0, low=5.0, high=44.0)
            size = day * math.sqrt(hours / 24.0) * rnd.uniform(0.8, 1.95)
            peak = self._snap(level + sign * size, within=0.22 * size)
            impulse = Swing(time + 60.0 * hours, peak, speed * math.exp(rnd.gauss(0.05, 0.2)))
            yield from self._leg(time, level, leg=impulse)
            back = abs(peak - level) * (rnd.uniform(0.3, 0.85) if rnd.random() < 0.93 else rnd.uniform(0.9, 1.3))
            floor = peak - sign * back
            if rnd.random() < 0.5 and 0.2 < sign * (peak - extreme) / (abs(peak - level) + 1e-12) < 0.85:
                floor = extreme + rnd.gauss(0.0, 0.05) * size
            extreme = peak
            self._memory.append(peak)
            rest = Swing(
                impulse.end + 60.0 * hours * rnd.uniform(0.4, 1.2), floor, speed * math.exp(rnd.gauss(-0.12, 0.2))
            )
            yield from self._leg(impulse.end, peak, leg=rest)
            time, level = rest.end, rest.level

    def _leg(self, time: float, level: float, *, leg: Swing) -> Iterator[Swing]:
        """One swing, most often with a halt or a rush on the way, so that its pace is not even."""
        rnd = self._random
        length = leg.end - time
        if length > 480.0 and rnd.random() < 0.7:
            share = rnd.uniform(0.25, 0.75)
            way = min(max(share + rnd.gauss(0.0, 0.3), -0.15), 1.1)
            halfway = Swing(time + share * length, level + way * (leg.level - level), leg.vol * rnd.uniform(0.85, 1.15))
            yield self._lively(time, level, leg=halfway)
            time, level = halfway.end, halfway.level
        yield self._lively(time, level, leg=leg)

    def _lively(self, time: float, level: float, *, leg: Swing) -> Swing:
        """The swing with noise that fits its pace: a rush is never smooth, a halt never wild."""
        usual = self._character.daily_vol * math.sqrt((leg.end - time) / 1440.0)
        pace = math.sqrt(abs(leg.level - level) / usual)
        return Swing(leg.end, leg.level, leg.vol * min(max(pace, 0.8), 1.5))

    def _snap(self, target: float, *, within: float) -> float:
        """Now and then a swing ends where an earlier one did."""
        if not self._memory or self._random.random() > 0.45:
            return target
        nearest = min(self._memory, key=lambda seen: abs(seen - target))
        return nearest if abs(nearest - target) < within else target


def _spread(rnd: Random, *, middle: float, low: float, high: float) -> float:
    """A log-normal duration around `middle` within bounds."""
    return min(max(middle * math.exp(rnd.gauss(0.0, 0.5)), low), high)
