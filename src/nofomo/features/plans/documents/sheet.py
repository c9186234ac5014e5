"""What a document of an analysis is made from, and what follows from it: sizes of the legs, gates in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nofomo.engine.analysis.text import SYNTHETIC_VENUE
from nofomo.engine.core.candles import Candles, milliseconds
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.plans.documents.words import Words
from nofomo.features.plans.model import Language, Leg
from nofomo.features.plans.model_outcomes import LegOutcome

_RANK = {"closed": 0, "unknown": 1, "open": 2}


@dataclass(frozen=True)
class Older:
    """An earlier version whose plan is drawn beside the newer one."""

    payload: Mapping[str, Any]
    version: int


@dataclass(frozen=True)
class Sheet:
    """An analysis as one reader sees it, with the candles of its chart: those that were closed at its moment.

    `candles` are of one timeframe, as many as the lines over them need to warm up. `version` and `plan_id` are None for
    an analysis that is kept nowhere. `outcomes` say what became of its legs.
    """

    payload: Mapping[str, Any]
    candles: Candles
    language: Language
    timezone: str
    version: int | None = None
    plan_id: str | None = None
    outcomes: Sequence[LegOutcome] = ()
    older: Older | None = None

    @cached_property
    def words(self) -> Words:
        """How it is written for the reader."""
        return Words(self.payload, self.language, self.timezone)

    @property
    def at(self) -> int:
        """The moment of the analysis, ms."""
        return self.words.at

    @property
    def until(self) -> int:
        """The end of its validity, ms."""
        return milliseconds(self.payload["validUntil"])

    @property
    def base(self) -> str:
        """What is bought."""
        return str(self.payload["symbol"]).partition("/")[0]

    @property
    def quote(self) -> str:
        """What it is paid with."""
        return str(self.payload["symbol"]).partition("/")[2].partition(":")[0]

    @property
    def synthetic(self) -> bool:
        """Whether its market is made up."""
        return self.payload["venue"] == SYNTHETIC_VENUE

    @property
    def leg(self) -> Leg | None:
        """The leg that the ladder shows: the one that the headline speaks of."""
        if self.payload["pullback"] is not None:
            return "pullback"
        return "breakout" if self.payload["breakout"] is not None else None

    @property
    def gates(self) -> list[Mapping[str, Any]]:
        """Closed gates first, then unknown ones."""
        return sorted(self.payload["gates"], key=lambda gate: _RANK[gate["state"]])


@dataclass(frozen=True, slots=True)
class Bought:
    """One rung of what is bought: its share of the whole, quantity in base and cost in quote currency."""

    name: str
    share: float
    price: float
    quantity: float
    cost: float


@dataclass(frozen=True, slots=True)
class Position:
    """What one leg buys, and what being wrong or right is worth in quote currency, fees included."""

    rows: tuple[Bought, ...]
    quantity: float
    cost: float
    average: float
    loss: float
    gain: float
    size: Mapping[str, Any]

    @property
    def used(self) -> float:
        """The share of the equity that is bound."""
        return self.cost / self.size["equity"] if self.size["equity"] else 0.0


def position(payload: Mapping[str, Any], leg: Leg) -> Position | None:
    """The position of one leg; None where the leg is missing."""
    found = payload[leg]
    if found is None:
        return None
    rungs = (
        [(f"PB{i}", entry["share"], entry["price"]) for i, entry in enumerate(found["entries"], start=1)]
        if leg == "pullback"
        else [("BO", 1.0, found["limit"])]
    )
    size = found["size"]
    quantities = split_quantity(size["quantity"], [share for _, share, _ in rungs])
    rows = tuple(
        Bought(name, share, price, quantity, quantity * price)
        for (name, share, price), quantity in zip(rungs, quantities, strict=True)
    )
    cost = sum(row.cost for row in rows)
    average = cost / size["quantity"] if size["quantity"] else rows[0].price
    # R is the gain after fees over the loss with fees, so the money follows from it
    gain = sum(target["share"] * target["rr"] * size["maxLoss"] for target in found["targets"])
    return Position(rows, size["quantity"], cost, average, size["maxLoss"], gain, size)


def split_quantity(quantity: float, shares: Sequence[float]) -> list[float]:
    """Shares of a quantity on its own grid; the last one takes what rounding leaves, so that they sum to the whole."""
    text = f"{quantity:.12f}".rstrip("0")
    digits = len(text.partition(".")[2])
    parts = [round(quantity * share, digits) for share in shares[:-1]]
    return [*parts, round(quantity - sum(parts), digits)]


def smallest(timeframes: Sequence[str]) -> Timeframe:
    """The timeframe that a chart shows unless another one is asked for."""
    return min(Timeframe.parse(text) for text in timeframes)
