"""What became of plans, as it is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from nofomo.engine.simulator.orders import LegName
from nofomo.engine.simulator.progress import LegEvent, LegState

Standing = Literal["fresh", "touched", "ranAway", "invalidated", "expired", "done"]
_FURTHEST: Final[tuple[LegState, ...]] = (
    "waiting", "expired", "ranAway", "touched", "triggered", "time", "invalidated", "tp1", "tp2", "tp3",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutcomeBrief:
    """One leg in one line: its state, when that was reached (ms; None while waiting), and the result in R once closed.

    `final`: nothing can change any more.
    """

    leg: LegName
    state: LegState
    at: int | None
    final: bool
    result: float | None


@dataclass(frozen=True, slots=True)
class LegOutcome:
    """What the market has made of one leg up to `checked_until` (ms).

    `filled` is the bought share of the planned size (0 to 1); `result` is in R, where −1 R is the loss that was planned
    for, and None until all that was bought is sold. `ambiguous`: within one candle two things came in an order that
    could not be told, and the worse was taken.
    """

    leg: LegName
    state: LegState
    final: bool
    filled: float
    average_entry: float | None
    result: float | None
    events: tuple[LegEvent, ...]
    ambiguous: bool
    checked_until: int


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """One version held against the newest candles: `price` is the last close, at the moment `at` (ms).

    `away` is how far that lies above the first entry of the pullback, as a fraction; None without a pullback.
    """

    plan_id: UUID
    version: int
    price: float
    at: int
    standing: Standing
    away: float | None
    outcomes: tuple[LegOutcome, ...]


def furthest(briefs: Iterable[OutcomeBrief]) -> OutcomeBrief | None:
    """The leg that went furthest; the first of equals, None of none."""
    return max(briefs, key=lambda brief: _FURTHEST.index(brief.state), default=None)


def standing_of(outcomes: Iterable[LegOutcome], *, over: bool) -> Standing:
    """What a person should make of a plan now; `over`: its time is up.

    A leg that was bought and is still held speaks first: the plan is running. Then a pullback that is still open, then
    a leg that was bought, then the pullback, and the breakout where there is no pullback. Of orders that bought nothing
    it only matters that they are over, once they are.
    """
    legs = sorted(outcomes, key=lambda outcome: outcome.leg != "pullback")
    if any(outcome.filled > 0 and not outcome.final and outcome.state != "invalidated" for outcome in legs):
        return "touched"
    if not legs:
        return "expired" if over else "fresh"
    bought = [outcome for outcome in legs if outcome.filled > 0]
    speaker = legs[0] if not legs[0].final and not over else (bought or legs)[0]
    match speaker.state:
        case "invalidated":
            return "invalidated"
        case "tp1" | "tp2" | "tp3" | "time":
            return "done"
        case _ if over or speaker.state == "expired":
            return "expired"
        case "ranAway":
            return "ranAway"
        case "touched" | "triggered":
            return "touched"
        case _:
            return "fresh"
