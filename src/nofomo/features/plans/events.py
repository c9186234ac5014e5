"""What has happened to plans."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PlanVersioned:
    """A new version of a plan has been saved."""

    user_id: UUID
    plan_id: UUID
    version: int
    venue: str
    symbol: str
    job_id: UUID


@dataclass(frozen=True, slots=True)
class PlanTaken:
    """A person has acted on a plan."""

    user_id: UUID
    plan_id: UUID
    taken_id: UUID


@dataclass(frozen=True, slots=True)
class PlanMoved:
    """The market has done something with a leg of a plan. Told once, by the process that saw it; the rows of the
    outcomes have it too. `at` (ms) is when it happened, which may be long ago; `price` is that of the fill or fact."""

    user_id: UUID
    plan_id: UUID
    version: int
    venue: str
    symbol: str
    leg: str
    at: int
    price: float


@dataclass(frozen=True, slots=True)
class PlanTouched(PlanMoved):
    """Price came to the first entry of a pullback."""


@dataclass(frozen=True, slots=True)
class PlanTriggered(PlanMoved):
    """The stop-limit of a breakout was set off."""


@dataclass(frozen=True, slots=True)
class PlanTargetHit(PlanMoved):
    """A target was filled, the first one being 1."""

    target: int


@dataclass(frozen=True, slots=True)
class PlanInvalidated(PlanMoved):
    """The idea is wrong: a close below the invalidation, or a touch of the stop."""


@dataclass(frozen=True, slots=True)
class PlanExpired(PlanMoved):
    """The plan's time ran out before anything was bought."""


@dataclass(frozen=True, slots=True)
class PlanRanAway(PlanMoved):
    """Price came to the first target before anything was bought; the orders are void."""
