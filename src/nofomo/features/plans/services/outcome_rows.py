"""Outcomes as rows: from a version's document to orders, from a row to what is known of a leg, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row

from nofomo.engine.core.candles import milliseconds
from nofomo.engine.core.money import exact
from nofomo.engine.core.timeframe import Timeframe
from nofomo.engine.simulator.orders import FillCosts, LegName, LegOrders, Rung
from nofomo.engine.simulator.progress import LegEvent, Progress
from nofomo.engine.simulator.stops import Stop
from nofomo.features.plans.model_outcomes import LegOutcome, OutcomeBrief

LEGS: Final[tuple[LegName, ...]] = ("pullback", "breakout")
_HIGHEST_FEE: Final = 0.02


def waiting_rows(document: Mapping[str, Any], *, plan_id: UUID, user_id: UUID) -> list[dict[str, Any]]:
    """The rows with which the outcome of a new version begins: one for each of its legs."""
    begun = outcome_values(Progress(milliseconds(document["at"])), None)
    return [{"plan_id": plan_id, "user_id": user_id, "leg": leg, **begun} for leg in LEGS if document[leg] is not None]


def outcome_values(progress: Progress, orders: LegOrders | None, *, now: int | None = None) -> dict[str, Any]:
    """The columns that say where a leg stands; `now` (ms) is when it came to its end, if it has."""
    deciding = progress.deciding
    return {
        "state": progress.state,
        "state_at": None if deciding is None else deciding.at,
        "filled": progress.filled,
        "result": None if orders is None else progress.result(orders),
        "events": [asdict(event) for event in progress.events],
        "ambiguous": progress.ambiguous,
        "checked_until": progress.checked_until,
        "resolved_at": now if progress.final else None,
    }


def progress_of(row: Row[Any]) -> Progress:
    """Where a leg stands by its row."""
    return Progress(row.checked_until, _events(row.events), row.ambiguous, row.resolved_at is not None)


def outcome_of(row: Row[Any]) -> LegOutcome:
    """The whole story of a leg by its row."""
    average = progress_of(row).average_entry
    return LegOutcome(
        row.leg, row.state, row.resolved_at is not None, row.filled, average, row.result, _events(row.events),
        row.ambiguous, row.checked_until,
    )  # fmt: skip


def brief_of(row: Row[Any]) -> OutcomeBrief:
    """One line about a leg, from `leg`, `state`, `state_at`, `resolved_at` and `result`."""
    return OutcomeBrief(row.leg, row.state, row.state_at, row.resolved_at is not None, row.result)


def orders_of(document: Mapping[str, Any], leg: LegName, *, tick: Decimal | None, taker: Decimal) -> LegOrders:
    """The orders of one leg of a stored version.

    Versions from before ticks were kept have none: theirs is the last digit of the price. Only the taker's fee rate is
    kept; the maker's is read back from the planned fees where they contain it, else it is taken for the same.
    """
    found, size = document[leg], document[leg]["size"]
    pullback = leg == "pullback"
    entries = found["entries"] if pullback else [{"price": found["limit"], "share": 1.0}]
    stop = found["invalidation"]["price"] if pullback else found["stop"]
    maker = _maker(found, float(taker)) if pullback else float(taker)
    return LegOrders(
        leg=leg,
        entries=tuple(Rung(exact(entry["price"]), entry["share"]) for entry in entries),
        targets=tuple(Rung(exact(target["price"]), target["share"]) for target in found["targets"]),
        stop=Stop(float(stop), _timeframe(document, found) if pullback else None),
        starts=milliseconds(document["at"]),
        expires=milliseconds(document["validUntil"]),
        tick=tick or Decimal(1).scaleb(-document["priceDigits"]),
        unit_loss=size["maxLoss"] / size["quantity"],
        trigger=None if pullback else exact(found["trigger"]),
        costs=FillCosts(maker=maker, taker=float(taker)),
    )


def _timeframe(document: Mapping[str, Any], leg: Mapping[str, Any]) -> Timeframe:
    return Timeframe.parse(leg["invalidation"]["timeframe"] or document["timeframes"][-1])


def _maker(leg: Mapping[str, Any], taker: float) -> float:
    """The maker's rate from the planned fees of one unit: maker × entry + taker × stop."""
    entry = sum(rung["price"] * rung["share"] for rung in leg["entries"])
    rate = (leg["size"]["fees"] / leg["size"]["quantity"] - taker * leg["invalidation"]["price"]) / entry
    return round(rate, 6) if -1e-6 < rate < _HIGHEST_FEE else taker


def _events(stored: list[dict[str, Any]]) -> tuple[LegEvent, ...]:
    return tuple(LegEvent(**event) for event in stored)
