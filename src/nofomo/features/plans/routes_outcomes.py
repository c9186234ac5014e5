"""The HTTP routes of what became of plans."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from nofomo.features.plans.schemas_outcomes import PlanOutcomeShown
from nofomo.features.plans.service import PlanService
from nofomo.infra.web import CallerNow, Envelope, refusals, success


def add_outcomes(router: APIRouter, plans: PlanService) -> None:
    """Hang them into the router of plans."""

    @router.get(
        "/plan/{plan_id}/outcome", tags=["plans"], response_model=Envelope[PlanOutcomeShown], responses=refusals(404)
    )
    async def read_outcome(plan_id: UUID, caller: CallerNow) -> Response:
        """What became of a plan, by the newest closed candles; as it was last known while the venue is down."""
        return success(PlanOutcomeShown.of(await plans.outcomes.current(caller.user_id, plan_id)))
