"""The exchange behind the wires: its market, clock, quotas and the state that faults and tests change."""

from __future__ import annotations

import asyncio

from nofomo.sandbox.faults import Faults
from nofomo.sandbox.klines import Window, candles, reach
from nofomo.sandbox.listings import Listing
from nofomo.sandbox.market import Stretch, SyntheticMarket
from nofomo.sandbox.order_book import Books
from nofomo.sandbox.quotas import Quotas
from nofomo.sandbox.simulated_clock import Now, SimulatedClock
from nofomo.sandbox.tape import Tapes


class Exchange:
    """Everything that one make-believe exchange knows."""

    def __init__(self, seed: int, clock: Now, *, weight_limit: int) -> None:
        self.market = SyntheticMarket(seed)
        self.tapes = Tapes(self.market)
        self.books = Books(self.tapes)
        self.clock = SimulatedClock(clock)
        self.quotas = Quotas(clock, weight_limit)
        self.faults = Faults()

    async def prepare(self, listing: Listing, *, start: int, end: int, step: int = 1) -> None:
        """Make the weeks that an answer needs, letting others have their turn after each."""
        for number in tuple(self.market.missing(listing.symbol, start=start, end=end, step=step)):
            self.market.week(listing.symbol, number=number, step=step)
            await asyncio.sleep(0)

    async def candles(self, listing: Listing, *, interval: str, window: Window, now: int) -> Stretch:
        """The candles of an interval at the moment `now`."""
        need = reach(listing.symbol, interval, window=window, now=now)
        await self.prepare(listing, start=need.start, end=min(need.end, now), step=need.step)
        return candles(self.tapes, listing.symbol, interval=interval, window=window, now=now)
