"""Lists of symbols that a person watches."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from nofomo.engine.core.errors import Conflict, Invalid, NotFound, Unavailable
from nofomo.features.plans.model_scans import MOST_LISTS, Watchlist
from tests.support.clock import MARCH, ManualClock
from tests.support.plans import ANA, BUDI, PlanWorld


async def kept(world: PlanWorld, name: str = "Majors", *symbols: str, who=ANA) -> Watchlist:
    return await world.plans.watchlists.create(
        who.user_id, name, venue="sandbox", symbols=symbols or ("BTC/USDT", "ETH/USDT")
    )


async def test_symbols_are_kept_as_the_venue_spells_them_each_once_and_in_order(idle: PlanWorld) -> None:
    made = await kept(idle, "Majors", "ethusdt", "BTC-USD", "btc_usdt", " xrpusdt ")
    assert (made.name, made.venue, made.created_at) == ("Majors", "sandbox", MARCH)
    assert made.symbols == ("ETH/USDT", "BTC/USDT", "XRP/USDT")


async def test_what_the_venue_lacks_is_refused_by_name_with_the_nearest_and_nothing_is_kept(idle: PlanWorld) -> None:
    with pytest.raises(Invalid) as caught:
        await kept(idle, "Majors", "BTC/USDT", "ETC/USDT", "xrpp/usdt")
    error = caught.value
    assert (error.code, error.details["field"], error.details["value"]) == ("INVALID_SYMBOL", "symbols", "ETC/USDT")
    assert [(one["symbol"], one["nearest"][0]) for one in error.details["unknown"]] == [
        ("ETC/USDT", "ETH/USDT"), ("xrpp/usdt", "XRP/USDT"),
    ]  # fmt: skip
    assert "ETC/USDT, xrpp/usdt" in error.message
    assert await idle.plans.watchlists.list(ANA.user_id) == []


async def test_a_venue_that_cannot_be_asked_keeps_nothing(idle: PlanWorld) -> None:
    idle.market.problem = Unavailable("The venue does not answer.", code="VENUE_DOWN")
    with pytest.raises(Unavailable):
        await kept(idle)
    assert await idle.plans.watchlists.list(ANA.user_id) == []


async def test_a_list_is_changed_and_deleted(idle: PlanWorld, clock: ManualClock) -> None:
    made = await kept(idle)
    clock.advance(60)
    lists = idle.plans.watchlists
    changed = await lists.replace(ANA.user_id, made.id, name="Two", venue="sandbox", symbols=("XRP/USDT",))
    assert (changed.id, changed.name, changed.symbols) == (made.id, "Two", ("XRP/USDT",))
    assert (changed.created_at, changed.updated_at) == (MARCH, MARCH + 60_000)
    assert await lists.list(ANA.user_id) == [changed]
    await lists.delete(ANA.user_id, made.id)
    with pytest.raises(NotFound):
        await lists.delete(ANA.user_id, made.id)
    assert await lists.list(ANA.user_id) == []


async def test_a_name_serves_one_list_of_a_person_and_of_everybody_else_too(idle: PlanWorld) -> None:
    first, second = await kept(idle, "Majors"), await kept(idle, "Minors")
    with pytest.raises(Conflict) as caught:
        await kept(idle, "Majors")
    assert caught.value.code == "WATCHLIST_EXISTS"
    with pytest.raises(Conflict):
        await idle.plans.watchlists.replace(
            ANA.user_id, second.id, name="Majors", venue="sandbox", symbols=("BTC/USDT",)
        )
    same = await idle.plans.watchlists.replace(
        ANA.user_id, first.id, name="Majors", venue="sandbox", symbols=("BTC/USDT",)
    )
    assert same.symbols == ("BTC/USDT",)
    assert (await kept(idle, "Majors", who=BUDI)).name == "Majors"


async def test_there_is_room_for_so_many_lists_even_when_they_are_made_at_once(idle: PlanWorld) -> None:
    answers = await asyncio.gather(
        *(kept(idle, f"List {number}") for number in range(MOST_LISTS + 3)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(await idle.plans.watchlists.list(ANA.user_id)) == MOST_LISTS
    assert [error.code for error in refused] == ["TOO_MANY_WATCHLISTS"] * 3
    await kept(idle, who=BUDI)


async def test_another_persons_list_does_not_exist(idle: PlanWorld) -> None:
    made = await kept(idle)
    lists = idle.plans.watchlists
    assert await lists.list(BUDI.user_id) == []
    for asked in (made.id, UUID(int=99)):
        with pytest.raises(NotFound) as caught:
            await lists.get(BUDI.user_id, asked)
        assert caught.value.code == "WATCHLIST_NOT_FOUND"
        with pytest.raises(NotFound):
            await lists.replace(BUDI.user_id, asked, name="x", venue="sandbox", symbols=("BTC/USDT",))
        with pytest.raises(NotFound):
            await lists.delete(BUDI.user_id, asked)
    assert await lists.list(ANA.user_id) == [made]
