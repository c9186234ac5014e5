"""The HTTP routes of plans and their jobs."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator

from nofomo.engine.core.candles import iso
from nofomo.features.plans.model import ChainLink, Pending, PlanFilter, PlanVersion
from nofomo.features.plans.routes_export import add_export
from nofomo.features.plans.routes_journal import add_journal
from nofomo.features.plans.routes_outcomes import add_outcomes
from nofomo.features.plans.schemas import (
    AnalyzeBody,
    JobShown,
    JobStarted,
    PlanLine,
    PlanList,
    PlanShown,
    UpdateBody,
    read_timeframes,
)
from nofomo.features.plans.schemas_outcomes import OutcomeShown
from nofomo.features.plans.service import PlanService
from nofomo.infra.web import CallerNow, Envelope, ErrorEnvelope, refusals, success, success_json, to_json

Lang = Annotated[Literal["id", "en"] | None, Query(description="Language of the sentences; the caller's by default.")]
_MADE: Final[dict[int | str, dict[str, Any]]] = {
    202: {"model": Envelope[JobStarted], "description": "Still under way: ask for the job."},
    409: {"model": ErrorEnvelope, "description": "ANALYSIS_CANCELLED: somebody ended it meanwhile."},
    429: {"model": ErrorEnvelope, "description": "ANALYSIS_RUNNING, COOLDOWN or QUOTA_USED, with Retry-After."},
    503: {"model": ErrorEnvelope, "description": "The venue does not answer, or the analysis took too long."},
}
_MISSING: Final[dict[int | str, dict[str, Any]]] = {404: {"model": ErrorEnvelope, "description": "No such thing here."}}


def _checked(timeframes: str | None) -> str | None:
    """Refuse what cannot be read as timeframes while the request is checked."""
    if timeframes:
        read_timeframes(timeframes)
    return timeframes


def build_router(plans: PlanService) -> APIRouter:
    """Every route of plans under /api."""
    router = APIRouter(prefix="/api")
    _add_asking(router, plans)
    _add_reading(router, plans)
    _add_jobs(router, plans)
    add_outcomes(router, plans)
    add_export(router, plans)
    add_journal(router, plans)
    return router


def _add_asking(router: APIRouter, plans: PlanService) -> None:
    @router.post("/analyze", tags=["analysis"], response_model=Envelope[PlanShown], responses=_MADE)
    async def analyze_symbol(body: AnalyzeBody, caller: CallerNow) -> Response:
        """Analyse a symbol. The version when it is ready within `wait` seconds, else 202 with the job."""
        return _made(await plans.analyze(caller, body.to_request(), wait_s=body.wait))

    @router.post("/update", tags=["analysis"], response_model=Envelope[PlanShown], responses={**_MADE, **_MISSING})
    async def update_plan(body: UpdateBody, caller: CallerNow) -> Response:
        """Make the next version of a plan with the same options."""
        return _made(await plans.update(caller, body.plan_id, wait_s=body.wait))


def _add_reading(router: APIRouter, plans: PlanService) -> None:
    @router.get("/plan/{plan_id}", tags=["plans"], response_model=Envelope[PlanShown], responses=_MISSING)
    async def read_plan(plan_id: UUID, caller: CallerNow, lang: Lang = None) -> Response:
        """One version with its neighbours and its chain."""
        return success_json(plan_json(await plans.get(caller, plan_id, language=lang)))

    @router.get("/plans", tags=["plans"], response_model=Envelope[PlanList], responses=_MISSING)
    async def list_plans(
        caller: CallerNow,
        symbol: Annotated[str | None, Query(max_length=41, examples=["BTC/USDT"])] = None,
        venue: Annotated[str | None, Query(max_length=40)] = None,
        timeframes: Annotated[
            str | None, AfterValidator(_checked), Query(max_length=20, examples=["4h-1h-15m"])
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        before: Annotated[UUID | None, Query(description="Go on after this plan.")] = None,
        lang: Lang = None,
    ) -> Response:
        """The caller's versions, newest first."""
        frames = read_timeframes(timeframes) if timeframes else None
        wanted = PlanFilter(symbol, venue, frames, limit, before)
        found, total = await plans.list(caller, wanted, language=lang)
        return success(PlanList(plans=[PlanLine.of(plan) for plan in found], total=total))


def _add_jobs(router: APIRouter, plans: PlanService) -> None:
    @router.get("/jobs/{job_id}", tags=["jobs"], response_model=Envelope[JobShown], responses=_MISSING)
    async def read_job(job_id: UUID, caller: CallerNow) -> Response:
        """How far a job is, and what came of it."""
        return success(JobShown.of(await plans.job(caller, job_id)))

    @router.post(
        "/jobs/{job_id}/cancel", tags=["jobs"], response_model=Envelope[JobShown], responses=_MISSING | refusals(409)
    )
    async def cancel_job(job_id: UUID, caller: CallerNow) -> Response:
        """End a job. A cancelled analysis gives its place in the day's quota back."""
        return success(JobShown.of(await plans.cancel(caller, job_id)))


def plan_json(plan: PlanVersion) -> bytes:
    """A version as JSON. Its payload is put in as it is stored, without being read."""
    tree = {
        "planId": plan.plan_id,
        "version": plan.version,
        "createdAt": iso(plan.created_at),
        "options": dict(plan.options) | {"equity": float(plan.options["equity"])},
        "payload": orjson.Fragment(plan.payload),
        "previous": plan.previous,
        "next": plan.next,
        "chain": orjson.Fragment(_chain_json(plan.chain)),
        "outcomes": [OutcomeShown.of(outcome) for outcome in plan.outcomes],
    }
    return to_json(tree)


@lru_cache(maxsize=64)
def _chain_json(chain: tuple[ChainLink, ...]) -> bytes:
    """The links as `ChainLinkShown` describes them. A long chain would take most of an answer's time."""
    return to_json([_link_json(link) for link in chain])


def _link_json(link: ChainLink) -> dict[str, Any]:
    outcome = link.outcome
    brief = outcome and {
        "leg": outcome.leg,
        "state": outcome.state,
        "at": None if outcome.at is None else iso(outcome.at),
        "final": outcome.final,
        "result": outcome.result,
    }
    return {
        "planId": link.plan_id,
        "version": link.version,
        "createdAt": iso(link.created_at),
        "action": link.action,
        "score": link.score,
        "outcome": brief,
    }


def _made(made: PlanVersion | Pending) -> Response:
    if isinstance(made, Pending):
        return success(JobStarted(job_id=made.job_id), status=202)
    return success_json(plan_json(made))
