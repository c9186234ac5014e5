"""The HTTP routes of watchlists and scans."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from nofomo.features.plans.schemas_scans import (
    ScanBody,
    ScanLine,
    ScanList,
    ScanShown,
    ScanStartedShown,
    WatchlistBody,
    WatchlistShown,
)
from nofomo.features.plans.service import PlanService
from nofomo.infra.web import CallerNow, Envelope, ErrorEnvelope, refusals, success

Lang = Annotated[Literal["id", "en"] | None, Query(description="Language of the notes; the caller's by default.")]
_MISSING: Final[dict[int | str, dict[str, Any]]] = {404: {"model": ErrorEnvelope, "description": "No such thing here."}}


def build_scan_router(plans: PlanService) -> APIRouter:
    """Every route of watchlists and scans under /api."""
    router = APIRouter(prefix="/api")
    _add_watchlists(router, plans)
    _add_scans(router, plans)
    return router


def _add_watchlists(router: APIRouter, plans: PlanService) -> None:
    kept = plans.watchlists

    @router.get("/watchlists", tags=["scans"], response_model=Envelope[list[WatchlistShown]])
    async def list_watchlists(caller: CallerNow) -> Response:
        """The caller's lists by name."""
        return success([WatchlistShown.of(one) for one in await kept.list(caller.user_id)])

    @router.post(
        "/watchlists", tags=["scans"], status_code=201, response_model=Envelope[WatchlistShown],
        responses=refusals(409, 503),
    )  # fmt: skip
    async def create_watchlist(body: WatchlistBody, caller: CallerNow) -> Response:
        """Keep a list of symbols; the venue must have every one of them."""
        made = await kept.create(caller.user_id, body.name, venue=body.venue, symbols=body.symbols)
        return success(WatchlistShown.of(made), status=201)

    @router.put(
        "/watchlists/{watchlist_id}", tags=["scans"], response_model=Envelope[WatchlistShown],
        responses=_MISSING | refusals(409, 503),
    )  # fmt: skip
    async def replace_watchlist(watchlist_id: UUID, body: WatchlistBody, caller: CallerNow) -> Response:
        """Change a list: its name, venue and symbols."""
        made = await kept.replace(
            caller.user_id, watchlist_id, name=body.name, venue=body.venue, symbols=body.symbols
        )  # fmt: skip
        return success(WatchlistShown.of(made))

    @router.delete(
        "/watchlists/{watchlist_id}", tags=["scans"], response_model=Envelope[dict[str, bool]], responses=_MISSING
    )
    async def delete_watchlist(watchlist_id: UUID, caller: CallerNow) -> Response:
        """Forget a list; its scans stay."""
        await kept.delete(caller.user_id, watchlist_id)
        return success({"deleted": True})


def _add_scans(router: APIRouter, plans: PlanService) -> None:
    desk = plans.scans

    @router.post(
        "/scans", tags=["scans"], status_code=202, response_model=Envelope[ScanStartedShown],
        responses=_MISSING | refusals(429, 503),
    )  # fmt: skip
    async def start_scan(body: ScanBody, caller: CallerNow) -> Response:
        """Analyse many symbols, up to 50. Each counts as one of the day's; none waits for the pause between two."""
        return success(ScanStartedShown.of(await desk.start(caller, body.to_wish())), status=202)

    @router.get("/scans", tags=["scans"], response_model=Envelope[ScanList], responses=_MISSING)
    async def list_scans(
        caller: CallerNow,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        before: Annotated[UUID | None, Query(description="Go on after this scan.")] = None,
    ) -> Response:
        """The caller's scans, newest first."""
        found, total = await desk.list(caller.user_id, limit=limit, before=before)
        return success(ScanList(scans=[ScanLine.of(scan) for scan in found], total=total))

    @router.get("/scans/{scan_id}", tags=["scans"], response_model=Envelope[ScanShown], responses=_MISSING)
    async def read_scan(scan_id: UUID, caller: CallerNow, lang: Lang = None) -> Response:
        """One scan with its symbols, the best first."""
        return success(await _shown(scan_id, caller, lang=lang))

    @router.post(
        "/scans/{scan_id}/cancel", tags=["scans"], response_model=Envelope[ScanShown],
        responses=_MISSING | refusals(409),
    )  # fmt: skip
    async def cancel_scan(scan_id: UUID, caller: CallerNow) -> Response:
        """End what is still queued or running, which gives its places in the day's quota back; what is done stays."""
        await desk.cancel(caller.user_id, scan_id)
        return success(await _shown(scan_id, caller, lang=None))

    @router.delete("/scans/{scan_id}", tags=["scans"], response_model=Envelope[dict[str, bool]], responses=_MISSING)
    async def delete_scan(scan_id: UUID, caller: CallerNow) -> Response:
        """Forget a scan, ending what is still under way; its analyses stay."""
        await desk.delete(caller.user_id, scan_id)
        return success({"deleted": True})

    async def _shown(scan_id: UUID, caller: CallerNow, *, lang: Literal["id", "en"] | None) -> ScanShown:
        language = lang or ("en" if caller.language == "en" else "id")
        return ScanShown.whole(await desk.get(caller.user_id, scan_id, language=language))
