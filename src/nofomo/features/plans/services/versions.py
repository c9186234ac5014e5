"""Reading versions: one with its chain, or the list."""

from __future__ import annotations

from typing import Any, Final, cast
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from nofomo.engine.analysis import render
from nofomo.engine.core.errors import Invalid, NotFound
from nofomo.engine.core.instrument import spell_symbol
from nofomo.features.plans.model import ChainLink, Language, PlanFilter, PlanSummary, PlanVersion
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.tables import plans
from nofomo.infra.database import as_user

_CHAIN: Final = 200
"""So many of the newest versions are named with each; more would only make every answer longer."""
_SHOWN: Final = (
    plans.c.id, plans.c.venue, plans.c.symbol, plans.c.timeframes, plans.c.version, plans.c.options, plans.c.payload,
    plans.c.language, plans.c.timezone, plans.c.created_at,
)  # fmt: skip


class Versions:
    """What was saved, for the one whom it belongs to. Another person's plan does not exist."""

    def __init__(self, parts: PlanParts) -> None:
        self._parts = parts

    async def get(self, user_id: UUID, plan_id: UUID, *, language: Language, timezone: str) -> PlanVersion:
        """One version in the reader's language and zone; put into words anew only where they differ from its maker's.

        Raises NotFound (`PLAN_NOT_FOUND`).
        """
        mine = and_(plans.c.id == plan_id, plans.c.user_id == user_id)
        async with self._parts.database.read(as_user(user_id)) as session:
            row = (await session.execute(select(*_SHOWN).where(mine))).one_or_none()
            if row is None:
                raise NotFound("There is no such plan.", code="PLAN_NOT_FOUND", details={"planId": str(plan_id)})
            same = and_(
                plans.c.user_id == user_id, plans.c.venue == row.venue, plans.c.symbol == row.symbol,
                plans.c.timeframes == row.timeframes,
            )  # fmt: skip
            newest = select(func.max(plans.c.version)).where(same).scalar_subquery()
            near = or_(plans.c.version > newest - _CHAIN, plans.c.version.between(row.version - 1, row.version + 1))
            links = await session.execute(
                select(plans.c.id, plans.c.version, plans.c.created_at, plans.c.action, plans.c.score)
                .where(same, near)
                .order_by(plans.c.version.desc())
            )
            chain = tuple(ChainLink(*link) for link in links)
            payload = row.payload
            if (row.language, row.timezone) != (language, timezone):
                kept = await session.scalar(select(plans.c.document).where(mine))
                tree = render(orjson.loads(cast("str", kept)), language=language, timezone=timezone)
                payload = orjson.dumps(tree).decode()
        return PlanVersion(row.id, row.version, row.created_at, row.options, payload, chain)

    async def order_of(self, user_id: UUID, plan_id: UUID) -> tuple[str, str, dict[str, Any]]:
        """Venue, symbol and options of a version, to ask for the next one. Raises NotFound (`PLAN_NOT_FOUND`)."""
        query = select(plans.c.venue, plans.c.symbol, plans.c.options)
        async with self._parts.database.read(as_user(user_id)) as session:
            row = (await session.execute(query.where(plans.c.id == plan_id, plans.c.user_id == user_id))).one_or_none()
        if row is None:
            raise NotFound("There is no such plan.", code="PLAN_NOT_FOUND", details={"planId": str(plan_id)})
        return row.venue, row.symbol, row.options

    async def list(self, user_id: UUID, wanted: PlanFilter, *, language: Language) -> tuple[list[PlanSummary], int]:
        """The person's versions, newest first, and how many the filter lets through in all."""
        which = [plans.c.user_id == user_id, *_conditions(wanted)]
        async with self._parts.database.read(as_user(user_id)) as session:
            total = await session.scalar(select(func.count()).select_from(plans).where(*which))
            page = list(which)
            if wanted.before is not None:
                place = select(plans.c.created_at, plans.c.id).where(
                    plans.c.id == wanted.before, plans.c.user_id == user_id
                )
                found = (await session.execute(place)).one_or_none()
                if found is None:
                    raise NotFound("There is no such plan.", code="PLAN_NOT_FOUND",
                                   details={"field": "before", "planId": str(wanted.before)})  # fmt: skip
                page.append(tuple_(plans.c.created_at, plans.c.id) < tuple_(*found))
            rows = await session.execute(
                select(
                    plans.c.id, plans.c.version, plans.c.symbol, plans.c.venue, plans.c.timeframes, plans.c.action,
                    plans.c.score, plans.c.price, plans.c.created_at, plans.c.valid_until, plans.c.entries,
                    plans.c.notes,
                )
                .where(*page)
                .order_by(plans.c.created_at.desc(), plans.c.id.desc())
                .limit(wanted.limit)
            )  # fmt: skip
            summaries = [
                PlanSummary(
                    row.id, row.version, row.symbol, row.venue, tuple(row.timeframes.split("-")), row.action, row.score,
                    float(row.price), row.created_at, row.valid_until,
                    None if row.entries is None else tuple(row.entries), row.notes[language],
                )
                for row in rows
            ]  # fmt: skip
        return summaries, total or 0


def _conditions(wanted: PlanFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.symbol:
        conditions.append(plans.c.symbol == _spelled(wanted.symbol))
    if wanted.venue:
        conditions.append(plans.c.venue == wanted.venue.strip().lower())
    if wanted.timeframes:
        conditions.append(plans.c.timeframes == "-".join(str(frame) for frame in wanted.timeframes))
    return conditions


def _spelled(symbol: str) -> str:
    """BTCUSDT as BTC/USDT; what cannot be recognised stays as typed and finds nothing."""
    try:
        return spell_symbol(symbol)
    except Invalid:
        return symbol.strip().upper()
