"""The HTTP routes of the journal: plans that were acted on."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from nofomo.features.plans.schemas_journal import DayLossShown, ExitBody, JournalSummary, TakenBody, TakenShown
from nofomo.features.plans.service import PlanService
from nofomo.infra.web import CallerNow, Envelope, refusals, success

_MISSING = refusals(404)


def add_journal(router: APIRouter, plans: PlanService) -> None:
    """Hang them into the router of plans."""
    journal = plans.journal

    @router.post(
        "/plan/{plan_id}/taken", tags=["journal"], status_code=201, response_model=Envelope[TakenShown],
        responses=_MISSING,
    )  # fmt: skip
    async def take_plan(plan_id: UUID, body: TakenBody, caller: CallerNow) -> Response:
        """Write down that a plan was acted on."""
        entry = await journal.take(caller.user_id, plan_id, leg=body.leg, price=body.price, quantity=body.quantity)
        return success(TakenShown.of(entry), status=201)

    @router.get("/taken", tags=["journal"], response_model=Envelope[list[TakenShown]])
    async def list_taken(caller: CallerNow, plan_id: Annotated[UUID | None, Query(alias="planId")] = None) -> Response:
        """The caller's journal, newest first."""
        return success([TakenShown.of(entry) for entry in await journal.list(caller.user_id, plan_id=plan_id)])

    @router.patch("/taken/{taken_id}", tags=["journal"], response_model=Envelope[TakenShown], responses=_MISSING)
    async def close_taken(taken_id: UUID, body: ExitBody, caller: CallerNow) -> Response:
        """Write down at what price it was sold; said again, it corrects the price."""
        return success(TakenShown.of(await journal.close(caller.user_id, taken_id, exit_price=body.exit_price)))

    @router.delete(
        "/taken/{taken_id}", tags=["journal"], response_model=Envelope[dict[str, bool]], responses=_MISSING
    )  # fmt: skip
    async def delete_taken(taken_id: UUID, caller: CallerNow) -> Response:
        """Take an entry out of the journal."""
        await journal.delete(caller.user_id, taken_id)
        return success({"deleted": True})

    @router.get("/journal/summary", tags=["journal"], response_model=Envelope[JournalSummary])
    async def summarize_journal(caller: CallerNow) -> Response:
        """What the caller's own trades have come to."""
        return success(JournalSummary.of(await journal.summary(caller.user_id)))

    @router.get("/journal/today", tags=["journal"], response_model=Envelope[DayLossShown])
    async def read_day(caller: CallerNow) -> Response:
        """What the caller's day has cost so far, and the loss at which the daily gate closes."""
        return success(DayLossShown.of(await journal.today(caller.user_id, timezone=caller.timezone)))
