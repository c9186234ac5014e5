"""The HTTP route of a version as a file."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator

from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.plans.service import PlanService
from nofomo.features.plans.services.exporting import ExportedFile, Form, Wish
from nofomo.infra.web import CallerNow, refusals

_FILES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The file, under a name of its own.",
        "content": {
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
            "image/png": {"schema": {"type": "string", "format": "binary"}},
            "image/svg+xml": {"schema": {"type": "string"}},
            "application/json": {"schema": {"type": "object"}},
            "text/plain": {"schema": {"type": "string"}},
        },
    }
}


def _checked(timeframe: str | None) -> str | None:
    """Refuse what cannot be read as a timeframe while the request is checked."""
    if timeframe:
        Timeframe.parse(timeframe)
    return timeframe


def add_export(router: APIRouter, plans: PlanService) -> None:
    """Hang it into the router of plans."""

    @router.get(
        "/plan/{plan_id}/export", tags=["plans"], response_class=Response, responses=_FILES | refusals(404, 503)
    )
    async def export_plan(
        plan_id: UUID,
        caller: CallerNow,
        form: Annotated[Form, Query(alias="format")] = "pdf",
        lang: Annotated[
            Literal["id", "en"] | None, Query(description="Language of the words; the caller's by default.")
        ] = None,
        theme: Annotated[Literal["light", "dark"], Query(description="Light pages are for paper.")] = "light",
        timeframe: Annotated[
            str | None,
            AfterValidator(_checked),
            Query(max_length=8, examples=["15m"], description="Of the chart; the smallest one by default."),
        ] = None,
        against: Annotated[
            UUID | None, Query(description="An earlier version of the symbol: its plan is drawn beside it, dotted.")
        ] = None,
        sizes: Annotated[bool, Query(description="Whether a PDF tells quantities, money and equity.")] = True,
    ) -> Response:
        """One version as a PDF page, a picture, JSON or text. The chart shows the candles of that moment."""
        language = lang or ("en" if caller.language == "en" else "id")
        frame = Timeframe.parse(timeframe) if timeframe else None
        wish = Wish(form, language, theme=theme, timeframe=frame, sizes=sizes, against=against)
        return _download(await plans.exports.export(caller, plan_id, wish=wish))


def _download(file: ExportedFile) -> Response:
    plain = file.name.encode("ascii", "ignore").decode() or "analysis"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return Response(file.content, media_type=file.media, headers=headers)
