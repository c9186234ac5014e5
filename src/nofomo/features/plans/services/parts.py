"""What the services of plans are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from nofomo.features.plans.model import PlanLimits
from nofomo.features.plans.ports import Gates, Market, PreferencesOf
from nofomo.infra.clock import Clock, NewId
from nofomo.infra.database import Database
from nofomo.infra.events import EventBus
from nofomo.infra.jobs import JobQueue


@dataclass(frozen=True, slots=True)
class PlanParts:
    """Everything that plans stand on; bootstrap fills it in."""

    database: Database
    queue: JobQueue
    market: Market
    gates: Gates
    preferences: PreferencesOf
    events: EventBus
    clock: Clock
    new_id: NewId
    limits: PlanLimits = field(default_factory=PlanLimits)
