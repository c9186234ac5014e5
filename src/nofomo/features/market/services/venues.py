"""The open venues: one object each for the whole process, and how they are reached."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import delete, insert, select

from nofomo.engine.core.errors import Invalid, NofomoError, Unavailable
from nofomo.features.market.model import (
    FILE_VENUE,
    ConnectionReport,
    Problem,
    VenueConnection,
    VenueOffer,
    VenueState,
)
from nofomo.features.market.ports import Exchanges, Venue
from nofomo.features.market.tables import venue_connections
from nofomo.infra.clock import Clock, is_recent
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.secrets import Secrets

TEST_DEADLINE_S: Final = 10.0
CLOCK_TTL_MS: Final = 600_000
_CLOCK_RETRY_MS: Final = 30_000
NOTABLE_OFFSET_MS: Final = 1_000
_LOOK_AGAIN_MS: Final = 5_000
"""So long another process may go on reaching a venue the old way when no event tells it."""
_PURPOSE: Final = "venue-proxy"
_MASK: Final = "••••"
_PROXY_SCHEMES: Final = ("http", "https", "socks4", "socks5", "socks5h")
_FILE_OFFER: Final = VenueOffer(FILE_VENUE, "Files", "file")


@dataclass(frozen=True, slots=True)
class VenueClock:
    """The venue's clock against ours: `offset_ms` is theirs minus ours, known to within `unsure_ms`."""

    offset_ms: int
    unsure_ms: int
    measured_at: int

    def surely(self, our_ms: int) -> int:
        """The least that the venue's clock can show at our moment: what closed by then has closed for sure."""
        return our_ms + self.offset_ms - self.unsure_ms


class VenueDesk:
    """Opens venues when they are first needed, and keeps how each is reached."""

    def __init__(self, exchanges: Exchanges, *, imported: Venue, database: Database, secrets: Secrets, clock: Clock,
                 proxy_url: str | None) -> None:  # fmt: skip
        self._exchanges = exchanges
        self._imported = imported
        self._database = database
        self._secrets = secrets
        self._clock = clock
        self._proxy_url = proxy_url
        self._open: dict[str, Venue] = {}
        self._kept_at: dict[str, int | None] = {}
        self._looked_at: dict[str, int] = {}
        self._opening = asyncio.Lock()
        self._clocks: dict[str, VenueClock] = {}

    def offers(self) -> tuple[VenueOffer, ...]:
        """All venues that can be chosen; imported files stand after the demo."""
        offers = self._exchanges.offers()
        demos = sum(1 for offer in offers if offer.kind == "demo")
        return (*offers[:demos], _FILE_OFFER, *offers[demos:])

    async def get(self, name: str) -> Venue:
        """The venue of that name. Invalid (`INVALID_VENUE`) where there is none."""
        if name == FILE_VENUE:
            return self._imported
        venue = self._open.get(name)
        if venue is not None and self._has_just_looked(name):
            return venue
        async with self._opening:
            return await self._as_kept(name)

    def look_again(self, name: str) -> None:
        """Somebody, perhaps in another process, has changed how a venue is reached."""
        self._looked_at.pop(name, None)

    def _has_just_looked(self, name: str) -> bool:
        looked_at = self._looked_at.get(name)
        return looked_at is not None and is_recent(looked_at, now=self._clock.now_ms(), within_ms=_LOOK_AGAIN_MS)

    async def _as_kept(self, name: str) -> Venue:
        """The venue, reached as its row says now: opened anew if another process has changed that."""
        old = self._open.get(name)
        if old is not None and self._has_just_looked(name):
            return old
        try:
            proxy_url, kept_at = await self._connection_of(name)
        except Unavailable:
            if old is None:
                raise
            return old
        self._looked_at[name] = self._clock.now_ms()
        if old is None or self._kept_at.get(name) != kept_at:
            self._open[name] = self._exchanges.open(name, proxy_url=proxy_url)
            self._kept_at[name] = kept_at
            if old is not None:
                await old.close()
        return self._open[name]

    def state(self, name: str) -> VenueState:
        """How a venue is doing; asks nobody. A venue that was never used is `unknown`."""
        venue = self._imported if name == FILE_VENUE else self._open.get(name)
        if venue is not None:
            return venue.state()
        return next((VenueState(name, offer.kind) for offer in self.offers() if offer.name == name), _nameless(name))

    async def clock_of(self, venue: Venue) -> VenueClock:
        """The venue's clock, measured at most every ten minutes. Raises Unavailable when it was never measured."""
        known = self._clocks.get(venue.name)
        now = self._clock.now_ms()
        if known is not None and 0 <= now - known.measured_at < CLOCK_TTL_MS:
            return known
        try:
            self._clocks[venue.name] = await _measure(venue, self._clock)
        except Unavailable:
            if known is None:
                raise
            # Not every question of the next half minute has to wait for the same failure.
            self._clocks[venue.name] = replace(known, measured_at=now - CLOCK_TTL_MS + _CLOCK_RETRY_MS)
        return self._clocks[venue.name]

    async def test(self, name: str, proxy_url: str | None) -> ConnectionReport:
        """Try to reach a venue the given way, within ten seconds, without touching the connection in use."""
        if name == FILE_VENUE:
            return ConnectionReport(ok=True, symbols=len(await self._imported.instruments()))
        venue = self._exchanges.open(name, proxy_url=_checked_proxy(proxy_url) or (await self._connection_of(name))[0])
        try:
            async with asyncio.timeout(TEST_DEADLINE_S):
                clock = await _measure(venue, self._clock)
                latency = venue.state().latency_ms
                listed = await venue.instruments()
        except TimeoutError:
            advice = "The exchange or the connection is slow. Try again, or use a nearer proxy."
            said = f"{name} did not answer within {TEST_DEADLINE_S:.0f} s."
            return ConnectionReport(ok=False, problem=Problem("VENUE_SLOW", said, advice))
        except NofomoError as error:
            return ConnectionReport(
                ok=False, problem=Problem(error.code, error.message, error.details.get("advice", error.message))
            )
        finally:
            await venue.close()
        return ConnectionReport(
            ok=True,
            latency_ms=latency,
            clock_offset_ms=clock.offset_ms,
            symbols=len(listed),
            problem=_clock_problem(clock),
        )

    async def connect(self, name: str, *, proxy_url: str | None, by: UUID) -> VenueConnection:
        """Keep how a venue is reached, and use it from now on."""
        if name == FILE_VENUE or all(offer.name != name for offer in self.offers()):
            raise Invalid(f"There is no exchange called {name[:40]!r}.", code="INVALID_VENUE")
        proxy_url = _checked_proxy(proxy_url)
        sealed = None if proxy_url is None else self._secrets.seal(f"{_PURPOSE}:{name}", proxy_url)
        now = self._clock.now_ms()
        async with self._database.write(SYSTEM) as session:
            await session.execute(delete(venue_connections).where(venue_connections.c.venue == name))
            await session.execute(
                insert(venue_connections).values(venue=name, proxy_sealed=sealed, updated_by=by, updated_at=now)
            )
        async with self._opening:
            old = self._open.pop(name, None)
        if old is not None:
            await old.close()
        return VenueConnection(name, mask_proxy(proxy_url), now)

    async def connections(self) -> tuple[VenueConnection, ...]:
        """How each venue with its own settings is reached, passwords masked."""
        async with self._database.read(SYSTEM) as session:
            rows = (await session.execute(select(venue_connections).order_by(venue_connections.c.venue))).all()
        return tuple(
            VenueConnection(row.venue, mask_proxy(self._unseal(row.venue, row.proxy_sealed)), row.updated_at)
            for row in rows
        )

    async def close(self) -> None:
        """Close all venues."""
        venues, self._open = list(self._open.values()), {}
        await asyncio.gather(*(venue.close() for venue in venues))

    async def _connection_of(self, name: str) -> tuple[str | None, int | None]:
        """The proxy to use, and since when that is so (ms; None: it was never set for this venue)."""
        query = select(venue_connections).where(venue_connections.c.venue == name)
        async with self._database.read(SYSTEM) as session:
            row = (await session.execute(query)).first()
        return (self._proxy_url, None) if row is None else (self._unseal(name, row.proxy_sealed), row.updated_at)

    def _unseal(self, name: str, sealed: str | None) -> str | None:
        return None if sealed is None else self._secrets.open(f"{_PURPOSE}:{name}", sealed)


def _nameless(name: str) -> VenueState:
    return VenueState(name, "live")


async def _measure(venue: Venue, clock: Clock) -> VenueClock:
    started = clock.now_ms()
    theirs = await venue.server_time()
    ended = clock.now_ms()
    return VenueClock(theirs - (started + ended) // 2, (ended - started + 1) // 2, ended)


def _clock_problem(clock: VenueClock) -> Problem | None:
    if abs(clock.offset_ms) <= NOTABLE_OFFSET_MS:
        return None
    way = "behind" if clock.offset_ms > 0 else "ahead"
    said = f"This machine's clock is {abs(clock.offset_ms) / 1000:.1f} s {way} of the venue's."
    return Problem("CLOCK_OFFSET", said, "Turn on automatic time (NTP) on this machine. Analyses use the venue's time.")


def _checked_proxy(url: str | None) -> str | None:
    if url is None or not url.strip():
        return None
    url = url.strip()
    parts = urlsplit(url)
    if _MASK in parts.netloc or "****" in parts.netloc:
        raise Invalid("The password is masked here. Type the whole address with its password, or leave it as it was.",
                      code="PROXY_MASKED", details={"field": "proxyUrl"})  # fmt: skip
    if parts.scheme not in _PROXY_SCHEMES or not parts.hostname:
        raise Invalid("A proxy is written like http://host:3128 or socks5://user:password@host:1080.",
                      code="INVALID_PROXY", details={"field": "proxyUrl"})  # fmt: skip
    return url


def mask_proxy(url: str | None) -> str | None:
    """A proxy's address with its password hidden."""
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.password is None:
        return url
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username or ''}:{_MASK}@{place}").geturl()
