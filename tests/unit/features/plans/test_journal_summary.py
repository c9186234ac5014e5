"""What a person's own trades have come to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nofomo.engine.core.errors import Unavailable
from nofomo.features.plans import Taken
from nofomo.features.plans.model import Leg
from nofomo.features.plans.model_journal import figures_of
from tests.support.clock import MARCH, CountingIds, ManualClock
from tests.support.outcomes import DIP, add_plan, quarters, run_job
from tests.support.plans import ANA, BUDI, PlanWorld

HOUR = 3600
FEE = Decimal("0.001")
PRICE, STOP, QUANTITY = Decimal(72_960), Decimal(72_610), Decimal("0.05")


async def take(world: PlanWorld, plan_id, leg: Leg = "pullback", price: Decimal = PRICE) -> Taken:
    return await world.plans.journal.take(ANA.user_id, plan_id, leg=leg, price=price, quantity=QUANTITY)


async def close(world: PlanWorld, entry: Taken, price: str) -> Taken:
    return await world.plans.journal.close(ANA.user_id, entry.id, exit_price=Decimal(price))


def r(price: Decimal, *, stop: Decimal = STOP, entry: Decimal = PRICE) -> float:
    """The result in units of the loss at the stop, fees of both sides on both."""
    return float((price - entry - FEE * (price + entry)) / (entry - stop + FEE * (entry + stop)))


async def test_a_trade_knows_its_plan_and_its_result_in_r(idle: PlanWorld) -> None:
    entry = await take(idle, await add_plan(idle))
    assert (entry.action, entry.score, entry.result_r) == ("TRADE", 40, None)
    assert entry.plan_version == (await idle.plans.get(ANA, entry.plan_id)).version
    closed = await close(idle, entry, "73570")
    assert closed.result_r == pytest.approx(r(Decimal(73_570)))
    lost = await close(idle, entry, "72610")
    assert lost.result_r == pytest.approx(-1)


async def test_a_breakout_is_measured_by_its_own_stop(idle: PlanWorld) -> None:
    entry = await take(idle, await add_plan(idle), leg="breakout", price=Decimal(73_440))
    closed = await close(idle, entry, "74180.5")
    assert closed.result_r == pytest.approx(r(Decimal("74180.5"), stop=Decimal(73_050), entry=Decimal(73_440)))


async def test_a_trade_below_the_stop_has_no_r(idle: PlanWorld) -> None:
    entry = await take(idle, await add_plan(idle), price=Decimal(72_000))
    closed = await close(idle, entry, "73000")
    assert (closed.result_r, closed.result) == (None, QUANTITY * (1000 - FEE * 145_000))


async def test_the_summary_counts_what_is_closed_and_belongs_to_its_owner(idle: PlanWorld) -> None:
    journal = idle.plans.journal
    nothing = await journal.summary(ANA.user_id)
    assert (nothing.trades, nothing.win_rate, nothing.expectancy_r, nothing.sum_r, nothing.results) == (
        0, None, None, 0, (),
    )  # fmt: skip
    plan_id = await add_plan(idle)
    for price in ("73570", "72610", "72610"):
        await close(idle, await take(idle, plan_id), price)
    await take(idle, plan_id)
    found = await journal.summary(ANA.user_id)
    won = r(Decimal(73_570))
    assert (found.trades, found.open, found.closed, found.wins) == (4, 1, 3, 1)
    assert (found.win_rate, found.sum_r) == (pytest.approx(1 / 3), pytest.approx(won - 2))
    assert found.expectancy_r == pytest.approx((won - 2) / 3)
    ((currency, amount),) = found.results
    entries = await journal.list(ANA.user_id)
    assert (currency, amount) == ("USDT", sum((e.result or Decimal(0) for e in entries), Decimal(0)))
    assert [(leg.leg, leg.closed) for leg in found.by_leg] == [("pullback", 3), ("breakout", 0)]
    assert (await journal.summary(BUDI.user_id)).trades == 0


def test_money_of_two_currencies_is_never_added_up() -> None:
    ids = CountingIds()

    def closed(symbol: str, result: str, result_r: float | None) -> Taken:
        money = Decimal(result)
        return Taken(ids(), ids(), symbol, "x", "pullback", PRICE, QUANTITY, MARCH, PRICE, MARCH, None, money,
                     result_r, 1, "TRADE", 40)  # fmt: skip

    found = figures_of([closed("BTC/USDT", "5", 0.5), closed("BTC/IDR", "-9000", None), closed("SOL/USDT", "1", 0.1)])
    assert found.results == (("IDR", Decimal(-9000)), ("USDT", Decimal(6)))
    assert (found.wins, found.win_rate) == (2, pytest.approx(2 / 3))
    assert (found.expectancy_r, found.sum_r) == (pytest.approx(0.3), pytest.approx(0.6))


async def test_the_daily_loss_and_the_outcome_agree_on_the_candle_that_proves_the_plan_wrong(
    world: PlanWorld, clock: ManualClock
) -> None:
    plan_id = await add_plan(world, breakout=None)
    entry = await take(world, plan_id)
    fall = (73_000.0, 73_000.0, 72_500.0, 72_550.0)
    wick = (73_000.0, 73_000.0, 72_400.0, 72_700.0)
    world.market.script("BTC/USDT", quarters([DIP, wick, fall]))
    clock.advance(45 * 60)
    loss = await world.plans.journal.loss_today(ANA.user_id, timezone="Asia/Jakarta", quote="USDT")
    await run_job(world)
    (outcome,) = (await world.plans.get(ANA, plan_id)).outcomes
    taken = await world.plans.journal.get(ANA.user_id, entry.id)
    assert outcome.state == "invalidated"
    assert taken.invalidated_at == outcome.events[-1].at == MARCH + 45 * 60_000
    assert loss == QUANTITY * (PRICE - 72_550 + FEE * (PRICE + 72_550))


async def test_the_daily_loss_counts_trades_taken_and_not_plans_that_failed(
    world: PlanWorld, clock: ManualClock
) -> None:
    plan_id = await add_plan(world, breakout=None)
    world.market.script("BTC/USDT", quarters([DIP, (73_000.0, 73_000.0, 72_500.0, 72_550.0)]))
    clock.advance(30 * 60)
    await run_job(world)
    assert (await world.plans.get(ANA, plan_id)).outcomes[0].state == "invalidated"
    loss = await world.plans.journal.loss_today(ANA.user_id, timezone="Asia/Jakarta", quote="USDT")
    assert loss == 0


async def test_a_trade_of_a_candle_that_closed_before_it_was_made_is_not_lost(
    world: PlanWorld, clock: ManualClock
) -> None:
    plan_id = await add_plan(world)
    low = (73_000.0, 73_000.0, 72_500.0, 72_550.0)
    world.market.script("BTC/USDT", quarters([low, DIP]))
    clock.advance(15 * 60)
    entry = await take(world, plan_id)
    clock.advance(15 * 60)
    assert await world.plans.journal.loss_today(ANA.user_id, timezone="Asia/Jakarta", quote="USDT") == 0
    assert (await world.plans.journal.get(ANA.user_id, entry.id)).invalidated_at is None


async def test_a_candle_that_came_late_is_looked_at_when_it_comes(world: PlanWorld, clock: ManualClock) -> None:
    entry = await take(world, await add_plan(world))
    world.market.script("BTC/USDT", quarters([DIP]))
    clock.advance(30 * 60 + 1)
    assert await world.plans.journal.loss_today(ANA.user_id, timezone="Asia/Jakarta", quote="USDT") == 0
    world.market.script("BTC/USDT", quarters([DIP, (73_000.0, 73_000.0, 72_500.0, 72_550.0)]))
    loss = await world.plans.journal.loss_today(ANA.user_id, timezone="Asia/Jakarta", quote="USDT")
    assert loss == QUANTITY * (PRICE - 72_550 + FEE * (PRICE + 72_550))
    assert (await world.plans.journal.get(ANA.user_id, entry.id)).invalidated_at == MARCH + 30 * 60_000


async def test_a_trade_that_was_not_looked_at_for_weeks_was_lost_on_the_day_it_went_wrong(
    world: PlanWorld, clock: ManualClock
) -> None:
    entry = await take(world, await add_plan(world))
    wrong = (73_000.0, 73_000.0, 72_500.0, 72_550.0)
    world.market.script("BTC/USDT", quarters([DIP, wrong, *[DIP] * (19 * 96), wrong]))
    clock.advance(20 * 86_400)
    assert await world.plans.journal.loss_today(ANA.user_id, timezone="Asia/Jakarta", quote="USDT") == 0
    assert (await world.plans.journal.get(ANA.user_id, entry.id)).invalidated_at == MARCH + 30 * 60_000


async def test_the_day_is_told_against_the_limit_by_the_preferences(idle: PlanWorld) -> None:
    journal = idle.plans.journal
    entry = await take(idle, await add_plan(idle))
    untouched = await journal.today(ANA.user_id, timezone="Asia/Jakarta")
    # two plans of 0.5 % of 1,000 USDT
    assert (untouched.limit, untouched.currency) == (Decimal(10), "USDT")
    await close(idle, entry, "72610")
    day = await journal.today(ANA.user_id, timezone="Asia/Jakarta")
    assert day.lost == await journal.loss_today(ANA.user_id, timezone="Asia/Jakarta", quote="USDT")
    assert day.lost == QUANTITY * (PRICE - STOP + FEE * (PRICE + STOP))


async def test_a_day_that_cannot_be_told_is_not_zero(idle: PlanWorld, clock: ManualClock) -> None:
    await take(idle, await add_plan(idle))
    clock.advance(HOUR)
    idle.market.problem = Unavailable("down", code="VENUE_DOWN")
    assert (await idle.plans.journal.today(ANA.user_id, timezone="Asia/Jakarta")).lost is None
