"""Two versions of one person side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import Row, select

from nofomo.engine.analysis.compare import Comparison, Numbered, compare
from nofomo.engine.analysis.model import Action
from nofomo.engine.core.candles import milliseconds
from nofomo.engine.core.errors import NotFound
from nofomo.features.plans.model import Language
from nofomo.features.plans.model_outcomes import OutcomeBrief, furthest
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.services.versions import briefs_of
from nofomo.features.plans.tables import plans
from nofomo.infra.database import as_user
from nofomo.infra.web import Caller

_VERSION: Final = tuple(
    plans.c[name]
    for name in ("id", "version", "symbol", "venue", "timeframes", "created_at", "action", "score", "document")
)


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """One of the two versions in a line. Moments are ms UTC: when it was made, and for which moment."""

    plan_id: UUID
    version: int
    symbol: str
    venue: str
    timeframes: tuple[str, ...]
    created_at: int
    at: int
    action: Action
    score: int
    outcome: OutcomeBrief | None


@dataclass(frozen=True, slots=True)
class ComparedPlans:
    """Both versions and what lies between them."""

    before: ComparedSide
    after: ComparedSide
    comparison: Comparison


class Comparing:
    """Compares what one person owns; another's version does not exist."""

    def __init__(self, parts: PlanParts) -> None:
        self._parts = parts

    async def compare(self, caller: Caller, plan_id: UUID, *, other_id: UUID, language: Language) -> ComparedPlans:
        """From the version `plan_id` to the version `other_id`, which may be of another venue or other timeframes.

        Raises NotFound (`PLAN_NOT_FOUND`) where one is missing, Invalid (`OTHER_SYMBOL`) where they are of two symbols.
        """
        both = (plan_id, other_id)
        async with self._parts.database.read(as_user(caller.user_id)) as session:
            mine = select(*_VERSION).where(plans.c.id.in_(both), plans.c.user_id == caller.user_id)
            rows = {row.id: row for row in await session.execute(mine)}
            briefs = await briefs_of(session, list(rows))
        missing = next((one for one in both if one not in rows), None)
        if missing is not None:
            raise NotFound("There is no such plan.", code="PLAN_NOT_FOUND", details={"planId": str(missing)})
        documents = [Numbered(orjson.loads(rows[one].document), rows[one].version) for one in both]
        found = compare(documents[0], documents[1], language=language, timezone=caller.timezone)
        before, after = (
            _side(rows[one], side, outcome=furthest(briefs[one])) for one, side in zip(both, documents, strict=True)
        )
        return ComparedPlans(before, after, found)


def _side(row: Row[Any], side: Numbered, *, outcome: OutcomeBrief | None) -> ComparedSide:
    return ComparedSide(
        row.id, row.version, row.symbol, row.venue, tuple(row.timeframes.split("-")), row.created_at,
        milliseconds(side.document["at"]), row.action, row.score, outcome,
    )  # fmt: skip
