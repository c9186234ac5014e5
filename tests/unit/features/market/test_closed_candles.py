"""Closed candles: exactly those, as few requests as possible, whatever the clocks say."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import numpy as np
import pytest
from tests.support.clock import MARCH
from tests.support.real_market import D1, H1, M1, M15, open_market, same, set_faults, set_venue_time, walk, without
from tests.unit.features.market.conftest import World

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid, Unavailable
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import Series, Span

XRP = "XRP/USDT"


async def ask(world: World, *, timeframe: Timeframe = M15, count: int = 100, at: int | None = None) -> Candles:
    moment = world.clock.now_ms() if at is None else at
    return await world.service.closed_candles("sandbox", XRP, timeframe, at=moment, count=count)


async def test_the_last_candle_is_the_last_closed_one(world: World) -> None:
    world.clock.advance(7 * 60)
    candles = await ask(world)
    assert len(candles) == 100
    assert candles.end == MARCH
    assert candles.gaps() == ()


async def test_the_same_question_again_asks_nobody(world: World) -> None:
    first = await ask(world)
    before = world.weight
    assert same(await ask(world), first)
    assert same(await ask(world, count=40), first.last(40))
    assert world.weight == before


async def test_fifty_people_cost_one_request(world: World) -> None:
    await ask(world, count=10)
    before = world.weight
    answers = await asyncio.gather(*(ask(world, timeframe=H1, count=300) for _ in range(50)))
    assert all(same(one, answers[0]) for one in answers)
    assert world.weight - before == 2


async def test_fifty_people_share_one_failure(world: World) -> None:
    await ask(world, count=10)
    await set_faults(world.sandbox.url, [{"match": "/api/v3/klines", "status": 451}])
    before = world.service.venue_state("sandbox").last_answer_at
    results = await asyncio.gather(*(ask(world, timeframe=H1) for _ in range(50)), return_exceptions=True)
    assert {getattr(one, "code", None) for one in results} == {"VENUE_BLOCKED"}
    assert len({id(one) for one in results}) == 1, "all fifty got the answer to one request"
    assert world.service.venue_state("sandbox").last_answer_at == before


async def test_someone_who_leaves_does_not_take_the_answer_from_the_others(world: World) -> None:
    await ask(world, count=10)
    first = asyncio.create_task(ask(world, timeframe=H1))
    await asyncio.sleep(0)
    second = asyncio.create_task(ask(world, timeframe=H1))
    await asyncio.sleep(0)
    first.cancel()
    assert len(await second) == 100
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_new_candle_is_fetched_alone_and_joined(world: World) -> None:
    first = await ask(world)
    world.clock.advance(15 * 60)
    before = world.weight
    later = await ask(world)
    assert later.end == MARCH + M15.ms
    assert same(later.slice(0, 99), first.slice(1, None))
    assert world.weight - before <= 3, "one small page, and the venue's clock measured anew"


async def test_a_candle_is_not_closed_before_the_venue_says_so(world: World) -> None:
    """Our clock is 5 s ahead: at 12:00:02 by ours it is 11:59:57 there."""
    await set_venue_time(world.sandbox.url, MARCH - 3_000)
    world.clock.set(MARCH + 2_000)
    assert (await ask(world)).end == MARCH - M15.ms
    await set_venue_time(world.sandbox.url, MARCH + 2_000)
    world.clock.set(MARCH + 7_000)
    assert (await ask(world)).end == MARCH
    again = await world.market.store.read(Series("sandbox", XRP, M15))
    assert same(again, again.closed_at(MARCH)), "no forming candle was ever stored"


async def test_a_clock_behind_sees_what_was_closed_then(world: World) -> None:
    """Our clock is 5 s behind: at 11:59:58 by ours it is 12:00:03 there."""
    await set_venue_time(world.sandbox.url, MARCH + 3_000)
    world.clock.set(MARCH - 2_000)
    assert (await ask(world)).end == MARCH - M15.ms


async def test_a_candle_about_to_close_is_waited_for(world: World) -> None:
    """Our clock is 0.8 s ahead of the venue's: the candle that closes now by ours is worth the wait."""
    await set_venue_time(world.sandbox.url, MARCH - 800)
    await ask(world, at=MARCH - 3_600_000, count=10)
    world.clock.slept.clear()
    await set_venue_time(world.sandbox.url, MARCH)
    candles = await ask(world, at=MARCH)
    assert candles.end == MARCH
    assert world.clock.slept == [pytest.approx(0.8)]


async def test_a_moment_in_the_past_gives_the_candles_of_then(world: World) -> None:
    now = await ask(world, count=500)
    then = MARCH - 200 * M15.ms
    assert same(await ask(world, at=then, count=100), now.closed_at(then).last(100))
    deep = await ask(world, at=MARCH - 5_000 * M15.ms, count=100)
    assert deep.end == MARCH - 5_000 * M15.ms
    before = world.weight
    assert same(await ask(world, count=500), now)
    assert world.weight == before, "looking back did not push the present out of memory"


async def test_what_the_venue_omits_is_a_gap_and_is_not_asked_for_again(world: World) -> None:
    await ask(world, timeframe=D1, count=1)
    await set_faults(world.sandbox.url, [{"match": "/api/v3/klines", "missing": [200 * 15, 190 * 15]}])
    candles = await ask(world, count=300)
    assert [gap.count for gap in candles.gaps()] == [10]
    assert len(candles) == 300, "older candles make up for the missing ones"
    before = world.weight
    world.service.cache.forget(Series("sandbox", XRP, M15))
    assert same(await ask(world, count=300), candles)
    assert world.weight == before


async def test_a_young_gap_is_asked_for_again_after_an_hour_and_repaired(world: World) -> None:
    await set_faults(world.sandbox.url, [{"match": "/api/v3/klines", "missing": [90, 60]}])
    assert [gap.count for gap in (await ask(world)).gaps()] == [2]
    await set_faults(world.sandbox.url, [])
    world.clock.advance(3_700)
    world.service.cache.forget(Series("sandbox", XRP, M15))
    assert (await ask(world)).gaps() == ()


async def test_a_venue_that_stands_still_gives_what_it_has(world: World) -> None:
    await set_faults(world.sandbox.url, [{"match": "/api/v3/klines", "stale": 60}])
    candles = await ask(world)
    assert candles.end == MARCH - 4 * M15.ms
    assert len(candles) == 100
    await set_faults(world.sandbox.url, [])
    world.clock.advance(3)
    assert (await ask(world)).end == MARCH, "and is asked again soon"


async def test_half_a_candle_of_a_stalled_feed_is_never_taken_for_a_closed_one(world: World) -> None:
    """The feed stops somewhere within the 12:00 candle; we ask after that candle should have closed."""
    await ask(world)
    for seconds in (1, 60, 450, 899):
        await set_faults(world.sandbox.url, [])
        world.clock.set(world.clock.now_ms() // M15.ms * M15.ms + M15.ms + 2_000)
        whole = await ask(world)
        end = whole.end
        world.clock.set(end + M15.ms + 2_000)
        late = (M15.ms + 2_000 - seconds * 1_000) / 60_000
        await set_faults(world.sandbox.url, [{"match": "/api/v3/klines", "stale": late}])
        assert (await ask(world)).end == end, f"{seconds} s into the candle"
    await set_faults(world.sandbox.url, [])
    world.clock.advance(3)
    truth = await ask(world)
    world.service.cache.forget(Series("sandbox", XRP, M15))
    assert same(await ask(world), truth)
    stored = await world.market.store.read(Series("sandbox", XRP, M15))
    assert same(stored.last(100), truth)


async def test_fifty_people_do_not_hammer_a_venue_that_stands_still(world: World) -> None:
    await set_faults(world.sandbox.url, [{"match": "/api/v3/klines", "stale": 60}])
    await ask(world)
    before = world.weight
    await asyncio.gather(*(ask(world) for _ in range(50)))
    assert world.weight == before


async def test_a_young_coin_gives_what_exists(world: World) -> None:
    candles = await ask(world, timeframe=D1, count=1_000)
    assert 500 < len(candles) < 1_000
    before = world.weight
    world.service.cache.forget(Series("sandbox", XRP, D1))
    assert same(await ask(world, timeframe=D1, count=1_000), candles)
    assert world.weight == before, "the time before the listing is not asked for again"


async def test_a_restart_reads_from_the_store_alone(world: World, tmp_path: Path, database_url: str) -> None:
    candles = await ask(world, count=1_000)
    async with open_market(tmp_path, world.clock, url=world.sandbox.url, database_url=database_url) as again:
        await again.service.moment("sandbox")
        await set_faults(world.sandbox.url, [{"match": "/api/v3/klines", "status": 451}])
        read = await again.service.closed_candles("sandbox", XRP, M15, at=MARCH, count=1_000)
    assert same(read, candles)


async def test_a_venue_that_is_down_says_so_and_leaves_nothing_half_done(world: World) -> None:
    await ask(world, count=1)
    await set_faults(world.sandbox.url, [{"match": "/api/v3/klines", "status": 503}])
    with pytest.raises(Unavailable) as caught:
        await ask(world, timeframe=H1)
    assert caught.value.code == "VENUE_DOWN"
    assert await world.market.store.names("sandbox") == (Series("sandbox", XRP, M15),)
    await set_faults(world.sandbox.url, [])
    assert len(await ask(world, timeframe=H1)) == 100


async def test_a_correction_by_the_venue_replaces_what_was_stored(world: World) -> None:
    truth = await ask(world)
    wrong = walk(1, end=MARCH, symbol=XRP)
    await world.market.store.append("sandbox", wrong)
    world.service.cache.forget(Series("sandbox", XRP, M15))
    assert (await ask(world)).close[-1] == wrong.close[0]
    world.clock.advance(15 * 60)
    assert same((await ask(world)).slice(0, 99), truth.slice(1, None))


async def test_lengths_that_the_venue_lacks_are_made_of_smaller_ones(world: World) -> None:
    ten = Timeframe(10)
    candles = await ask(world, timeframe=ten, count=120)
    assert len(candles) == 120
    small = await ask(world, timeframe=Timeframe(5), count=242)
    assert same(candles, resample(small, ten).last(120))


async def test_an_impossible_length_is_refused(world: World) -> None:
    venue = await world.service._venues.get("sandbox")
    assert M1 in (await venue.abilities()).timeframes
    with pytest.raises(Invalid):
        await ask(world, count=0)
    with pytest.raises(Invalid) as caught:
        await world.service.closed_candles("sandbox", "NOPE/USDT", M15, at=MARCH, count=10)
    assert caught.value.code == "INVALID_SYMBOL"


async def test_imported_candles_serve_every_larger_length(world: World) -> None:
    minutes = without(walk(6_000, timeframe=M1, end=MARCH - D1.ms), [100, 101, 2_000])
    await world.market.store.append("file", minutes, as_files=True)
    service = world.service
    small = await service.closed_candles("file", "BTC/USDT", M1, at=MARCH, count=5_000)
    assert same(small, minutes.last(5_000)), "however old they are"
    quarter = await service.closed_candles("file", "BTC/USDT", M15, at=MARCH, count=300)
    assert same(quarter, resample(minutes, M15).last(300))
    then = int(minutes.ts[3_000]) + 30_000
    assert same(
        await service.closed_candles("file", "BTC/USDT", M15, at=then, count=50),
        resample(minutes.closed_at(then), M15).last(50),
    )


async def test_a_new_import_is_seen_at_once(world: World) -> None:
    await world.market.store.append("file", walk(500, seed=1), as_files=True)
    before = await world.service.closed_candles("file", "BTC/USDT", H1, at=MARCH, count=50)
    newer = walk(500, seed=2)
    await world.market.store.append("file", newer, as_files=True)
    after = await world.service.closed_candles("file", "BTC/USDT", H1, at=MARCH, count=50)
    assert not same(before, after)
    assert same(after, resample(newer, H1).last(50))


async def test_imported_lengths_of_their_own_stand_where_they_exist(world: World) -> None:
    await world.market.store.append("file", walk(900, timeframe=M1), as_files=True)
    hours = walk(400, timeframe=H1, seed=5)
    await world.market.store.append("file", hours, as_files=True)
    assert same(await world.service.closed_candles("file", "BTC/USDT", H1, at=MARCH, count=300), hours.last(300))
    with pytest.raises(Invalid) as caught:
        await world.service.closed_candles("file", "ETH/USDT", H1, at=MARCH, count=10)
    assert caught.value.code == "INVALID_SYMBOL"


async def test_random_questions_never_disagree(world: World) -> None:
    """Whatever was asked before, an answer is a piece of the same history."""
    truth = await ask(world, count=3_000)
    world.service.cache.forget(Series("sandbox", XRP, M15))
    chance = random.Random(3)
    for _ in range(40):
        at, count = MARCH - chance.randrange(0, 1_500 * M15.ms), chance.randrange(1, 400)
        assert same(await ask(world, at=at, count=count), truth.closed_at(at).last(count))
        if chance.random() < 0.3:
            span = Span(at - 100 * M15.ms, at)
            page = await world.service.history("sandbox", XRP, timeframe=M15, since=span.first, until=span.last)
            inside = (truth.ts >= span.first) & (truth.ts <= span.last)
            assert np.array_equal(page.candles.close, truth.close[inside])
