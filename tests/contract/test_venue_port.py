"""What every venue promises, tried on the sandbox over a real socket and on imported files; and its bad days."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nofomo.adapters.exchanges import CcxtExchanges, CcxtVenue, VenueWiring
from nofomo.engine.core.errors import Invalid, NotFound, Unavailable
from nofomo.features.market import Venue
from nofomo.features.market.services.imported import ImportedVenue
from tests.support.clock import MARCH
from tests.support.real_market import H1, M1, M15, RushingClock, open_market, set_faults, walk
from tests.support.sandbox_server import sandbox_server

SYMBOL = "BTC/USDT"


@dataclass
class Place:
    """A venue, where it answers (sandbox only) and the clock that it shares with the test."""

    venue: Venue
    clock: RushingClock
    url: str = ""


@asynccontextmanager
async def sandbox_place(*, weight_limit: int = 6000, **wiring: Any) -> AsyncIterator[Place]:
    clock = RushingClock()
    async with sandbox_server(clock=clock, weight_limit=weight_limit) as server:
        made = VenueWiring("sandbox", "binance", kind="demo", base_url=server.url, request_timeout_s=5)
        venue = CcxtVenue(replace(made, **wiring), clock=clock, chance=random.Random(1))
        try:
            yield Place(venue, clock, server.url)
        finally:
            await venue.close()


@pytest.fixture(params=["sandbox", "file"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        if request.param == "sandbox":
            yield await stack.enter_async_context(sandbox_place())
        else:
            clock = RushingClock()
            market = await stack.enter_async_context(open_market(tmp_path, clock))
            await market.store.append("file", walk(3000, timeframe=M1, symbol=SYMBOL), as_files=True)
            yield Place(ImportedVenue(market.store, clock), clock)


@pytest.fixture
async def sandbox() -> AsyncIterator[Place]:
    async with sandbox_place() as place:
        yield place


async def test_instruments_bear_the_venue_and_usable_trading_rules(place: Place) -> None:
    instruments = await place.venue.instruments()
    by_symbol = {one.symbol: one for one in instruments}
    assert SYMBOL in by_symbol
    assert all(one.venue == place.venue.name and one.tick > 0 and one.lot > 0 for one in instruments)
    assert by_symbol[SYMBOL].tick == Decimal("0.01")


async def test_a_page_of_candles_starts_at_since_and_holds_at_most_limit(place: Place) -> None:
    since = M15.floor(place.clock.now_ms()) - 40 * M15.ms
    page = await place.venue.candles(SYMBOL, M15, since=since, limit=10)
    assert page.ts.tolist() == [since + i * M15.ms for i in range(10)]
    assert (page.symbol, page.timeframe) == (SYMBOL, M15)


async def test_pages_joined_are_the_same_as_one_page(place: Place) -> None:
    since = M15.floor(place.clock.now_ms()) - 60 * M15.ms
    whole = await place.venue.candles(SYMBOL, M15, since=since, limit=50)
    first = await place.venue.candles(SYMBOL, M15, since=since, limit=25)
    second = await place.venue.candles(SYMBOL, M15, since=since + 25 * M15.ms, limit=25)
    assert np.array_equal(whole.close, first.merge(second).close)
    assert len(whole) == 50


async def test_no_candle_opens_after_the_venues_clock(place: Place) -> None:
    now = await place.venue.server_time()
    page = await place.venue.candles(SYMBOL, M15, since=now - 3 * M15.ms, limit=100)
    assert len(page) > 0
    assert int(page.ts[-1]) <= now


async def test_a_time_before_the_first_candle_is_empty_or_starts_later(place: Place) -> None:
    page = await place.venue.candles(SYMBOL, H1, since=H1.floor(1_500_000_000_000), limit=5)
    assert len(page) == 0 or int(page.ts[0]) > 1_500_000_000_000 + 5 * H1.ms


async def test_an_unknown_symbol_is_refused_as_such(place: Place) -> None:
    with pytest.raises(Invalid) as caught:
        await place.venue.candles("NOPE/USDT", M15, since=MARCH, limit=5)
    assert caught.value.code == "INVALID_SYMBOL"


async def test_a_book_has_falling_bids_below_rising_asks_or_does_not_exist(place: Place) -> None:
    try:
        book = await place.venue.book(SYMBOL)
    except NotFound as error:
        assert error.code == "NO_BOOK"  # noqa: PT017 (either answer keeps the promise)
        return
    bids, asks = [price for price, _ in book.bids], [price for price, _ in book.asks]
    assert bids == sorted(bids, reverse=True)
    assert asks == sorted(asks)
    assert bids[0] < asks[0]
    assert book.spread is not None
    assert 0 < book.spread < 0.01


async def test_tickers_tell_last_price_change_and_turnover(place: Place) -> None:
    ticker = (await place.venue.ticker24h())[SYMBOL]
    day = await place.venue.candles(SYMBOL, M15, since=place.clock.now_ms() - 86_400_000, limit=96)
    assert float(day.low.min()) * 0.999 <= float(ticker.last) <= float(day.high.max()) * 1.001
    assert ticker.change is not None
    assert abs(ticker.change) < 1
    assert ticker.quote_volume > 0


async def test_the_server_time_is_the_venues_clock(place: Place) -> None:
    assert abs(await place.venue.server_time() - place.clock.now_ms()) < 1000


async def test_abilities_name_lengths_and_page_size(place: Place) -> None:
    abilities = await place.venue.abilities()
    assert {M1, M15, H1} <= abilities.timeframes
    assert abilities.page_limit >= 1000


async def code_of(venue: Venue, symbol: str = SYMBOL) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        await venue.candles(symbol, M15, since=MARCH - 20 * M15.ms, limit=5)
    assert caught.value.details["advice"]
    assert caught.value.details["advice"] in caught.value.message
    return caught.value


async def test_nothing_listening_is_a_venue_that_is_down() -> None:
    wiring = VenueWiring("sandbox", "binance", base_url="http://127.0.0.1:9")
    venue = CcxtVenue(wiring, clock=RushingClock(), chance=random.Random(1))
    with pytest.raises(Unavailable) as caught:
        await venue.instruments()
    assert caught.value.code == "VENUE_DOWN"
    assert venue.state().state == "down"
    await venue.close()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"drop": True}, "VENUE_DOWN"),
        ({"status": 503}, "VENUE_DOWN"),
        ({"status": 500}, "VENUE_DOWN"),
        ({"status": 403}, "VENUE_BLOCKED"),
        ({"status": 451}, "VENUE_BLOCKED"),
        ({"body": "<html><body>Internet Positif</body></html>"}, "VENUE_BLOCKED"),
        ({"body": "<html>Sign in to the hotel's network</html>", "status": 511}, "VENUE_BLOCKED"),
        ({"body": "nonsense"}, "VENUE_NONSENSE"),
        ({"body": "[[1, 2, 3"}, "VENUE_NONSENSE"),
        ({"body": '{"hello": "world"}'}, "VENUE_NONSENSE"),
        ({"body": '[["a","b","c","d","e","f"]]'}, "VENUE_NONSENSE"),
        ({"body": "[[1710400500000,5,1,9,5,1],[1710401400000,5,1,9,5,1]]"}, "VENUE_NONSENSE"),
    ],
)
async def test_a_bad_day_has_its_code_and_advice(sandbox: Place, fault: dict[str, Any], code: str) -> None:
    await sandbox.venue.instruments()
    await set_faults(sandbox.url, [{"match": "/api/v3/klines", **fault}])
    assert (await code_of(sandbox.venue)).code == code


async def test_silence_is_a_slow_venue() -> None:
    async with sandbox_place(request_timeout_s=0.1) as place:
        await place.venue.instruments()
        await set_faults(place.url, [{"match": "/api/v3/klines", "hang": True}])
        assert (await code_of(place.venue)).code == "VENUE_SLOW"


async def test_a_short_outage_is_ridden_out_with_growing_pauses(sandbox: Place) -> None:
    await sandbox.venue.instruments()
    await set_faults(sandbox.url, [{"match": "/api/v3/klines", "status": 503, "times": 2}])
    page = await sandbox.venue.candles(SYMBOL, M15, since=MARCH - 20 * M15.ms, limit=5)
    assert len(page) == 5
    assert len(sandbox.clock.slept) == 2
    assert 0.15 <= sandbox.clock.slept[0] <= 0.45
    assert 0.3 <= sandbox.clock.slept[1] <= 0.9
    assert sandbox.venue.state().state == "up"


async def test_a_blocked_venue_is_not_asked_again(sandbox: Place) -> None:
    await sandbox.venue.instruments()
    await set_faults(sandbox.url, [{"match": "/api/v3/klines", "status": 451, "times": 1}])
    assert (await code_of(sandbox.venue)).code == "VENUE_BLOCKED"
    assert sandbox.clock.slept == []


async def test_a_short_wait_that_the_venue_asks_for_is_waited_out(sandbox: Place) -> None:
    await sandbox.venue.instruments()
    await set_faults(sandbox.url, [{"match": "/api/v3/klines", "status": 429, "retry_after": 4, "times": 1}])
    page = await sandbox.venue.candles(SYMBOL, M15, since=MARCH - 20 * M15.ms, limit=5)
    assert len(page) == 5
    assert sum(sandbox.clock.slept) == pytest.approx(4)


@pytest.mark.parametrize(
    ("status", "told", "wait_s"), [(429, 90, 90), (418, 600, 600), (429, None, 30), (418, None, 120)]
)
async def test_too_many_requests_stop_everyone_until_the_countdown_ends(
    sandbox: Place, status: int, told: int | None, wait_s: int
) -> None:
    await sandbox.venue.instruments()
    await set_faults(sandbox.url, [{"match": "/api/v3/klines", "status": status, "retry_after": told, "times": 1}])
    first = await code_of(sandbox.venue)
    assert (first.code, first.retry_after_s) == ("VENUE_RATE_LIMITED", wait_s)
    assert sandbox.venue.state().state == "paused"
    assert sandbox.venue.state().paused_until == sandbox.clock.now_ms() + wait_s * 1000
    sandbox.clock.advance(5)
    others = await asyncio.gather(*(code_of(sandbox.venue) for _ in range(3)))
    assert {one.retry_after_s for one in others} == {wait_s - 5}
    with pytest.raises(Unavailable):
        await sandbox.venue.book(SYMBOL)
    sandbox.clock.advance(wait_s)
    assert len(await sandbox.venue.candles(SYMBOL, M15, since=MARCH - 20 * M15.ms, limit=5)) == 5
    assert sandbox.venue.state().state == "up"


async def test_the_announced_weight_limit_is_never_reached() -> None:
    async with sandbox_place(weight_limit=100) as place:
        await place.venue.instruments()
        refused: list[Unavailable] = []
        for number in range(120):
            try:
                await place.venue.candles(SYMBOL, M15, since=MARCH - (number + 30) * M15.ms, limit=5)
            except Unavailable as error:
                refused.append(error)
                place.clock.advance(error.retry_after_s or 0)
        state = place.venue.state()
        assert len(refused) >= 2
        assert {one.code for one in refused} == {"VENUE_RATE_LIMITED"}
        assert all(20 < (one.retry_after_s or 0) <= 60 for one in refused)
        assert state.weight_limit == 100
        assert state.problem is None, "the sandbox itself never had to refuse"


async def test_rows_that_cannot_be_true_are_left_out_and_the_rest_is_used(sandbox: Place) -> None:
    await sandbox.venue.instruments()
    rows = [[MARCH - (30 - i) * M15.ms, "5", "6", "4", "5", "1", 0, "1", 1, "1", "1", "0"] for i in range(25)]
    rows[7][2] = "3"
    await set_faults(sandbox.url, [{"match": "/api/v3/klines", "body": str(rows).replace("'", '"')}])
    page = await sandbox.venue.candles(SYMBOL, M15, since=MARCH - 30 * M15.ms, limit=25)
    assert len(page) == 24
    assert [gap.first for gap in page.gaps()] == [MARCH - 23 * M15.ms]


async def test_candles_on_another_grid_are_named_as_such(sandbox: Place) -> None:
    await sandbox.venue.instruments()
    rows = [[MARCH - (30 - i) * M15.ms + 60_000, "5", "6", "4", "5", "1"] for i in range(5)]
    await set_faults(sandbox.url, [{"match": "/api/v3/klines", "body": str(rows).replace("'", '"')}])
    with pytest.raises(Invalid) as caught:
        await sandbox.venue.candles(SYMBOL, M15, since=MARCH - 30 * M15.ms, limit=25)
    assert caught.value.code == "OTHER_ROLL"


async def test_a_venue_that_nobody_knows_is_refused_before_anything_is_loaded() -> None:
    exchanges = CcxtExchanges(clock=RushingClock(), chance=random.Random(1))
    for name in ("nope", "../binance", "BINANCE", "", "ccxt"):
        with pytest.raises(Invalid) as caught:
            exchanges.open(name, proxy_url=None)
        assert caught.value.code == "INVALID_VENUE"


def test_the_usual_venues_stand_first_in_the_list() -> None:
    exchanges = CcxtExchanges(clock=RushingClock(), chance=random.Random(1), sandbox_url="http://127.0.0.1:1")
    names = [offer.name for offer in exchanges.offers()]
    assert names[:6] == ["sandbox", "binance", "okx", "bybit", "indodax", "tokocrypto"]
    assert len(names) == len(set(names))
    assert len(names) > 60
