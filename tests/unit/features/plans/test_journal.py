"""What was taken, and what it has lost today."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert

from nofomo.engine.core.errors import Invalid, NotFound, Unavailable
from nofomo.features.plans import PlanTaken
from nofomo.features.plans.tables import plans
from nofomo.infra.database import SYSTEM
from tests.support.clock import MARCH, ManualClock
from tests.support.plans import ANA, BUDI, PlanWorld

HOUR, DAY = 3600, 86_400
LEGS = (
    '{"pullback":{"invalidation":{"price":71000,"timeframe":"15m"}},'
    '"breakout":{"stop":71500},"symbol":"BTC/USDT"}'
)  # fmt: skip


@pytest.fixture
async def plan_id(idle: PlanWorld):
    """A plan on BTC/USDT with an invalidation at 71,000 and a breakout stop at 71,500."""
    return await _plan(idle, LEGS)


async def _plan(world: PlanWorld, document: str, **changed: object):
    plan_id = world.new_id()
    row = {
        "id": plan_id, "user_id": ANA.user_id, "venue": "sandbox", "symbol": "BTC/USDT", "timeframes": "4h-1h-15m",
        "version": plan_id.int % 1000, "options": {}, "document": document, "payload": "{}", "language": "id",
        "timezone": "Asia/Jakarta", "notes": {}, "action": "TRADE", "score": 40, "price": Decimal(72000),
        "fee_rate": Decimal("0.001"), "created_at": MARCH, "valid_until": MARCH, "job_id": world.new_id(), **changed,
    }  # fmt: skip
    async with world.database.write(SYSTEM) as session:
        await session.execute(insert(plans).values(row))
    return plan_id


async def take(world: PlanWorld, plan_id, leg: Any = "pullback", price="72000", quantity="0.5"):
    return await world.plans.journal.take(
        ANA.user_id, plan_id, leg=leg, price=Decimal(price), quantity=Decimal(quantity)
    )


async def loss(world: PlanWorld, quote: str = "USDT") -> Decimal | None:
    return await world.plans.journal.loss_today(ANA.user_id, timezone="Asia/Jakarta", quote=quote)


async def test_a_trade_is_written_down_and_closed_with_its_result_after_fees(
    idle: PlanWorld, plan_id, clock: ManualClock
) -> None:
    heard: list[PlanTaken] = []
    idle.events.subscribe(PlanTaken, heard.append)
    entry = await take(idle, plan_id)
    assert (entry.symbol, entry.taken_at, entry.result, entry.closed_at) == ("BTC/USDT", MARCH, None, None)
    assert [event.taken_id for event in heard] == [entry.id]
    clock.advance(HOUR)
    closed = await idle.plans.journal.close(ANA.user_id, entry.id, exit_price=Decimal(73000))
    assert closed.result == Decimal("0.5") * (1000 - Decimal("0.001") * 145000)
    assert closed.closed_at == MARCH + HOUR * 1000
    clock.advance(HOUR)
    corrected = await idle.plans.journal.close(ANA.user_id, entry.id, exit_price=Decimal(72000))
    assert (corrected.exit_price, corrected.closed_at) == (Decimal(72000), MARCH + HOUR * 1000)
    assert await idle.plans.journal.list(ANA.user_id) == [corrected]


async def test_strangers_see_and_change_nothing(idle: PlanWorld, plan_id) -> None:
    entry = await take(idle, plan_id)
    journal = idle.plans.journal
    assert await journal.list(BUDI.user_id) == []
    for attempt in (
        journal.get(BUDI.user_id, entry.id),
        journal.close(BUDI.user_id, entry.id, exit_price=Decimal(1)),
        journal.delete(BUDI.user_id, entry.id),
    ):
        with pytest.raises(NotFound) as error:
            await attempt
        assert error.value.code == "TAKEN_NOT_FOUND"
    assert (await journal.get(ANA.user_id, entry.id)).exit_price is None
    await journal.delete(ANA.user_id, entry.id)
    assert await journal.list(ANA.user_id) == []


async def test_a_leg_that_the_plan_does_not_have_cannot_be_taken(idle: PlanWorld) -> None:
    plan_id = await _plan(idle, '{"pullback":null,"breakout":null}')
    with pytest.raises(Invalid) as error:
        await take(idle, plan_id)
    assert error.value.code == "NO_SUCH_LEG"


@pytest.mark.parametrize("price", ["0", "-1", "NaN", "Infinity"])
async def test_prices_are_above_zero(idle: PlanWorld, plan_id, price: str) -> None:
    with pytest.raises(Invalid):
        await take(idle, plan_id, price=price)


async def test_losses_of_today_are_counted_and_gains_do_not_make_up_for_them(
    idle: PlanWorld, plan_id, clock: ManualClock
) -> None:
    idle.market.draw("BTC/USDT", MARCH, close=72_000)
    assert await loss(idle) == 0
    for exit_price in ("71000", "75000"):
        entry = await take(idle, plan_id)
        await idle.plans.journal.close(ANA.user_id, entry.id, exit_price=Decimal(exit_price))
    expected = Decimal("0.5") * (1000 + Decimal("0.001") * 143000)
    assert await loss(idle) == expected
    clock.advance(5 * HOUR)  # midnight in Jakarta
    assert await loss(idle) == 0


async def test_an_open_trade_whose_candle_closed_below_the_invalidation_counts_at_that_close(
    idle: PlanWorld, plan_id, clock: ManualClock
) -> None:
    await take(idle, plan_id)
    idle.market.draw("BTC/USDT", MARCH, close=70_500)
    assert await loss(idle) == 0  # nothing has closed since
    clock.advance(14 * 60)
    assert await loss(idle) == 0
    clock.advance(60)
    expected = Decimal("0.5") * (1500 + Decimal("0.001") * 142500)
    assert await loss(idle) == expected
    entry = (await idle.plans.journal.list(ANA.user_id))[0]
    assert (entry.invalidated_at, entry.exit_price) == (MARCH + 15 * 60_000, None)
    idle.market.problem = Unavailable("down", code="VENUE_DOWN")  # what is known is not asked for again
    assert await loss(idle) == expected
    clock.advance(5 * HOUR)
    assert await loss(idle) == 0


async def test_a_close_above_the_invalidation_is_no_loss_however_low_the_wick(
    idle: PlanWorld, plan_id, clock: ManualClock
) -> None:
    await take(idle, plan_id)
    idle.market.draw("BTC/USDT", MARCH, close=71_000.01, low=65_000)
    clock.advance(HOUR)
    assert await loss(idle) == 0


async def test_a_breakout_is_lost_when_its_stop_is_touched(idle: PlanWorld, plan_id, clock: ManualClock) -> None:
    await take(idle, plan_id, leg="breakout")
    idle.market.draw("BTC/USDT", MARCH, close=72_000, low=71_400)
    clock.advance(HOUR)
    at_the_stop = Decimal("0.5") * (500 + Decimal("0.001") * 143500)
    assert await loss(idle) == at_the_stop


async def test_a_gap_through_the_stop_is_lost_at_the_open(idle: PlanWorld, plan_id, clock: ManualClock) -> None:
    await take(idle, plan_id, leg="breakout")
    idle.market.draw("BTC/USDT", MARCH, close=71_400)
    clock.advance(HOUR)
    assert await loss(idle) == Decimal("0.5") * (600 + Decimal("0.001") * 143400)


async def test_what_the_person_really_got_replaces_the_estimate(idle: PlanWorld, plan_id, clock: ManualClock) -> None:
    entry = await take(idle, plan_id)
    idle.market.draw("BTC/USDT", MARCH, close=70_500)
    clock.advance(HOUR)
    assert await loss(idle) != 0
    await idle.plans.journal.close(ANA.user_id, entry.id, exit_price=Decimal(74000))
    assert await loss(idle) == 0


async def test_a_loss_is_told_in_the_currency_of_the_next_plan(idle: PlanWorld, plan_id) -> None:
    idle.market.draw("USDT/IDR", MARCH - 2 * HOUR * 1000, close=16_000)
    entry = await take(idle, plan_id, price="20000", quantity="1")
    await idle.plans.journal.close(ANA.user_id, entry.id, exit_price=Decimal(19000))
    in_dollars = await loss(idle) or Decimal(0)
    assert in_dollars == 1000 + Decimal("0.001") * 39000
    assert await loss(idle, "USD") == in_dollars
    assert await loss(idle, "IDR") == in_dollars * 16_000


async def test_a_loss_that_cannot_be_told_is_unknown_and_not_zero(idle: PlanWorld, plan_id, clock: ManualClock) -> None:
    await take(idle, plan_id)
    clock.advance(HOUR)
    idle.market.problem = Unavailable("down", code="VENUE_DOWN")
    assert await loss(idle) is None
