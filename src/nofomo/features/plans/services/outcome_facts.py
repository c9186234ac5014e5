"""The facts of an outcome as events for whoever wants to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row

from nofomo.engine.simulator.progress import TARGET_KINDS, EventKind, LegEvent
from nofomo.features.plans.events import (
    PlanExpired,
    PlanInvalidated,
    PlanMoved,
    PlanRanAway,
    PlanTargetHit,
    PlanTouched,
    PlanTriggered,
)

_FACTS: Final[Mapping[EventKind, Callable[..., PlanMoved]]] = {
    "trigger": PlanTriggered,
    "invalidated": PlanInvalidated,
    "expired": PlanExpired,
    "ranAway": PlanRanAway,
}


def facts_of(row: Row[Any], events: Sequence[LegEvent], *, known: int) -> list[PlanMoved]:
    """What is new in `events` beyond the first `known` ones; each fact once, however many fills it took."""
    facts: list[PlanMoved] = []
    for number, event in enumerate(events):
        if number < known:
            continue
        before = {earlier.kind for earlier in events[:number]}
        base = {"user_id": row.user_id, "plan_id": row.plan_id, "version": row.version, "venue": row.venue,
                "symbol": row.symbol, "leg": row.leg, "at": event.at, "price": event.price}  # fmt: skip
        if event.kind in TARGET_KINDS:
            facts.append(PlanTargetHit(**base, target=TARGET_KINDS.index(event.kind) + 1))
        elif event.kind == "entry1" and row.leg == "pullback":
            facts += [] if "entry1" in before else [PlanTouched(**base)]
        elif event.kind == "stop":
            facts += [] if "invalidated" in before else [PlanInvalidated(**base)]
        elif event.kind in _FACTS:
            facts.append(_FACTS[event.kind](**base))
    return facts
