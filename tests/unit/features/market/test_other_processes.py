"""What a second process does when the first one has changed how a venue is reached, told by an event or not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from tests.support.clock import ManualClock
from tests.support.real_market import OpenMarket, open_market

from nofomo.adapters.exchanges import CcxtVenue
from nofomo.features.market import VenueReconnected

ADMIN = UUID(int=9)
PROXY = "http://10.0.0.1:3128"


@pytest.fixture
async def two(tmp_path: Path, database_url: str) -> AsyncIterator[tuple[OpenMarket, OpenMarket, ManualClock]]:
    """The markets of two processes on one database."""
    clock = ManualClock()
    async with (
        open_market(tmp_path / "one", clock, database_url=database_url) as one,
        open_market(tmp_path / "two", clock, database_url=database_url) as other,
    ):
        yield one, other, clock


async def proxy_of(market: OpenMarket) -> str | None:
    venue = await market.service._venues.get("okx")
    assert isinstance(venue, CcxtVenue)
    return venue._wiring.proxy_url


async def test_it_finds_out_by_itself_within_seconds(two: tuple[OpenMarket, OpenMarket, ManualClock]) -> None:
    one, other, clock = two
    kept = await other.service._venues.get("okx")
    await one.service.connect_venue("okx", proxy_url=PROXY, by=ADMIN)
    assert await proxy_of(one) == PROXY
    assert await proxy_of(other) is None
    clock.advance(5)
    assert await proxy_of(other) == PROXY
    assert await other.service._venues.get("okx") is not kept


async def test_an_event_makes_it_look_at_once(two: tuple[OpenMarket, OpenMarket, ManualClock]) -> None:
    one, other, _ = two
    assert await proxy_of(other) is None
    await one.service.connect_venue("okx", proxy_url=PROXY, by=ADMIN)
    await other.events.deliver(VenueReconnected("okx"))
    assert await proxy_of(other) == PROXY


async def test_a_connection_that_nobody_changed_stays_open(two: tuple[OpenMarket, OpenMarket, ManualClock]) -> None:
    one, _, clock = two
    await one.service.connect_venue("okx", proxy_url=PROXY, by=ADMIN)
    kept = await one.service._venues.get("okx")
    for _ in range(3):
        clock.advance(60)
        await one.events.deliver(VenueReconnected("okx"))
        assert await one.service._venues.get("okx") is kept
