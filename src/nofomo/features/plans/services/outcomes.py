"""What became of plans: looked up in the newest candles, kept in rows, told on the bus."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Row, and_, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from nofomo.engine.core.candles import milliseconds
from nofomo.engine.core.errors import NofomoError, NotFound, TryLater
from nofomo.engine.core.timeframe import DAY_MS, Timeframe
from nofomo.features.plans.events import PlanMoved
from nofomo.features.plans.model_outcomes import PlanStanding, standing_of
from nofomo.features.plans.services.outcome_facts import facts_of
from nofomo.features.plans.services.outcome_rows import outcome_of, outcome_values
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.services.resolving import OpenLeg, Resolver
from nofomo.features.plans.services.versions import Versions
from nofomo.features.plans.tables import plan_outcomes, plans
from nofomo.infra.database import SYSTEM, Scope, as_user
from nofomo.infra.jobs import JobContext, Periodic

log = logging.getLogger(__name__)

OUTCOMES_KIND: Final = "outcomes"
OUTCOMES: Final = Periodic(OUTCOMES_KIND, every_s=120, deadline_s=300, after_start_s=20)
"""How often the open outcomes of everybody are looked at."""
_PATIENCE_S: Final = 5.0
_MOST_AT_ONCE: Final = 100
"""So many legs are written in one transaction: SQLite's other writers wait for it."""
_WORTH_LOOKING_MS: Final = 60 * DAY_MS
"""A leg is over after thirty days and its plan's time; one that is open much longer has no candles to end it."""
_OPEN: Final = (
    plan_outcomes,
    plans.c.venue, plans.c.symbol, plans.c.timeframes, plans.c.version, plans.c.document, plans.c.tick,
    plans.c.fee_rate,
)  # fmt: skip


class _Series(NamedTuple):
    """Whose candles decide: those of the smallest timeframe of the plans."""

    venue: str
    symbol: str
    timeframe: Timeframe


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a version itself says that its standing needs."""

    version: int
    series: _Series
    document: Mapping[str, Any]


class Outcomes:
    """Brings outcomes up to date, one plan at a time for a person, all of them for the house.

    Several processes may do so at once: a row is written only by the one that began where the row still stands, and
    only that one tells what is new.
    """

    def __init__(self, parts: PlanParts, *, versions: Versions) -> None:
        self._parts = parts
        self._versions = versions
        self._resolver = Resolver(parts.market)

    async def current(self, user_id: UUID, plan_id: UUID) -> PlanStanding:
        """A person's plan, held against the newest candles; while the venue is down, as it was last known.

        Raises NotFound (`PLAN_NOT_FOUND`).
        """
        scope = as_user(user_id)
        plan = await self._plan(user_id, plan_id)
        now = self._parts.clock.now_ms()
        price, at = float(plan.document["price"]), milliseconds(plan.document["at"])
        try:
            async with asyncio.timeout(_PATIENCE_S):
                now = await self._parts.market.moment(plan.series.venue, plan.series.symbol)
                await self._catch_up(scope, plan.series, now=now, plan_id=plan_id)
                newest = await self._parts.market.closed_candles(*plan.series, at=now, count=1)
                if len(newest):
                    price, at = float(newest.close[-1]), newest.end
        except (NofomoError, TimeoutError) as error:
            log.info("The outcome of a plan on %s stays as it was: %r", plan.series.symbol, error)
        async with self._parts.database.read(scope) as session:
            rows = await session.execute(
                select(plan_outcomes)
                .where(plan_outcomes.c.plan_id == plan_id, plan_outcomes.c.user_id == user_id)
                .order_by(plan_outcomes.c.leg.desc())
            )
            outcomes = tuple(outcome_of(row) for row in rows)
        pullback = plan.document["pullback"]
        first = None if pullback is None else pullback["entries"][0]["price"]
        over = now >= milliseconds(plan.document["validUntil"])
        standing = standing_of(outcomes, over=over)
        return PlanStanding(
            plan_id, plan.version, price, at, standing, None if first is None else price / first - 1, outcomes
        )

    async def __call__(self, ctx: JobContext) -> None:
        """The periodic job: all open outcomes, series by series. A venue that is down is left for the next time."""
        due = await self._due()
        told, silent = 0, set[str]()
        for number, series in enumerate(due, start=1):
            await ctx.progress(number, len(due), "outcomes")
            if series.venue in silent:
                continue
            try:
                now = await self._parts.market.moment(series.venue, series.symbol)
                told += await self._catch_up(SYSTEM, series, now=now)
            except TryLater as error:
                silent.add(series.venue)
                log.info("Outcomes on %s wait: %s", series.venue, error.message)
            except NofomoError as error:
                log.info("Outcomes of %s on %s cannot be told: %s", series.symbol, series.venue, error.message)
            except SQLAlchemyError:
                raise
            except Exception:
                # one series that breaks must not keep all the others from their outcomes for ever
                log.exception("Outcomes of %s on %s broke.", series.symbol, series.venue)
        async with self._parts.database.write(SYSTEM) as session:
            await ctx.complete(session, {"series": len(due), "told": told, "silent": sorted(silent)})

    async def _due(self) -> list[_Series]:
        """The series with open outcomes that a closed candle may have moved on."""
        now = self._parts.clock.now_ms()
        query = (
            select(
                plans.c.venue,
                plans.c.symbol,
                plans.c.timeframes,
                func.min(plan_outcomes.c.checked_until).label("since"),
            )
            .join(plans, plans.c.id == plan_outcomes.c.plan_id)
            .where(plan_outcomes.c.resolved_at.is_(None), plans.c.created_at > now - _WORTH_LOOKING_MS)
            .group_by(plans.c.venue, plans.c.symbol, plans.c.timeframes)
            .order_by(plans.c.venue, plans.c.symbol)
        )
        due: dict[_Series, None] = {}
        async with self._parts.database.read(SYSTEM) as session:
            for row in await session.execute(query):
                frame = Timeframe.parse(row.timeframes.rpartition("-")[2])
                if frame.floor(now) > row.since:
                    due[_Series(row.venue, row.symbol, frame)] = None
        return list(due)

    async def _plan(self, user_id: UUID, plan_id: UUID) -> _Plan:
        query = select(plans.c.version, plans.c.venue, plans.c.symbol, plans.c.timeframes, plans.c.document)
        async with self._parts.database.read(as_user(user_id)) as session:
            row = (await session.execute(query.where(plans.c.id == plan_id, plans.c.user_id == user_id))).one_or_none()
        if row is None:
            raise NotFound("There is no such plan.", code="PLAN_NOT_FOUND", details={"planId": str(plan_id)})
        series = _Series(row.venue, row.symbol, Timeframe.parse(row.timeframes.rpartition("-")[2]))
        return _Plan(row.version, series, orjson.loads(row.document))

    async def _catch_up(self, scope: Scope, series: _Series, *, now: int, plan_id: UUID | None = None) -> int:
        """Bring the open legs of one series up to `now`, or those of one plan. Gives the number of new facts."""
        legs = await self._open_legs(scope, series, plan_id=plan_id)
        told = 0
        async for moved in self._resolver.moves(legs, series.timeframe, now=now):
            for first in range(0, len(moved), _MOST_AT_ONCE):
                facts = await self._keep(scope, moved[first : first + _MOST_AT_ONCE])
                told += len(facts)
                for fact in facts:
                    await self._parts.events.publish(fact)
        return told

    async def _open_legs(self, scope: Scope, series: _Series, *, plan_id: UUID | None) -> list[OpenLeg]:
        query = (
            select(*_OPEN)
            .join(plans, plans.c.id == plan_outcomes.c.plan_id)
            .where(plan_outcomes.c.resolved_at.is_(None))
            .where(plans.c.venue == series.venue, plans.c.symbol == series.symbol)
        )
        if plan_id is not None:
            query = query.where(plan_outcomes.c.plan_id == plan_id)
        async with self._parts.database.read(scope) as session:
            rows = (await session.execute(query)).all()
        return [leg for row in rows if row.timeframes.rpartition("-")[2] == str(series.timeframe)
                for leg in _leg_of(row)]  # fmt: skip

    async def _keep(self, scope: Scope, legs: Sequence[OpenLeg]) -> list[PlanMoved]:
        """Write how far legs have come, unless somebody else has been faster. Gives the facts that are thereby new."""
        now, won = self._parts.clock.now_ms(), list[OpenLeg]()
        async with self._parts.database.write(scope) as session:
            for leg in legs:
                row: Row[Any] = leg.row
                same = and_(plan_outcomes.c.plan_id == row.plan_id, plan_outcomes.c.leg == row.leg)
                unmoved = and_(plan_outcomes.c.resolved_at.is_(None), plan_outcomes.c.checked_until == leg.kept_until)
                values = outcome_values(leg.progress, leg.orders, now=now)
                done: Any = await session.execute(update(plan_outcomes).where(same, unmoved).values(values))
                if done.rowcount == 1:
                    won.append(leg)
        facts = [fact for leg in won for fact in facts_of(leg.row, leg.progress.events, known=leg.told)]
        for leg in won:
            leg.kept()
        for user_id in {fact.user_id for fact in facts}:
            self._versions.chain_grew(user_id)
        return facts


def _leg_of(row: Row[Any]) -> list[OpenLeg]:
    """The leg of a row; none where its document cannot be read, which is logged and stops nobody else."""
    try:
        return [OpenLeg.of(row)]
    except (NofomoError, KeyError, TypeError, ValueError, ArithmeticError):
        log.exception("The %s of plan %s is not readable as orders.", row.leg, row.plan_id)
        return []
