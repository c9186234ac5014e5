"""A version as a file to keep or to send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Literal
from uuid import UUID

import orjson

from nofomo.engine.analysis import numbers
from nofomo.engine.core.candles import milliseconds
from nofomo.engine.core.errors import Invalid, NotFound
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import CHART_WINDOW
from nofomo.features.plans.documents import Older, Sheet, render_pdf, render_png, render_svg, smallest
from nofomo.features.plans.model import Language, PlanVersion
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.services.versions import Versions
from nofomo.infra.documents import Theme, Typesetter
from nofomo.infra.web import Caller

Form = Literal["pdf", "png", "svg", "json", "text"]
_MEDIA: Final[dict[Form, str]] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Which file is wanted: its form, whose words, which colours, the chart's timeframe (by default the smallest of the
    analysis), whether a page tells what to buy of it and what that costs, and the earlier version whose plan is drawn
    beside it."""

    form: Form
    language: Language
    theme: Theme = "light"
    timeframe: Timeframe | None = None
    sizes: bool = True
    against: UUID | None = None


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file, its media type and what it may be called."""

    content: bytes
    media: str
    name: str


class Exports:
    """Writes versions as files. A chart shows the candles that were closed at the moment of the version."""

    def __init__(self, parts: PlanParts, *, versions: Versions) -> None:
        self._market = parts.market
        self._versions = versions
        self._typesetter = Typesetter()

    async def export(self, caller: Caller, plan_id: UUID, *, wish: Wish) -> ExportedFile:
        """One version as a file. Raises NotFound (`PLAN_NOT_FOUND`, `NO_CANDLES`), and Unavailable where the venue
        cannot give the candles of the chart."""
        found = await self._versions.get(caller.user_id, plan_id, language=wish.language, timezone=caller.timezone)
        payload: dict[str, Any] = orjson.loads(found.payload)
        content = await self._content(caller.user_id, found, payload=payload, wish=wish, timezone=caller.timezone)
        return ExportedFile(content, _MEDIA[wish.form], _name(found, payload, form=wish.form, timezone=caller.timezone))

    async def _content(
        self, user_id: UUID, found: PlanVersion, *, payload: Mapping[str, Any], wish: Wish, timezone: str
    ) -> bytes:
        if wish.form == "json":
            return found.payload.encode()
        if wish.form == "text":
            return f"{payload['text']}\n".encode()
        sheet = await self._sheet(found, payload, wish=wish, timezone=timezone)
        if wish.against is not None:
            sheet = replace(sheet, older=await self._older(user_id, sheet, wish=wish))
        if wish.form == "pdf":
            return await self._typesetter.run(partial(render_pdf, sheet=sheet, theme=wish.theme, sizes=wish.sizes))
        if wish.form == "png":
            return await self._typesetter.run(partial(render_png, sheet=sheet, theme=wish.theme))
        return await self._typesetter.run(lambda _: render_svg(sheet, wish.theme))

    async def _sheet(self, found: PlanVersion, payload: Mapping[str, Any], *, wish: Wish, timezone: str) -> Sheet:
        frame, symbol, venue = wish.timeframe or smallest(payload["timeframes"]), payload["symbol"], payload["venue"]
        at = milliseconds(payload["at"])
        candles = await self._market.closed_candles(venue, symbol, frame, at=at, count=CHART_WINDOW)
        if not len(candles):
            raise NotFound(f"{venue} has no {frame} candles of {symbol} from before this analysis.", code="NO_CANDLES")
        return Sheet(
            payload=payload,
            candles=candles,
            language=wish.language,
            timezone=timezone,
            version=found.version,
            plan_id=str(found.plan_id),
            outcomes=found.outcomes,
        )

    async def _older(self, user_id: UUID, sheet: Sheet, *, wish: Wish) -> Older:
        assert wish.against is not None
        other = await self._versions.get(user_id, wish.against, language=wish.language, timezone=sheet.timezone)
        payload: dict[str, Any] = orjson.loads(other.payload)
        if payload["symbol"] != sheet.payload["symbol"]:
            raise Invalid(
                f"That version is of {payload['symbol']}. Choose one of {sheet.payload['symbol']}.",
                code="OTHER_SYMBOL", details={"field": "against"},
            )  # fmt: skip
        return Older(payload, other.version)


def _name(found: PlanVersion, payload: Mapping[str, Any], *, form: Form, timezone: str) -> str:
    """`BTC-USDT_v3_20240314-0930.pdf`, by the clock of the reader."""
    moment = numbers.local_time(milliseconds(payload["at"]), timezone)
    symbol = "".join(sign if sign.isalnum() else "-" for sign in payload["symbol"]).strip("-")
    ending = "txt" if form == "text" else form
    return f"{symbol}_v{found.version}_{moment:%Y%m%d-%H%M}.{ending}"
