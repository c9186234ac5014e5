"""A market on a sandbox over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.real_market import OpenMarket, RushingClock, open_market
from tests.support.sandbox_server import SandboxServer, sandbox_server

from nofomo.features.market import MarketService


@dataclass
class World:
    """The market, the sandbox that it asks, and their clock."""

    market: OpenMarket
    sandbox: SandboxServer
    clock: RushingClock

    @property
    def service(self) -> MarketService:
        return self.market.service

    @property
    def weight(self) -> int:
        """Request weight that the sandbox counted in this minute: one page of up to 1,000 candles costs 2."""
        return self.service.venue_state("sandbox").used_weight or 0


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    clock = RushingClock()
    async with (
        sandbox_server(clock=clock) as server,
        open_market(tmp_path, clock, url=server.url, database_url=database_url) as market,
    ):
        yield World(market, server, clock)
