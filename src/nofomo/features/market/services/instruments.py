"""The symbols of each venue and their trading rules, and the search among them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from nofomo.engine.core.errors import Unavailable
from nofomo.engine.core.instrument import Instrument, resolve_symbol
from nofomo.features.market.model import ResolvedInstrument, SymbolHit, Ticker
from nofomo.features.market.services.venues import VenueDesk
from nofomo.infra.clock import Clock, is_recent
from nofomo.infra.flights import SingleFlight

RULES_TTL_MS: Final = 6 * 3_600_000
TICKERS_TTL_MS: Final = 60_000
_DOLLARS: Final = ("USDT", "USD", "USDC", "FDUSD", "BUSD", "TUSD", "DAI")
_NOT_NAME: Final = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True, slots=True)
class Listing:
    """The symbols of one venue as of `fetched_at` (ms)."""

    by_symbol: Mapping[str, Instrument]
    fetched_at: int


class InstrumentDesk:
    """Remembers listings for six hours and tickers for a minute, for everyone."""

    def __init__(self, venues: VenueDesk, clock: Clock) -> None:
        self._venues = venues
        self._clock = clock
        self._listings: dict[str, Listing] = {}
        self._tickers: dict[str, tuple[Mapping[str, Ticker], int]] = {}
        self._flights = SingleFlight()

    async def listing(self, venue: str, *, anew: bool = False) -> Listing:
        """The venue's symbols. An old listing is better than none: it stays while the venue cannot be asked."""
        while True:
            known = self._listings.get(venue)
            if known is not None and not anew and self._is_recent(known.fetched_at, self._ttl_ms(venue)):
                return known
            try:
                if not await self._flights.join(("listing", venue)):
                    return await self._flights.run(("listing", venue), lambda: self._fetch_listing(venue))
            except Unavailable:
                if known is None or anew:
                    raise
                return known
            anew = False

    def _is_recent(self, since: int, within_ms: int) -> bool:
        return is_recent(since, now=self._clock.now_ms(), within_ms=within_ms)

    async def resolve(self, venue: str, text: str) -> ResolvedInstrument:
        """The instrument that a person means by `text`. Invalid (`INVALID_SYMBOL`) with the nearest names."""
        listing = await self.listing(venue)
        found = resolve_symbol(text, listing.by_symbol)
        return ResolvedInstrument(listing.by_symbol[found.symbol], found.substituted)

    async def search(self, venue: str, text: str, *, limit: int) -> list[SymbolHit]:
        """Symbols that fit: the exact base first, then those that begin so, then those that contain it; by turnover."""
        listing = await self.listing(venue)
        tickers = await self._tickers_of(venue)
        wanted = _NOT_NAME.sub("", text.upper())
        ranked: list[tuple[int, float, str]] = []
        for symbol, instrument in listing.by_symbol.items():
            rank = _rank(instrument, wanted)
            if rank is not None:
                ranked.append((rank, -_turnover(instrument, tickers), symbol))
        hits: list[SymbolHit] = []
        for _, _, symbol in sorted(ranked)[:limit]:
            ticker = tickers.get(symbol)
            hits.append(
                SymbolHit(listing.by_symbol[symbol], ticker.last if ticker else None, ticker.change if ticker else None)
            )
        return hits

    def forget(self, venue: str) -> None:
        """Ask the venue anew next time."""
        self._listings.pop(venue, None)
        self._tickers.pop(venue, None)

    def _ttl_ms(self, venue: str) -> int:
        # What was imported is looked up each time: it costs nothing and may have changed in another process.
        return RULES_TTL_MS if self._venues.state(venue).kind != "file" else 0

    async def _fetch_listing(self, venue: str) -> Listing:
        instruments = await (await self._venues.get(venue)).instruments()
        listing = Listing({one.symbol: one for one in instruments}, self._clock.now_ms())
        self._listings[venue] = listing
        return listing

    async def _tickers_of(self, venue: str) -> Mapping[str, Ticker]:
        """The last known tickers; none where the venue cannot be asked, since a search must answer anyway."""
        known, at = self._tickers.get(venue, ({}, -TICKERS_TTL_MS))
        if self._is_recent(at, TICKERS_TTL_MS):
            return known
        try:
            if await self._flights.join(("tickers", venue)):
                return self._tickers.get(venue, ({}, 0))[0]
            return await self._flights.run(("tickers", venue), lambda: self._fetch_tickers(venue))
        except Unavailable:
            self._tickers[venue] = (known, self._clock.now_ms())
            return known

    async def _fetch_tickers(self, venue: str) -> Mapping[str, Ticker]:
        tickers = await (await self._venues.get(venue)).ticker24h()
        self._tickers[venue] = (tickers, self._clock.now_ms())
        return tickers


def _rank(instrument: Instrument, wanted: str) -> int | None:
    """0 the symbol itself, 1 its base, 2 begins so, 3 contains it; None does not fit."""
    joined = instrument.symbol.replace("/", "")
    if wanted == joined:
        return 0
    if wanted in ("", instrument.base):
        return 1
    if joined.startswith(wanted):
        return 2
    return 3 if wanted in joined else None


def _turnover(instrument: Instrument, tickers: Mapping[str, Ticker]) -> float:
    """Turnover of 24 hours in dollars, as far as the venue's own prices tell; else in the quote currency."""
    ticker = tickers.get(instrument.symbol)
    if ticker is None:
        return 0.0
    return float(ticker.quote_volume) * float(_dollars_per(instrument.quote, tickers))


def _dollars_per(currency: str, tickers: Mapping[str, Ticker]) -> Decimal:
    if currency in _DOLLARS:
        return Decimal(1)
    for dollar in _DOLLARS:
        there, back = tickers.get(f"{currency}/{dollar}"), tickers.get(f"{dollar}/{currency}")
        if there is not None:
            return there.last
        if back is not None:
            return 1 / back.last
    return Decimal(0)
