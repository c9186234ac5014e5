"""Finding symbols, and reaching venues."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.support.real_market import M1, RushingClock, open_market, set_faults, walk
from tests.unit.features.market.conftest import World

from nofomo.adapters.exchanges import CcxtVenue, VenueWiring
from nofomo.engine.core.errors import Invalid, Unavailable
from nofomo.features.market import VenueReconnected
from nofomo.features.market.services.venues import mask_proxy
from nofomo.infra.database import SYSTEM

ADMIN = UUID(int=1)


async def names(world: World, q: str) -> list[str]:
    return [hit.instrument.symbol for hit in await world.service.search("sandbox", q, limit=30)]


async def test_a_symbol_is_found_however_it_is_written(world: World) -> None:
    for spelling in ("xrp/usdt", "XRPUSDT", "xrp-usdt", " Xrp_Usdt "):
        assert (await world.service.resolve("sandbox", spelling)).instrument.symbol == "XRP/USDT"


async def test_dollars_mean_tether_where_only_that_is_listed(world: World) -> None:
    found = await world.service.resolve("sandbox", "BTC-USD")
    assert (found.instrument.symbol, found.substituted) == ("BTC/USDT", "BTC/USD")


async def test_an_unknown_symbol_names_the_nearest(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        await world.service.resolve("sandbox", "DOGEE/USDT")
    assert caught.value.code == "INVALID_SYMBOL"
    assert "DOGE/USDT" in caught.value.details["nearest"]


async def test_the_search_ranks_the_base_itself_before_what_begins_or_contains(world: World) -> None:
    assert (await names(world, "op"))[0] == "OP/USDT"
    assert (await names(world, "xrpus")) == ["XRP/USDT"]
    assert (await names(world, "eur"))[0] == "EUR/USD"
    assert "BTC/USDT" in await names(world, "usdt")
    assert await names(world, "nothing") == []


async def test_without_a_word_the_most_traded_stand_first(world: World) -> None:
    hits = await world.service.search("sandbox", "", limit=5)
    assert len(hits) == 5
    assert hits[0].instrument.symbol == "BTC/USDT"
    assert hits[0].last is not None
    assert hits[0].change_24h is not None


async def test_a_search_answers_while_tickers_are_missing(world: World) -> None:
    await world.service.resolve("sandbox", "BTC/USDT")
    await set_faults(world.sandbox.url, [{"match": "/api/v3/ticker", "status": 403}])
    (hit,) = await world.service.search("sandbox", "xrp")
    assert (hit.last, hit.change_24h) == (None, None)


async def test_rules_are_remembered_for_six_hours_and_old_ones_beat_none(world: World) -> None:
    await world.service.resolve("sandbox", "BTC/USDT")
    world.clock.advance(3 * 3600)
    await set_faults(world.sandbox.url, [{"match": "/api/v3/exchangeInfo", "status": 403}])
    await world.service.resolve("sandbox", "BTC/USDT")
    world.clock.advance(4 * 3600)
    assert (await world.service.resolve("sandbox", "BTC/USDT")).instrument.tick == Decimal("0.01"), "old beats none"
    with pytest.raises(Unavailable):
        await world.service.refresh_rules("sandbox")
    await set_faults(world.sandbox.url, [])
    assert await world.service.refresh_rules("sandbox") > 10


async def test_fifty_people_share_one_book_for_a_second(world: World) -> None:
    await world.service.book("sandbox", "BTC/USDT")
    world.clock.advance(2)
    before = world.weight
    books = await asyncio.gather(*(world.service.book("sandbox", "BTC/USDT") for _ in range(50)))
    assert len({id(book) for book in books}) == 1
    assert 0 < world.weight - before <= 5


async def test_a_connection_test_tells_latency_clock_and_symbols(world: World) -> None:
    report = await world.service.test_connection("sandbox")
    assert (report.ok, report.problem) == (True, None)
    assert report.symbols > 10
    await set_faults(world.sandbox.url, [{"match": "/api/v3/time", "offset_ms": -4_200}])
    report = await world.service.test_connection("sandbox")
    assert (report.ok, report.clock_offset_ms) == (True, -4_200)
    assert report.problem is not None
    assert report.problem.code == "CLOCK_OFFSET"
    assert "4.2 s ahead" in report.problem.message


async def test_a_connection_test_explains_a_block(world: World) -> None:
    await set_faults(world.sandbox.url, [{"match": "/", "status": 451}])
    report = await world.service.test_connection("sandbox")
    assert not report.ok
    assert report.problem is not None
    assert report.problem.code == "VENUE_BLOCKED"
    assert "proxy" in report.problem.advice
    assert world.service.venue_state("sandbox").state == "unknown", "the connection in use was not touched"


async def test_a_proxy_is_kept_sealed_and_shown_masked(world: World) -> None:
    heard: list[VenueReconnected] = []
    world.market.events.subscribe(VenueReconnected, heard.append)
    secret = "socks5://me:s3cret@10.0.0.1:1080"
    kept = await world.service.connect_venue("okx", proxy_url=secret, by=ADMIN)
    assert kept.proxy_shown == "socks5://me:••••@10.0.0.1:1080"
    assert (await world.service.connections())["okx"].proxy_shown == kept.proxy_shown
    assert heard == [VenueReconnected("okx")]
    async with world.market.database.read(SYSTEM) as session:
        stored = (await session.execute(text("select proxy_sealed from venue_connections"))).scalar_one()
    assert "s3cret" not in stored
    venue = await world.service._venues.get("okx")
    assert isinstance(venue, CcxtVenue)
    assert venue._wiring.proxy_url == secret
    await world.service.connect_venue("okx", proxy_url=None, by=ADMIN)
    again = await world.service._venues.get("okx")
    assert isinstance(again, CcxtVenue)
    assert again is not venue
    assert again._wiring.proxy_url is None


async def test_bad_proxies_and_venues_are_refused(world: World) -> None:
    for url in ("ftp://h:1", "h:3128", "http://", "javascript:alert(1)"):
        with pytest.raises(Invalid) as caught:
            await world.service.connect_venue("okx", proxy_url=url, by=ADMIN)
        assert caught.value.code == "INVALID_PROXY"
    for venue in ("file", "nope"):
        with pytest.raises(Invalid) as caught:
            await world.service.connect_venue(venue, proxy_url=None, by=ADMIN)
        assert caught.value.code == "INVALID_VENUE"


async def test_a_masked_password_is_never_taken_for_the_real_one(world: World) -> None:
    kept = await world.service.connect_venue("okx", proxy_url="http://me:s3cret@h:3128", by=ADMIN)
    assert kept.proxy_shown is not None
    for masked in (kept.proxy_shown, "http://me:****@h:3128"):
        with pytest.raises(Invalid) as caught:
            await world.service.connect_venue("okx", proxy_url=masked, by=ADMIN)
        assert caught.value.code == "PROXY_MASKED"
        with pytest.raises(Invalid):
            await world.service.test_connection("okx", masked)
    assert (await world.service._venues._connection_of("okx"))[0] == "http://me:s3cret@h:3128"


def test_a_mask_hides_only_the_password() -> None:
    assert mask_proxy("http://h:3128") == "http://h:3128"
    assert mask_proxy("http://u:p@h:3128") == "http://u:••••@h:3128"
    assert mask_proxy(None) is None


async def test_imported_symbols_have_the_smallest_step_seen_as_tick(tmp_path: Path) -> None:
    async with open_market(tmp_path, RushingClock()) as market:
        await market.store.append("file", walk(300, timeframe=M1, tick=0.25), as_files=True)
        await market.store.append("file", walk(300, symbol="ETH/USDT", tick=0.01), as_files=True)
        assert (await market.service.resolve("file", "btcusdt")).instrument.tick == Decimal("0.25")
        assert (await market.service.resolve("file", "ethusdt")).instrument.tick == Decimal("0.01")
        hits = await market.service.search("file", "b")
        assert [hit.instrument.symbol for hit in hits] == ["BTC/USDT"]
        assert hits[0].last is not None


@asynccontextmanager
async def http_proxy(target: str, seen: list[str]) -> AsyncIterator[str]:
    """A forward proxy of a few lines: absolute URLs in, answers of the target out."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, url, rest = head.split(b" ", 2)
        seen.append(url.decode())
        goal = urlsplit(url.decode())
        upstream, sink = await asyncio.open_connection(urlsplit(target).hostname, urlsplit(target).port)
        path = goal.path + (f"?{goal.query}" if goal.query else "")
        closing = rest.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        sink.write(b" ".join((method, path.encode(), closing)))
        writer.write(await upstream.read())
        await writer.drain()
        writer.close()
        sink.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def socks_proxy(seen: list[str]) -> AsyncIterator[str]:
    """SOCKS5 without a password (RFC 1928), for addresses only."""

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        _, _, _, kind = await reader.readexactly(4)
        raw = await reader.readexactly(4) if kind == 1 else await reader.readexactly((await reader.readexactly(1))[0])
        host = ".".join(map(str, raw)) if kind == 1 else raw.decode()
        port = int.from_bytes(await reader.readexactly(2), "big")
        seen.append(f"{host}:{port}")
        upstream, sink = await asyncio.open_connection(host, port)
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await asyncio.gather(pipe(reader, sink), pipe(upstream, writer), return_exceptions=True)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"socks5://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("kind", ["http", "socks"])
async def test_everything_goes_through_the_proxy(world: World, kind: str) -> None:
    seen: list[str] = []
    opened = http_proxy(world.sandbox.url, seen) if kind == "http" else socks_proxy(seen)
    async with opened as proxy:
        wiring = VenueWiring("sandbox", "binance", base_url=world.sandbox.url, proxy_url=proxy)
        venue = CcxtVenue(wiring, clock=world.clock, chance=random.Random(1))
        assert len(await venue.instruments()) > 10
        await venue.close()
    assert seen
    assert all(urlsplit(world.sandbox.url).netloc in one for one in seen)


async def test_a_dead_proxy_is_named(world: World) -> None:
    wiring = VenueWiring("sandbox", "binance", base_url=world.sandbox.url, proxy_url="http://127.0.0.1:9")
    venue = CcxtVenue(wiring, clock=world.clock, chance=random.Random(1))
    with pytest.raises(Unavailable) as caught:
        await venue.instruments()
    await venue.close()
    assert caught.value.code == "VENUE_DOWN"
    assert "proxy" in caught.value.details["advice"]
