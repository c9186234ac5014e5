"""Plans that were acted on, and what they have lost today."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Row, Select, and_, delete, insert, or_, select, update

from nofomo.engine.analysis import GATE_PARAMETERS
from nofomo.engine.core.errors import Invalid, NofomoError, NotFound
from nofomo.engine.core.money import exact
from nofomo.engine.core.timeframe import Timeframe
from nofomo.engine.simulator.stops import Stop, first_break
from nofomo.features.plans.events import PlanTaken
from nofomo.features.plans.gate_sources import users_day
from nofomo.features.plans.model import Leg, Taken
from nofomo.features.plans.model_journal import DayLoss, JournalFigures, figures_of
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.services.rates import convert
from nofomo.features.plans.tables import plans, taken
from nofomo.infra.database import as_user

log = logging.getLogger(__name__)

_MOST_CANDLES: Final = 1_000
_WORTH_LOOKING_MS: Final = 60 * 86_400_000
_PATIENCE_S: Final = 6.0
_OF_PLAN: Final = tuple(
    plans.c[name] for name in ("symbol", "venue", "timeframes", "fee_rate", "version", "action", "score")
)


class Journal:
    """Keeps the trades that a person made of plans. One who looks for another's finds nothing."""

    def __init__(self, parts: PlanParts) -> None:
        self._parts = parts

    async def take(self, user_id: UUID, plan_id: UUID, *, leg: Leg, price: Decimal, quantity: Decimal) -> Taken:
        """Write down that the person bought by one leg of a plan. Raises NotFound, Invalid (`NO_SUCH_LEG`)."""
        parts, taken_id, now = self._parts, self._parts.new_id(), self._parts.clock.now_ms()
        _positive(price=price, quantity=quantity)
        async with parts.database.write(as_user(user_id)) as session:
            query = select(plans.c.document, plans.c.timeframes)
            plan = (await session.execute(query.where(plans.c.id == plan_id, plans.c.user_id == user_id))).one_or_none()
            if plan is None:
                raise NotFound("There is no such plan.", code="PLAN_NOT_FOUND", details={"planId": str(plan_id)})
            stop = _stop_of(orjson.loads(plan.document), leg, smallest=plan.timeframes.rpartition("-")[2])
            row = {"id": taken_id, "user_id": user_id, "plan_id": plan_id, "leg": leg, "price": price,
                   "quantity": quantity, "taken_at": now, "checked_until": now, **stop}  # fmt: skip
            await session.execute(insert(taken).values(row))
        await parts.events.publish(PlanTaken(user_id, plan_id, taken_id))
        return await self.get(user_id, taken_id)

    async def close(self, user_id: UUID, taken_id: UUID, *, exit_price: Decimal) -> Taken:
        """Write down at what price it was sold; said again, it corrects the price and keeps the moment."""
        _positive(exitPrice=exit_price)
        async with self._parts.database.write(as_user(user_id)) as session:
            mine = and_(taken.c.id == taken_id, taken.c.user_id == user_id)
            closed_at = (await session.execute(select(taken.c.closed_at).where(mine))).scalar_one_or_none()
            now = self._parts.clock.now_ms() if closed_at is None else closed_at
            await session.execute(update(taken).where(mine).values(exit_price=exit_price, closed_at=now))
        return await self.get(user_id, taken_id)

    async def delete(self, user_id: UUID, taken_id: UUID) -> None:
        """Take an entry out of the journal. Raises NotFound (`TAKEN_NOT_FOUND`)."""
        await self.get(user_id, taken_id)
        async with self._parts.database.write(as_user(user_id)) as session:
            await session.execute(delete(taken).where(taken.c.id == taken_id, taken.c.user_id == user_id))

    async def get(self, user_id: UUID, taken_id: UUID) -> Taken:
        """One entry. Raises NotFound (`TAKEN_NOT_FOUND`)."""
        rows = await self._rows(user_id, taken.c.id == taken_id)
        if not rows:
            raise NotFound("There is no such trade.", code="TAKEN_NOT_FOUND", details={"id": str(taken_id)})
        return _entry(rows[0])

    async def list(self, user_id: UUID, *, plan_id: UUID | None = None, limit: int = 500) -> list[Taken]:
        """The person's entries, newest first; those of one plan where it is given."""
        which = [] if plan_id is None else [taken.c.plan_id == plan_id]
        return [_entry(row) for row in await self._rows(user_id, *which, limit=limit)]

    async def summary(self, user_id: UUID) -> JournalFigures:
        """What all of the person's own trades have come to."""
        return figures_of([_entry(row) for row in await self._rows(user_id)])

    async def loss_today(self, user_id: UUID, *, timezone: str, quote: str) -> Decimal | None:
        """What taken plans have lost on the person's day, in `quote` (positive; 0: nothing), or None if unknown.

        Counted are those sold today at a loss, and those still open whose candle has closed below the invalidation (or
        touched the stop) today, valued there. Gains do not make up for losses: the limit is there to end a bad day.
        """
        now = self._parts.clock.now_ms()
        start, end = users_day(now, timezone)
        relevant = or_(
            and_(taken.c.closed_at >= start, taken.c.closed_at < end),
            and_(taken.c.closed_at.is_(None), taken.c.taken_at >= now - _WORTH_LOOKING_MS),
        )
        try:
            rows = await self._rows(user_id, relevant)
            async with asyncio.timeout(_PATIENCE_S):
                losses = await asyncio.gather(*(self._loss(row, day=(start, end), quote=quote) for row in rows))
        except (NofomoError, TimeoutError) as error:
            log.warning("Today's losses cannot be told: %r", error)
            return None
        return sum(losses, Decimal(0))

    async def today(self, user_id: UUID, *, timezone: str) -> DayLoss:
        """What the person's day has cost so far, against the limit by their preferences as they are now."""
        preferences = await self._parts.preferences.preferences(user_id)
        risk = preferences.equity * Decimal(str(preferences.risk_pct)) / 100
        lost = await self.loss_today(user_id, timezone=timezone, quote=preferences.currency)
        return DayLoss(lost, risk * GATE_PARAMETERS.daily_loss_risks, preferences.currency)

    async def _loss(self, row: Row[Any], *, day: tuple[int, int], quote: str) -> Decimal:
        """The loss of one entry within the day, in `quote`."""
        if row.closed_at is not None:
            price, at = row.exit_price, row.closed_at
        else:
            price, at = row.invalidated_price, row.invalidated_at
            if at is None:
                price, at = await self._look_at_candles(row)
        if price is None or at is None or not day[0] <= at < day[1]:
            return Decimal(0)
        loss = max(Decimal(0), -_result(row, price))
        source = row.symbol.partition("/")[2]
        now = self._parts.clock.now_ms()
        return await convert(self._parts.market, loss, to=quote, source=source, venue=row.venue, at=now)

    async def _look_at_candles(self, row: Row[Any]) -> tuple[Decimal | None, int | None]:
        """Whether an open entry has been invalidated since it was last looked at, and at what price. Remembers it, and
        how far there were candles to look at."""
        frame = Timeframe.parse(row.stop_timeframe or row.timeframes.rpartition("-")[2])
        stop = Stop(float(row.stop_price), None if row.stop_timeframe is None else frame)
        looked, end, found = row.checked_until, frame.floor(self._parts.clock.now_ms()), None
        while looked < end and found is None:
            start = frame.floor(looked)
            until = min(end, start + _MOST_CANDLES * frame.ms)
            count = (until - start) // frame.ms + 1
            candles = await self._parts.market.closed_candles(row.venue, row.symbol, frame, at=until, count=count)
            found = first_break(candles, stop, since=row.taken_at, looked_until=looked)
            if until == end:
                looked = max(looked, candles.end) if len(candles) else looked
                break
            looked = until
        if looked == row.checked_until:
            return None, None
        price, at = (None, None) if found is None else (exact(found.price), found.at)
        values = {"invalidated_at": at, "invalidated_price": price, "checked_until": looked}
        async with self._parts.database.write(as_user(row.user_id)) as session:
            open_still = and_(taken.c.id == row.id, taken.c.closed_at.is_(None))
            await session.execute(update(taken).where(open_still).values(values))
        return price, at

    async def _rows(self, user_id: UUID, *which: ColumnElement[bool], limit: int | None = None) -> list[Row[Any]]:
        query: Select[Any] = (
            select(taken, *_OF_PLAN)
            .join(plans, plans.c.id == taken.c.plan_id)
            .where(taken.c.user_id == user_id, *which)
            .order_by(taken.c.taken_at.desc(), taken.c.id.desc())
            .limit(limit)
        )
        async with self._parts.database.read(as_user(user_id)) as session:
            return list((await session.execute(query)).all())


def _stop_of(document: Mapping[str, Any], leg: Leg, *, smallest: str) -> dict[str, Any]:
    """Where a leg is wrong: a pullback by a close of its own timeframe, a breakout by touching its stop."""
    found = document[leg]
    if found is None:
        raise Invalid(f"This plan has no {leg}.", code="NO_SUCH_LEG", details={"field": "leg"})
    if leg == "pullback":
        wrong = found["invalidation"]
        return {"stop_price": exact(wrong["price"]), "stop_timeframe": wrong["timeframe"] or smallest}
    return {"stop_price": exact(found["stop"]), "stop_timeframe": None}


def _result(row: Row[Any], price: Decimal) -> Decimal:
    """What selling at `price` brings, both sides' fees included."""
    return row.quantity * (price - row.price - row.fee_rate * (price + row.price))


def _result_r(row: Row[Any]) -> float | None:
    """The result in units of the loss that the stop would have meant for this very trade."""
    risk = -_result(row, row.stop_price)
    return float(_result(row, row.exit_price) / risk) if row.price > row.stop_price and risk > 0 else None


def _positive(**values: Decimal) -> None:
    for field, value in values.items():
        if not value.is_finite() or value <= 0:
            raise Invalid(f"{field} must be above zero.", details={"field": field})


def _entry(row: Row[Any]) -> Taken:
    closed = row.exit_price is not None
    return Taken(
        row.id, row.plan_id, row.symbol, row.venue, row.leg, row.price, row.quantity, row.taken_at, row.exit_price,
        row.closed_at, row.invalidated_at, _result(row, row.exit_price) if closed else None,
        _result_r(row) if closed else None, row.version, row.action, row.score,
    )  # fmt: skip
