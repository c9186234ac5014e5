"""Sentences before they have a language.

The engine never writes prose. It says which phrase it means and which values belong in it; the phrase book of a
language turns that into words, so that one analysis reads the same in Indonesian and English and every number can be
traced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Price:
    """A price in quote currency, on its own tick. Shown with six significant digits; `exact` shows the whole tick."""

    value: Decimal
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Percent:
    """A share or change as a fraction: 0.005 is shown as 0.5 %. `signed` where it is a change or a result."""

    value: float
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A bare number with the decimals it is shown with."""

    value: float
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Multiple:
    """How many times: 1.12 is shown as 1.12×."""

    value: float


@dataclass(frozen=True, slots=True)
class RiskReward:
    """A result in units of the risk: 1.24 is shown as 1.24R."""

    value: float


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of a currency."""

    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, ms UTC; shown in the reader's zone.

    `clock` shows the time of day alone, with the date before it where that is not the day of the analysis; `bare`
    leaves date and zone away, for a time that stands beside another.
    """

    value: int
    clock: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time on everyone's own clock, in minutes after midnight (0–1440): 420 is shown as 07.00."""

    value: int


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in ms: 14,280,000 is shown as 3 j 58 m."""

    value: int


@dataclass(frozen=True, slots=True)
class Word:
    """Something that stays as it is in every language: a symbol, a timeframe, an event's own name."""

    value: str


Value = (
    "Price | Percent | Number | Multiple | RiskReward | Money | Moment | TimeOfDay | Duration | Word | Say"
    " | tuple[Value, ...]"
)


@dataclass(frozen=True, slots=True)
class Say:
    """One phrase: its `code` in the phrase book and the values it names (a tuple is shown as a list)."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.values))))


def say(code: str, **values: Any) -> Say:
    """Short for `Say(code, values)`."""
    return Say(code, values)
