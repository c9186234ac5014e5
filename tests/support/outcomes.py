"""Stored plans with legs worked out by hand, and candles that follow them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, insert, select

from nofomo.engine.analysis import document, render
from nofomo.engine.core.candles import Candles
from nofomo.features.plans import PlanMoved
from nofomo.features.plans.services.outcome_rows import waiting_rows
from nofomo.features.plans.services.outcomes import Outcomes
from nofomo.features.plans.services.versions import Versions
from nofomo.features.plans.tables import plan_outcomes, plans
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import JobRequest
from tests.support.analyses import analysis
from tests.support.candles import M1, M15, candles
from tests.support.clock import MARCH
from tests.support.plans import ANA, PlanWorld

QUARTER = 900_000
CALM = (73_100.0, 73_200.0, 73_050.0, 73_100.0)
"""Neither the entries at 72,960 and 72,790 nor the targets at 73,570 and 74,180, nor the trigger at 73,400."""
DIP = (73_100.0, 73_100.0, 72_900.0, 73_000.0)
"""Fills the first entry of the pullback."""
RISE = (73_100.0, 73_580.0, 73_100.0, 73_500.0)
"""Fills the first target of the pullback, and sets the breakout off."""
BOTH = (73_100.0, 73_580.0, 72_900.0, 73_100.0)


async def add_plan(world: PlanWorld, owner: UUID = ANA.user_id, *, row: dict[str, Any] | None = None,
                   **changed: Any) -> UUID:  # fmt: skip
    """A stored version of the analysis in `tests/support/analyses.py`, waiting; `row` changes its columns."""
    made = analysis(**{"venue": "sandbox", **changed})
    tree, plan_id = document(made), world.new_id()
    async with world.database.write(SYSTEM) as session:
        await session.execute(
            insert(plans).values({
                "id": plan_id, "user_id": owner, "venue": made.venue, "symbol": made.symbol, "timeframes": "4h-1h-15m",
                "version": plan_id.int % 10_000, "options": {"equity": "5000"}, "document": orjson.dumps(tree).decode(),
                "payload": orjson.dumps(render(tree, language="id", timezone="Asia/Jakarta")).decode(),
                "language": "id", "timezone": "Asia/Jakarta", "notes": {"id": "", "en": ""}, "action": made.action,
                "score": made.score.total, "price": made.price, "fee_rate": Decimal("0.001"), "tick": Decimal("0.01"),
                "created_at": MARCH, "valid_until": made.valid_until, "job_id": world.new_id(), **(row or {}),
            })
        )  # fmt: skip
        rows = waiting_rows(tree, plan_id=plan_id, user_id=owner)
        if rows:
            await session.execute(insert(plan_outcomes).values(rows))
    return plan_id


def quarters(rows: Sequence[tuple[float, ...]], *, symbol: str = "BTC/USDT", start: int = MARCH) -> Candles:
    """15m candles from the plan's moment on, after one before it."""
    before = candles([CALM], timeframe=M15, start=start - QUARTER, symbol=symbol)
    return before.merge(candles(rows, timeframe=M15, start=start, symbol=symbol)) if rows else before


def minutes(prices: Sequence[float], *, start: int = MARCH, symbol: str = "BTC/USDT") -> Candles:
    """1m candles from one price to the next."""
    opens = [prices[0], *prices[:-1]]
    rows = [(o, max(o, c), min(o, c), c) for o, c in zip(opens, prices, strict=True)]
    return candles(rows, timeframe=M1, start=start, symbol=symbol)


def another(world: PlanWorld) -> Outcomes:
    """The same service as another process on the same rows would have it."""
    parts = world.plans.outcomes._parts
    return Outcomes(parts, versions=Versions(parts))


def listen(world: PlanWorld) -> list[PlanMoved]:
    """What is told from now on."""
    heard: list[PlanMoved] = []
    world.events.subscribe(PlanMoved, heard.append)
    return heard


async def run_job(world: PlanWorld) -> Any:
    """Ask for the periodic job, let the worker do it, and give its result."""
    async with world.database.write(SYSTEM) as session:
        asked = await world.queue.enqueue(session, JobRequest("outcomes", None, {}, lane="upkeep", key="schedule"))
    job = await world.queue.wait(asked.job_id, 30)
    assert job.state == "done", job.error
    return job.result


async def outcome_row(world: PlanWorld, plan_id: UUID, leg: str = "pullback") -> Row[Any]:
    """How one leg stands in the rows."""
    async with world.database.read(SYSTEM) as session:
        which = select(plan_outcomes).where(plan_outcomes.c.plan_id == plan_id, plan_outcomes.c.leg == leg)
        return (await session.execute(which)).one()
