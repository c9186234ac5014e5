"""What became of plans: looked up, kept, told once."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from nofomo.engine.core.errors import NotFound, Unavailable
from nofomo.features.plans import (
    AnalysisRequest,
    PlanExpired,
    PlanFilter,
    PlanInvalidated,
    PlanRanAway,
    PlanTargetHit,
    PlanTouched,
    PlanTriggered,
    PlanVersion,
)
from nofomo.features.plans.tables import plan_outcomes, plans
from nofomo.infra.database import SYSTEM
from tests.support.clock import MARCH, ManualClock
from tests.support.outcomes import (
    BOTH,
    CALM,
    DIP,
    QUARTER,
    RISE,
    add_plan,
    another,
    listen,
    minutes,
    outcome_row,
    quarters,
    run_job,
)
from tests.support.plans import ANA, BUDI, PlanWorld


async def test_a_new_version_begins_with_a_waiting_outcome_for_each_of_its_legs(world: PlanWorld) -> None:
    legs = 0
    for number, symbol in enumerate(("BTC/USDT", "ETH/USDT", "XRP/USDT")):
        world.clock.advance(20 * (number > 0))  # type: ignore[attr-defined]
        made = await world.plans.analyze(ANA, AnalysisRequest(symbol))
        assert isinstance(made, PlanVersion)
        assert [outcome.state for outcome in made.outcomes] == ["waiting"] * len(made.outcomes)
        assert (made.chain[0].outcome is None) == (not made.outcomes)
        legs += len(made.outcomes)
    async with world.database.read(SYSTEM) as session:
        assert await session.scalar(select(func.count()).select_from(plan_outcomes)) == legs > 0
        ticks = (await session.execute(select(plans.c.symbol, plans.c.tick))).all()
    assert {symbol: str(tick) for symbol, tick in ticks} == {
        "BTC/USDT": "0.01", "ETH/USDT": "0.01", "XRP/USDT": "0.0001",
    }  # fmt: skip


async def test_the_job_moves_open_outcomes_on_and_tells_each_fact_once(world: PlanWorld, clock: ManualClock) -> None:
    plan_id, heard = await add_plan(world, breakout=None), listen(world)
    world.market.script("BTC/USDT", quarters([CALM, DIP, RISE]))
    clock.advance(45 * 60)
    assert await run_job(world) == {"series": 1, "told": 2, "silent": []}
    row = await outcome_row(world, plan_id)
    assert (row.state, row.state_at, row.filled) == ("tp1", MARCH + 3 * QUARTER, 0.6)
    assert (row.checked_until, row.resolved_at) == (MARCH + 3 * QUARTER, None)
    assert [type(fact) for fact in heard] == [PlanTouched, PlanTargetHit]
    assert (heard[0].at, heard[0].price, heard[0].symbol) == (MARCH + 2 * QUARTER, 72_960, "BTC/USDT")
    assert (heard[1].user_id, heard[1].plan_id, heard[1].leg) == (ANA.user_id, plan_id, "pullback")
    assert (await run_job(world))["told"] == 0
    assert len(heard) == 2


async def test_an_outcome_that_has_come_to_its_end_is_never_touched_again(world: PlanWorld, clock: ManualClock) -> None:
    plan_id, heard = await add_plan(world, breakout=None), listen(world)
    fall = (72_700.0, 72_700.0, 72_500.0, 72_550.0)
    world.market.script("BTC/USDT", quarters([DIP, fall, CALM, RISE]))
    clock.advance(3600)
    await run_job(world)
    row = await outcome_row(world, plan_id)
    assert (row.state, row.resolved_at, row.filled) == ("invalidated", MARCH + 4 * QUARTER, 1)
    assert [event["kind"] for event in row.events] == ["entry1", "entry2", "invalidated", "stop"]
    assert [type(fact) for fact in heard] == [PlanTouched, PlanInvalidated]
    assert row.result == pytest.approx(_r(0.6 * 72_960 + 0.4 * 72_700, 73_100 * 0.9995), rel=0.002)
    clock.advance(3600)
    assert (await run_job(world))["series"] == 0
    assert await outcome_row(world, plan_id) == row


def _r(paid: float, sold: float) -> float:
    return (sold * 0.999 - paid * 1.001) * 0.05847 / 25.0


async def test_every_kind_of_end_is_told(world: PlanWorld, clock: ManualClock) -> None:
    heard = listen(world)
    await add_plan(world, breakout=None)
    await add_plan(world, pullback=None, symbol="ETH/USDT")
    await add_plan(world, breakout=None, symbol="XRP/USDT")
    world.market.script("BTC/USDT", quarters([RISE]))
    over = (73_100.0, 73_450.0, 73_100.0, 73_400.0)
    world.market.script("ETH/USDT", quarters([over, (73_400, 73_400, 73_000, 73_100)], symbol="ETH/USDT"))
    world.market.script("XRP/USDT", quarters([CALM] * 16, symbol="XRP/USDT"))
    clock.advance(4 * 3600)
    await run_job(world)
    assert [type(fact) for fact in heard] == [PlanRanAway, PlanTriggered, PlanInvalidated, PlanExpired]
    assert [fact.leg for fact in heard] == ["pullback", "breakout", "breakout", "pullback"]


async def test_two_processes_at_the_same_rows_tell_each_fact_once(world: PlanWorld, clock: ManualClock) -> None:
    plan_id, heard = await add_plan(world), listen(world)
    world.market.script("BTC/USDT", quarters([DIP, RISE]))
    clock.advance(3600)
    services = [world.plans.outcomes, another(world), another(world)]
    shown = await asyncio.gather(*(service.current(ANA.user_id, plan_id) for service in services))
    assert {one.outcomes for one in shown} == {shown[0].outcomes}
    assert [type(fact) for fact in heard].count(PlanTouched) == 1
    assert len(heard) == len(set(heard))


async def test_a_venue_that_is_down_leaves_its_outcomes_as_they_are(world: PlanWorld, clock: ManualClock) -> None:
    plan_id = await add_plan(world, breakout=None)
    world.market.script("BTC/USDT", quarters([DIP]))
    clock.advance(15 * 60)
    await run_job(world)
    clock.advance(15 * 60)
    world.market.problem = Unavailable("down", code="VENUE_DOWN")
    assert (await run_job(world))["silent"] == ["sandbox"]
    found = await world.plans.outcomes.current(ANA.user_id, plan_id)
    assert (found.standing, found.price, found.at) == ("touched", 73_113.7, MARCH)
    assert found.outcomes[0].checked_until == MARCH + QUARTER


async def test_a_plan_is_held_against_the_newest_close(world: PlanWorld, clock: ManualClock) -> None:
    plan_id = await add_plan(world)
    world.market.script("BTC/USDT", quarters([CALM, CALM]))
    clock.advance(31 * 60)
    found = await world.plans.outcomes.current(ANA.user_id, plan_id)
    assert (found.standing, found.price, found.at) == ("fresh", 73_100, MARCH + 2 * QUARTER)
    assert found.away == pytest.approx(73_100 / 72_960 - 1)
    assert [(one.leg, one.state) for one in found.outcomes] == [("pullback", "waiting"), ("breakout", "waiting")]
    with pytest.raises(NotFound) as error:
        await world.plans.outcomes.current(BUDI.user_id, plan_id)
    assert error.value.code == "PLAN_NOT_FOUND"


async def test_a_plan_whose_price_ran_away_says_so_until_its_time_is_over(world: PlanWorld, clock: ManualClock) -> None:
    plan_id = await add_plan(world, breakout=None)
    world.market.script("BTC/USDT", quarters([CALM, RISE, RISE]))
    clock.advance(45 * 60)
    found = await world.plans.outcomes.current(ANA.user_id, plan_id)
    assert (found.standing, found.outcomes[0].final) == ("ranAway", True)
    assert found.away == pytest.approx(73_500 / 72_960 - 1)
    clock.advance(4 * 3600)
    assert (await world.plans.outcomes.current(ANA.user_id, plan_id)).standing == "expired"


async def test_imported_candles_end_and_so_does_what_can_be_told(world: PlanWorld, clock: ManualClock) -> None:
    plan_id = await add_plan(world, venue="file", breakout=None)
    world.market.script("BTC/USDT", quarters([CALM]))
    world.market.stands_at = MARCH + QUARTER
    clock.advance(30 * 86_400)
    found = await world.plans.outcomes.current(ANA.user_id, plan_id)
    assert (found.standing, found.at, found.outcomes[0].state) == ("fresh", MARCH + QUARTER, "waiting")


async def test_minutes_are_fetched_for_a_candle_in_conflict_and_for_no_other(
    world: PlanWorld, clock: ManualClock
) -> None:
    plan_id = await add_plan(world, breakout=None)
    world.market.script("BTC/USDT", quarters([CALM, DIP, CALM, RISE]))
    clock.advance(3600)
    await run_job(world)
    assert ("BTC/USDT", "1m") not in world.market.asked
    other = await add_plan(world, breakout=None, symbol="ETH/USDT")
    world.market.script("ETH/USDT", quarters([CALM, BOTH], symbol="ETH/USDT"))
    path = minutes([73_100, 72_900, 73_580, 73_100], start=MARCH + QUARTER, symbol="ETH/USDT")
    world.market.script("ETH/USDT", path)
    await run_job(world)
    assert world.market.asked.count(("ETH/USDT", "1m")) == 1
    row = await outcome_row(world, other)
    assert ([event["kind"] for event in row.events], row.ambiguous) == (["entry1", "tp1"], False)
    assert row.events[0]["at"] == MARCH + QUARTER + 2 * 60_000
    assert (await outcome_row(world, plan_id)).state == "tp1"


async def test_where_there_are_no_minutes_the_worse_is_taken_and_flagged(world: PlanWorld, clock: ManualClock) -> None:
    plan_id = await add_plan(world, breakout=None)
    world.market.script("BTC/USDT", quarters([BOTH]))
    clock.advance(15 * 60)
    await run_job(world)  # this market refuses to make minutes of quarters of an hour
    row = await outcome_row(world, plan_id)
    assert (row.state, row.ambiguous, row.filled) == ("touched", True, 0.6)


async def test_a_candle_whose_minutes_cannot_be_had_now_is_waited_for(world: PlanWorld, clock: ManualClock) -> None:
    plan_id, heard = await add_plan(world, breakout=None), listen(world)
    world.market.script("BTC/USDT", quarters([CALM, BOTH, CALM]))
    clock.advance(45 * 60)
    world.market.problems["1m"] = Unavailable("down", code="VENUE_DOWN")
    await run_job(world)
    row = await outcome_row(world, plan_id)
    assert (row.state, row.checked_until, heard) == ("waiting", MARCH + QUARTER, [])
    del world.market.problems["1m"]
    world.market.script("BTC/USDT", minutes([73_100, 73_580, 72_900, 73_100], start=MARCH + QUARTER))
    await run_job(world)
    row = await outcome_row(world, plan_id)
    assert (row.state, row.ambiguous) == ("ranAway", False)


async def test_a_plan_that_was_just_read_shows_its_new_outcome_at_once(world: PlanWorld, clock: ManualClock) -> None:
    plan_id = await add_plan(world, breakout=None)
    world.market.script("BTC/USDT", quarters([DIP]))
    clock.advance(15 * 60)
    before = await world.plans.get(ANA, plan_id)
    assert (before.outcomes[0].state, before.chain[0].outcome and before.chain[0].outcome.state) == (
        "waiting",
        "waiting",
    )
    await run_job(world)
    after = await world.plans.get(ANA, plan_id)
    assert (after.outcomes[0].state, after.outcomes[0].average_entry) == ("touched", 72_960)
    link = after.chain[0].outcome
    assert link is not None
    assert (link.leg, link.state, link.at, link.final, link.result) == (
        "pullback", "touched", MARCH + QUARTER, False, None,
    )  # fmt: skip


async def test_the_list_tells_of_the_leg_that_went_furthest(world: PlanWorld, clock: ManualClock) -> None:
    plan_id = await add_plan(world)
    nothing = await add_plan(world, pullback=None, breakout=None, symbol="ETH/USDT")
    world.market.script("BTC/USDT", quarters([RISE]))
    clock.advance(15 * 60)
    await run_job(world)
    lines, total = await world.plans.list(ANA, PlanFilter())
    told = {line.plan_id: line.outcome for line in lines}
    assert (total, told[nothing]) == (2, None)
    first = told[plan_id]
    assert first is not None
    assert (first.leg, first.state) == ("breakout", "triggered")
    assert (await outcome_row(world, plan_id)).state == "ranAway"


async def test_months_of_candles_are_taken_in_pieces(world: PlanWorld, clock: ManualClock) -> None:
    plan_id = await add_plan(world, breakout=None)
    days = 29
    world.market.script("BTC/USDT", quarters([DIP, *[CALM] * (days * 96)]))
    clock.advance(days * 86_400)
    await run_job(world)
    row = await outcome_row(world, plan_id)
    assert (row.state, row.checked_until) == ("touched", MARCH + days * 86_400_000)
    assert world.market.asked.count(("BTC/USDT", "15m")) == 3
    clock.advance(86_400)
    world.market.script("BTC/USDT", quarters([DIP, *[CALM] * ((days + 2) * 96)]))
    clock.advance(3600)
    await run_job(world)
    assert (await outcome_row(world, plan_id)).state == "time"


async def test_a_leg_whose_candles_never_came_is_given_up_after_two_months(
    world: PlanWorld, clock: ManualClock
) -> None:
    plan_id = await add_plan(world)
    world.market.script("BTC/USDT", quarters([]))
    clock.advance(59 * 86_400)
    assert (await run_job(world))["series"] == 1
    clock.advance(2 * 86_400)
    assert (await run_job(world))["series"] == 0
    assert (await outcome_row(world, plan_id)).state == "waiting"


async def test_an_old_version_without_a_tick_counts_in_the_digits_of_its_price(
    world: PlanWorld, clock: ManualClock
) -> None:
    touched = (73_100.0, 73_100.0, 72_959.95, 73_000.0)
    world.market.script("BTC/USDT", quarters([touched]))
    coarse = await add_plan(world, row={"tick": Decimal("0.1")}, breakout=None)
    old = await add_plan(world, row={"tick": None}, breakout=None)
    clock.advance(15 * 60)
    await run_job(world)
    assert [(await outcome_row(world, one)).filled for one in (coarse, old)] == [0, 0.6]


async def test_a_version_that_cannot_be_read_keeps_nobody_else_from_an_outcome(
    world: PlanWorld, clock: ManualClock
) -> None:
    broken = await add_plan(world, row={"document": '{"pullback":{}}'}, breakout=None)
    same, other = await add_plan(world, breakout=None), await add_plan(world, breakout=None, symbol="ETH/USDT")
    world.market.script("BTC/USDT", quarters([DIP]))
    world.market.script("ETH/USDT", quarters([DIP], symbol="ETH/USDT"))
    clock.advance(15 * 60)
    await run_job(world)
    states = [(await outcome_row(world, plan_id)).state for plan_id in (broken, same, other)]
    assert states == ["waiting", "touched", "touched"]


async def test_legs_of_other_timeframes_wait_for_their_own_candles(world: PlanWorld, clock: ManualClock) -> None:
    hourly = await add_plan(world, row={"timeframes": "1d-4h-1h"}, breakout=None)
    world.market.script("BTC/USDT", quarters([DIP]))
    clock.advance(15 * 60)
    await run_job(world)
    assert (await outcome_row(world, hourly)).checked_until == MARCH
