"""Two versions of one person side by side."""

from __future__ import annotations

from uuid import UUID

import orjson
import pytest
from sqlalchemy import select, update

from nofomo.engine.core.errors import Invalid, NotFound
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.plans import AnalysisRequest, PlanVersion
from nofomo.features.plans.tables import plan_outcomes, plans
from nofomo.infra.database import SYSTEM
from tests.support.clock import ManualClock
from tests.support.plans import ANA, BUDI, PlanWorld


async def made(
    world: PlanWorld, clock: ManualClock, symbol: str = "BTC/USDT", who=ANA, **options: object
) -> PlanVersion:
    clock.advance(3600)
    plan = await world.plans.analyze(who, AnalysisRequest(symbol, **options))  # type: ignore[arg-type]
    assert isinstance(plan, PlanVersion)
    return plan


async def test_two_versions_of_a_chain_are_compared_in_the_readers_language(
    world: PlanWorld, clock: ManualClock
) -> None:
    first, second = await made(world, clock), await made(world, clock)
    found = await world.plans.comparing.compare(ANA, first.plan_id, other_id=second.plan_id, language="id")
    assert (found.before.plan_id, found.before.version) == (first.plan_id, 1)
    assert (found.after.plan_id, found.after.version) == (second.plan_id, 2)
    assert found.after.at - found.before.at == 3_600_000
    texts = [orjson.loads(plan.payload)["text"] for plan in (first, second)]
    assert [found.comparison.text.before, found.comparison.text.after] == texts
    market = {row.name: row for group in found.comparison.groups if group.name == "market" for row in group.rows}
    payloads = [orjson.loads(plan.payload) for plan in (first, second)]
    read = [payload["indicators"]["15m"]["rsi14"] for payload in payloads]
    assert [market["rsi14"].before, market["rsi14"].after] == [pytest.approx(value, abs=0.051) for value in read]
    english = await world.plans.comparing.compare(ANA, first.plan_id, other_id=second.plan_id, language="en")
    assert [group.label for group in english.comparison.groups] == ["Plan", "Score", "Market"]


async def test_versions_of_other_timeframes_and_options_of_the_same_symbol_may_be_compared(
    world: PlanWorld, clock: ManualClock
) -> None:
    first = await made(world, clock)
    other = await made(world, clock, timeframes=(Timeframe(1440), Timeframe(240), Timeframe(60)), mode="breakout")
    found = await world.plans.comparing.compare(ANA, first.plan_id, other_id=other.plan_id, language="en")
    assert found.comparison.notes == (
        "Different timeframes: 4h-1h-15m and 1d-4h-1h.", "Different options: mode.",
    )  # fmt: skip
    assert (found.before.timeframes, found.after.timeframes) == (("4h", "1h", "15m"), ("1d", "4h", "1h"))


async def test_two_symbols_are_refused(world: PlanWorld, clock: ManualClock) -> None:
    first, other = await made(world, clock), await made(world, clock, "ETH/USDT")
    with pytest.raises(Invalid) as caught:
        await world.plans.comparing.compare(ANA, first.plan_id, other_id=other.plan_id, language="id")
    assert caught.value.code == "OTHER_SYMBOL"


async def test_another_persons_version_does_not_exist_on_either_side(world: PlanWorld, clock: ManualClock) -> None:
    mine, theirs = await made(world, clock), await made(world, clock, who=BUDI)
    for one, other in ((mine.plan_id, theirs.plan_id), (theirs.plan_id, mine.plan_id), (mine.plan_id, UUID(int=9))):
        with pytest.raises(NotFound) as caught:
            await world.plans.comparing.compare(ANA, one, other_id=other, language="id")
        assert caught.value.code == "PLAN_NOT_FOUND"


async def test_a_version_from_before_indicators_and_what_became_of_it(world: PlanWorld, clock: ManualClock) -> None:
    first = await made(world, clock)
    while not orjson.loads(first.payload)["pullback"]:
        first = await made(world, clock)
    async with world.database.write(SYSTEM) as session:
        kept = orjson.loads(await session.scalar(select(plans.c.document).where(plans.c.id == first.plan_id)) or "")
        del kept["indicators"]
        old = orjson.dumps(kept).decode()
        await session.execute(update(plans).where(plans.c.id == first.plan_id).values(document=old))
        done = {"state": "tp1", "state_at": clock.now_ms(), "result": 1.2, "resolved_at": clock.now_ms()}
        which = (plan_outcomes.c.plan_id == first.plan_id, plan_outcomes.c.leg == "pullback")
        await session.execute(update(plan_outcomes).where(*which).values(done))
    second = await made(world, clock)
    found = await world.plans.comparing.compare(ANA, first.plan_id, other_id=second.plan_id, language="en")
    assert found.comparison.notes == ("The older version did not keep its indicators yet.",)
    assert found.before.outcome is not None
    assert (found.before.outcome.state, found.before.outcome.final, found.before.outcome.result) == ("tp1", True, 1.2)


async def test_a_version_beside_itself_has_changed_in_nothing(world: PlanWorld, clock: ManualClock) -> None:
    only = await made(world, clock)
    found = await world.plans.comparing.compare(ANA, only.plan_id, other_id=only.plan_id, language="id")
    assert all(row.same for group in found.comparison.groups for row in group.rows)
