"""Reading versions: one with its chain, or the list."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.analysis import render
from nofomo.engine.core.errors import Invalid, NotFound
from nofomo.engine.core.instrument import spell_symbol
from nofomo.features.plans.model import ChainLink, Language, PlanFilter, PlanSummary, PlanVersion
from nofomo.features.plans.model_outcomes import LegOutcome, OutcomeBrief, furthest
from nofomo.features.plans.services.outcome_rows import brief_of, outcome_of
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.tables import plan_outcomes, plans
from nofomo.infra.database import as_user
from nofomo.infra.flights import SingleFlight

_CHAIN: Final = 200
"""So many of the newest versions are named with each; more would only make every answer longer."""
_MOST_KEPT: Final = 256
_CHAIN_AGE_MS: Final = 1_000
"""So long may a chain be without a version that another process has made."""
_CHAINED: Final = ("user_id", "venue", "symbol", "timeframes")
_SHOWN: Final = (
    plans.c.id, plans.c.version, plans.c.options, plans.c.payload, plans.c.language, plans.c.timezone,
    plans.c.created_at,
)  # fmt: skip

_BRIEF: Final = tuple(
    plan_outcomes.c[name] for name in ("plan_id", "leg", "state", "state_at", "resolved_at", "result")
)

_Reader = tuple[UUID, UUID, Language, str]
"""Whose plan, which, and in whose words: language and time zone."""


@dataclass(slots=True)
class _Kept:
    """A version in one reader's words, and its chain as it was `chained_at` (ms)."""

    version: PlanVersion
    chained_at: int


class Versions:
    """What was saved, for the one whom it belongs to. Another person's plan does not exist.

    A version never changes, so that those read last stay in memory; only their chains grow, and their outcomes.
    """

    def __init__(self, parts: PlanParts) -> None:
        self._parts = parts
        self._kept: OrderedDict[_Reader, _Kept] = OrderedDict()
        self._flights = SingleFlight()
        self._changes = 0

    async def get(self, user_id: UUID, plan_id: UUID, *, language: Language, timezone: str) -> PlanVersion:
        """One version in the reader's language and zone; put into words anew only where they differ from its maker's.

        Raises NotFound (`PLAN_NOT_FOUND`).
        """
        key: _Reader = (user_id, plan_id, language, timezone)
        kept, now = self._kept.get(key), self._parts.clock.now_ms()
        if kept is None or not 0 <= now - kept.chained_at < _CHAIN_AGE_MS:
            # many who ask at once read once; whoever asks after a change does not get an answer from before it
            kept = await self._flights.share((key, self._changes), lambda: self._look(key, kept))
        else:
            self._kept.move_to_end(key)
        return kept.version

    async def _look(self, key: _Reader, kept: _Kept | None) -> _Kept:
        (user_id, plan_id, *_), changes, now = key, self._changes, self._parts.clock.now_ms()
        if kept is None:
            version = await self._read(key)
        else:
            async with self._parts.database.read(as_user(user_id)) as session:
                chain, outcomes = await _chain(session, user_id, plan_id=plan_id)
            if not chain:
                self._kept.pop(key, None)
                raise _no_plan(plan_id)
            version = replace(kept.version, chain=chain, outcomes=outcomes)
        fresh = _Kept(version, now if changes == self._changes else now - _CHAIN_AGE_MS)
        self._kept[key] = fresh
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return fresh

    def chain_grew(self, user_id: UUID) -> None:
        """Somebody has a new version or a new outcome: look at their chains again when they are next read."""
        self._changes += 1
        for key, kept in self._kept.items():
            if key[0] == user_id:
                kept.chained_at = -_CHAIN_AGE_MS

    async def _read(self, key: _Reader) -> PlanVersion:
        user_id, plan_id, *reader = key
        mine = and_(plans.c.id == plan_id, plans.c.user_id == user_id)
        async with self._parts.database.read(as_user(user_id)) as session:
            row = (await session.execute(select(*_SHOWN).where(mine))).one_or_none()
            if row is None:
                raise _no_plan(plan_id)
            chain, outcomes = await _chain(session, user_id, plan_id=plan_id)
            payload = row.payload
            if [row.language, row.timezone] != reader:
                kept = await session.scalar(select(plans.c.document).where(mine))
                tree = render(orjson.loads(cast("str", kept)), language=key[2], timezone=key[3])
                payload = orjson.dumps(tree).decode()
        return PlanVersion(row.id, row.version, row.created_at, row.options, payload, chain, outcomes)

    async def order_of(self, user_id: UUID, plan_id: UUID) -> tuple[str, str, dict[str, Any]]:
        """Venue, symbol and options of a version, to ask for the next one. Raises NotFound (`PLAN_NOT_FOUND`)."""
        query = select(plans.c.venue, plans.c.symbol, plans.c.options)
        async with self._parts.database.read(as_user(user_id)) as session:
            row = (await session.execute(query.where(plans.c.id == plan_id, plans.c.user_id == user_id))).one_or_none()
        if row is None:
            raise _no_plan(plan_id)
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
                    plans.c.breakout_price, plans.c.notes,
                )
                .where(*page)
                .order_by(plans.c.created_at.desc(), plans.c.id.desc())
                .limit(wanted.limit)
            )  # fmt: skip
            found = rows.all()
            briefs = await briefs_of(session, [row.id for row in found])
            summaries = [
                PlanSummary(
                    row.id, row.version, row.symbol, row.venue, tuple(row.timeframes.split("-")), row.action, row.score,
                    float(row.price), row.created_at, row.valid_until,
                    None if row.entries is None else tuple(row.entries),
                    None if row.breakout_price is None else float(row.breakout_price), row.notes[language],
                    furthest(briefs[row.id]),
                )
                for row in found
            ]  # fmt: skip
        return summaries, total or 0


async def _chain(
    session: AsyncSession, user_id: UUID, *, plan_id: UUID
) -> tuple[tuple[ChainLink, ...], tuple[LegOutcome, ...]]:
    """The chain that a version belongs to, newest first, and what became of the version itself; both are empty where
    there is no such version of this person."""
    this, newer = plans.alias("this"), plans.alias("newer")
    same_chain = (newer.c[name] == this.c[name] for name in _CHAINED)
    newest = select(func.max(newer.c.version)).where(*same_chain).scalar_subquery()
    key = (*(this.c[name] for name in _CHAINED), this.c.version, newest.label("newest"))
    mine = and_(this.c.id == plan_id, this.c.user_id == user_id)
    place = (await session.execute(select(*key).where(mine))).one_or_none()
    if place is None:
        return (), ()
    # two queries, so that each reads a range of the index, however long the chain is
    shown = plans.c.version > place.newest - _CHAIN
    if place.version - 1 <= place.newest - _CHAIN:
        shown = or_(shown, plans.c.version.between(place.version - 1, place.version + 1))
    links = await session.execute(
        select(plans.c.id, plans.c.version, plans.c.created_at, plans.c.action, plans.c.score)
        .where(plans.c.user_id == user_id, *(plans.c[name] == place._mapping[name] for name in _CHAINED[1:]), shown)
        .order_by(plans.c.version.desc())
    )
    found = links.all()
    briefs = await briefs_of(session, [link.id for link in found])
    own = select(plan_outcomes).where(plan_outcomes.c.plan_id == plan_id).order_by(plan_outcomes.c.leg.desc())
    outcomes = tuple(outcome_of(row) for row in await session.execute(own)) if found else ()
    chain = (
        ChainLink(link.id, link.version, link.created_at, link.action, link.score, furthest(briefs[link.id]))
        for link in found
    )
    return tuple(chain), outcomes


async def briefs_of(session: AsyncSession, plan_ids: Sequence[UUID]) -> Mapping[UUID, list[OutcomeBrief]]:
    """One line about each leg of each of these plans."""
    found: dict[UUID, list[OutcomeBrief]] = {plan_id: [] for plan_id in plan_ids}
    rows = await session.execute(select(*_BRIEF).where(plan_outcomes.c.plan_id.in_(plan_ids)))
    for row in rows:
        found[row.plan_id].append(brief_of(row))
    return found


def _no_plan(plan_id: UUID) -> NotFound:
    return NotFound("There is no such plan.", code="PLAN_NOT_FOUND", details={"planId": str(plan_id)})


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
