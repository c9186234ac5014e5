"""The figures of a person's own trades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nofomo.features.plans.model import Leg, Taken


@dataclass(frozen=True, slots=True)
class LegFigures:
    """Closed trades of one leg. Rates are None where there is nothing to tell them from."""

    leg: Leg
    closed: int
    win_rate: float | None
    expectancy_r: float | None


@dataclass(frozen=True, slots=True)
class JournalFigures:
    """What trades have come to. A win is a result above zero after fees; `win_rate` is over all closed trades.

    `expectancy_r` and `sum_r` are over those closed trades whose R is known; `results` are the sums by quote currency.
    """

    trades: int
    open: int
    closed: int
    wins: int
    win_rate: float | None
    expectancy_r: float | None
    sum_r: float
    results: tuple[tuple[str, Decimal], ...]
    by_leg: tuple[LegFigures, ...]


@dataclass(frozen=True, slots=True)
class DayLoss:
    """What a person's day has cost so far (positive; None: could not be told), and the loss at which the gate closes.

    Both are in `currency`, that of the person's equity.
    """

    lost: Decimal | None
    limit: Decimal
    currency: str


def figures_of(entries: Sequence[Taken]) -> JournalFigures:
    """The figures of these trades."""
    closed = [entry for entry in entries if entry.result is not None]
    results: dict[str, Decimal] = {}
    for entry in closed:
        currency = entry.symbol.partition("/")[2]
        results[currency] = results.get(currency, Decimal(0)) + (entry.result or Decimal(0))
    legs: list[LegFigures] = []
    for leg in ("pullback", "breakout"):
        its = [entry for entry in closed if entry.leg == leg]
        legs.append(LegFigures(leg, len(its), _win_rate(its), _expectancy(its)))
    return JournalFigures(
        trades=len(entries),
        open=len(entries) - len(closed),
        closed=len(closed),
        wins=_wins(closed),
        win_rate=_win_rate(closed),
        expectancy_r=_expectancy(closed),
        sum_r=sum(entry.result_r or 0.0 for entry in closed),
        results=tuple(sorted(results.items())),
        by_leg=tuple(legs),
    )


def _wins(closed: Sequence[Taken]) -> int:
    return sum(entry.result is not None and entry.result > 0 for entry in closed)


def _win_rate(closed: Sequence[Taken]) -> float | None:
    return _wins(closed) / len(closed) if closed else None


def _expectancy(closed: Sequence[Taken]) -> float | None:
    known = [entry.result_r for entry in closed if entry.result_r is not None]
    return sum(known) / len(known) if known else None
