"""What became of plans, as it goes out over HTTP."""

from __future__ import annotations

from uuid import UUID

from nofomo.engine.core.candles import iso
from nofomo.engine.simulator.orders import LegName
from nofomo.engine.simulator.progress import EventKind, LegState
from nofomo.features.plans.model_outcomes import LegOutcome, OutcomeBrief, PlanStanding, Standing
from nofomo.infra.web import ApiModel


class OutcomeEventShown(ApiModel):
    """One fact. `share` of the planned size changed hands at `price`; 0: nothing did."""

    kind: EventKind
    at: str
    price: float
    share: float


class OutcomeShown(ApiModel):
    """What the market has made of one leg, by closed candles up to `checkedUntil`.

    `filled` is the bought share of the planned size; `result` is in R after fees (−1: the planned loss), null until all
    that was bought is sold; `ambiguous`: within one candle the order of two things could not be told.
    """

    leg: LegName
    state: LegState
    final: bool
    filled: float
    average_entry: float | None
    result: float | None
    events: list[OutcomeEventShown]
    ambiguous: bool
    checked_until: str

    @classmethod
    def of(cls, outcome: LegOutcome) -> OutcomeShown:
        """As it is shown."""
        events = [
            OutcomeEventShown(kind=event.kind, at=iso(event.at), price=event.price, share=event.share)
            for event in outcome.events
        ]
        return cls(
            leg=outcome.leg, state=outcome.state, final=outcome.final, filled=outcome.filled,
            average_entry=outcome.average_entry, result=outcome.result, events=events, ambiguous=outcome.ambiguous,
            checked_until=iso(outcome.checked_until),
        )  # fmt: skip


class OutcomeBriefShown(ApiModel):
    """The leg that went furthest, in one line. `at` is when its state was reached; null while waiting."""

    leg: LegName
    state: LegState
    at: str | None
    final: bool
    result: float | None

    @classmethod
    def of(cls, brief: OutcomeBrief | None) -> OutcomeBriefShown | None:
        """As it is shown; None where the plan has no leg."""
        if brief is None:
            return None
        at = None if brief.at is None else iso(brief.at)
        return cls(leg=brief.leg, state=brief.state, at=at, final=brief.final, result=brief.result)


class PlanOutcomeShown(ApiModel):
    """A plan held against the newest candles. `away`: how far `price` is above the first entry, as a fraction."""

    plan_id: UUID
    version: int
    price: float
    at: str
    standing: Standing
    away: float | None
    outcomes: list[OutcomeShown]

    @classmethod
    def of(cls, found: PlanStanding) -> PlanOutcomeShown:
        """As it is shown."""
        return cls(
            plan_id=found.plan_id, version=found.version, price=found.price, at=iso(found.at), standing=found.standing,
            away=found.away, outcomes=[OutcomeShown.of(outcome) for outcome in found.outcomes],
        )  # fmt: skip
