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
