"""Order books, at most a second old, one request for everyone who asks within that second."""

from __future__ import annotations

from typing import Final

from nofomo.features.market.model import Book
from nofomo.features.market.services.venues import VenueDesk
from nofomo.infra.clock import Clock, is_recent
from nofomo.infra.flights import SingleFlight

BOOK_TTL_MS: Final = 1_000
_MOST_HELD: Final = 500


class BookDesk:
    """Asks venues for books."""

    def __init__(self, venues: VenueDesk, clock: Clock) -> None:
        self._venues = venues
        self._clock = clock
        self._held: dict[tuple[str, str], tuple[Book, int]] = {}
        self._flights = SingleFlight()

    async def book(self, venue: str, symbol: str) -> Book:
        """The order book. NotFound (`NO_BOOK`) where there is none."""
        key = (venue, symbol)
        while True:
            known = self._held.get(key)
            if known is not None and is_recent(known[1], now=self._clock.now_ms(), within_ms=BOOK_TTL_MS):
                return known[0]
            if not await self._flights.join(key):
                return await self._flights.run(key, lambda: self._fetch(venue, symbol))

    async def _fetch(self, venue: str, symbol: str) -> Book:
        book = await (await self._venues.get(venue)).book(symbol)
        now = self._clock.now_ms()
        if len(self._held) >= _MOST_HELD:
            self._held = {key: held for key, held in self._held.items() if now - held[1] < BOOK_TTL_MS}
        self._held[(venue, symbol)] = (book, now)
        return book
