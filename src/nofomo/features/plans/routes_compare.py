"""The HTTP route that lays two versions side by side."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from nofomo.features.plans.schemas_compare import ComparisonShown
from nofomo.features.plans.service import PlanService
from nofomo.infra.web import CallerNow, Envelope, refusals, success


def build_compare_router(plans: PlanService) -> APIRouter:
    """The comparison under /api."""
    router = APIRouter(prefix="/api")

    @router.get(
        "/plan/{plan_id}/compare/{other_id}", tags=["plans"], response_model=Envelope[ComparisonShown],
        responses=refusals(404),
    )  # fmt: skip
    async def compare_plans(
        plan_id: UUID,
        other_id: UUID,
        caller: CallerNow,
        lang: Annotated[
            Literal["id", "en"] | None, Query(description="Language of the sentences; the caller's by default.")
        ] = None,
    ) -> Response:
        """From one version to another of the same symbol: statements, figures with their differences, both texts."""
        language = lang or ("en" if caller.language == "en" else "id")
        found = await plans.comparing.compare(caller, plan_id, other_id=other_id, language=language)
        return success(ComparisonShown.of(found))

    return router
