"""What a chart shows: candles, lines, zones and tags. It knows nothing of what they mean to a trader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from nofomo.engine.core.candles import Candles
from nofomo.infra.documents.axes import TimeTick
from nofomo.infra.documents.palette import Palette
from nofomo.infra.documents.svg import Pen

Column = NDArray[np.float64]
Role = Literal["entry", "breakout", "target", "invalidation", "price", "level"]
AVERAGES: Final = (20, 50, 200)
LABEL: Final = 10.5
"""The size of the words on a chart in px."""


@dataclass(frozen=True, slots=True)
class Study:
    """The lines over the candles, one value per candle, NaN where a line has not warmed up."""

    averages: Mapping[int, Column]
    upper: Column
    lower: Column
    volume_mean: Column


@dataclass(frozen=True, slots=True)
class Zone:
    """A range of prices that matters; its `strength` (0–1) darkens it."""

    low: float
    high: float
    strength: float
    label: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A line into the future with its tag: name and price on the first line, two facts on the second.

    Without facts the tag is low. A `level` has a tag but no line.
    """

    role: Role
    price: float
    name: str
    written: str
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A range that price has been moving in for the last `bars` candles."""

    low: float
    high: float
    bars: int
    label: str


@dataclass(frozen=True, slots=True)
class OlderLines:
    """An earlier set of lines, dotted from its own moment (ms) on: label and price of each."""

    name: str
    at: int
    lines: Sequence[tuple[str, float]]


class Writer(Protocol):
    """How prices and moments of the axes are written for the reader."""

    def price(self, value: float, step: float) -> str:
        """A price on an axis whose lines stand `step` apart."""
        ...

    def tick(self, tick: TimeTick) -> str:
        """A moment on the time axis."""
        ...

    def end(self, ts: int) -> str:
        """The moment (ms) at which the future strip ends."""
        ...


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that one chart shows. The past ends at `now` (ms), the future strip at `until`."""

    candles: Candles
    study: Study
    now: int
    until: int
    zone: ZoneInfo
    writer: Writer
    zones: Sequence[Zone] = ()
    tags: Sequence[Tag] = ()
    box: Box | None = None
    older: Sequence[OlderLines] = field(default=())


def average_pens(palette: Palette) -> list[tuple[int, float, float]]:
    """Period, width in px and strength (0–1 of ink) of each average: one family, told apart by weight."""
    strengths = palette.strengths
    return [(20, 1.25, strengths.ema20), (50, 1.5, strengths.ema50), (200, 2.25, strengths.ema200)]


def role_pen(role: Role, palette: Palette) -> Pen:
    """Colour, weight and dash of each kind of line; the same on the plot, on leaders and on tags."""
    match role:
        case "entry":
            return Pen(palette.accent, 1.5)
        case "breakout":
            return Pen(palette.accent, 1.5, (2, 3))
        case "target":
            return Pen(palette.up, 1.5)
        case "invalidation":
            return Pen(palette.down, 1.5, (6, 3))
        case "price":
            return Pen(palette.ink, 1, (1, 2))
        case "level":
            return Pen(palette.ink3, 1)
