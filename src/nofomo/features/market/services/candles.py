"""Closed candles: from memory, else from the store, else from the venue. The hot path of every analysis."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market.cache import CandleCache, Held
from nofomo.features.market.holes import missing_spans, settled
from nofomo.features.market.model import Series, Span
from nofomo.features.market.ports import CandleStore, Venue
from nofomo.features.market.services.imported import ImportedVenue
from nofomo.features.market.services.venues import VenueClock, VenueDesk
from nofomo.infra.clock import Clock
from nofomo.infra.flights import SingleFlight

log = logging.getLogger(__name__)

MOST_COUNT: Final = 5_000
_WIDENINGS: Final = 6
_LONG_SILENCE: Final = 200
"""So many open times in a row without a candle, at the old end, are taken for the time before the listing."""
_PATIENT_MS: Final = 1_500
"""A candle that closes within this time by the venue's clock is worth waiting for."""
_MOST_PAGES: Final = 500
_MOST_PARTS: Final = 100_000
"""So many smaller candles may larger ones be made of: nobody may spend everybody's requests on candles of 1439m."""
_FOLLOWERS: Final = 2
"""Candles asked for beyond the wanted ones: to see that these are done."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where one errand reads: the venue, its clock, its page size."""

    venue: Venue
    clock: VenueClock
    page_limit: int


class CandleDesk:
    """Answers for candles. One errand per series at a time; everyone else waits for its result."""

    def __init__(self, venues: VenueDesk, *, store: CandleStore, imported: ImportedVenue, clock: Clock,
                 cache: CandleCache) -> None:  # fmt: skip
        self._venues = venues
        self._store = store
        self._imported = imported
        self._clock = clock
        self._cache = cache
        self._flights = SingleFlight()
        self._other_roll: set[tuple[str, Timeframe]] = set()
        self._shows_forming: set[str] = set()

    async def closed(self, series: Series, *, at: int, count: int) -> Candles:
        """The last `count` candles that are closed at `at`, fewer where there are no more.

        A venue whose newest candle is older than it should be gives what it has. Raises Unavailable and Invalid as the
        port `Venue` does.
        """
        if not 1 <= count <= MOST_COUNT:
            raise Invalid(f"Ask for 1 to {MOST_COUNT} candles, not {count}.", code="INVALID_COUNT")
        if self._imported.name == series.venue:
            return await self._of_files(series, at=at, count=count)
        end = series.timeframe.last_closed_open(at)
        while True:
            found = self._cache.last(series, end=end, count=count, now=self._clock.now_ms())
            if found is not None:
                return found
            if not await self._flights.join(series):
                return await self._flights.run(series, lambda: self._errand(series, at=at, count=count))

    async def between(self, series: Series, span: Span) -> Candles:
        """All closed candles that open within `span`, asking the venue for what is not stored. Does not use memory."""
        if self._imported.name == series.venue:
            return await self._imported.between(series.symbol, series.timeframe, span=span)
        while await self._flights.join(series):
            pass
        return await self._flights.run(series, lambda: self._span(series, span))

    async def _of_files(self, series: Series, *, at: int, count: int) -> Candles:
        version = await self._imported.version(series.symbol)
        end = series.timeframe.last_closed_open(at)
        found = self._cache.last(series, end=end, count=count, now=0, version=version)
        if found is not None:
            return found
        candles = await self._imported.last(series.symbol, series.timeframe, count=count, until=end)
        floor = int(candles.ts[0]) if len(candles) else end
        held = Held(candles, floor=floor, through=end, whole=len(candles) < count, version=version)
        self._cache.put(series, held)
        return candles

    async def _errand(self, series: Series, *, at: int, count: int) -> Candles:
        source = await self._source(series)
        if source is None:
            return await self._built(series, at=at, count=count)
        end = await self._settled_end(series.timeframe, source.clock, at=at)
        step, start, whole = series.timeframe.ms, max(0, end - (count - 1) * series.timeframe.ms), False
        candles = provisional = Candles.empty(symbol=series.symbol, timeframe=series.timeframe)
        for _ in range(_WIDENINGS):
            try:
                candles, provisional = await self._complete(series, source, window=Span(start, end))
            except Invalid as error:
                if error.code != "OTHER_ROLL":
                    raise
                log.info("%s: %s They are made of smaller ones.", series, error.message)
                self._other_roll.add((series.venue, series.timeframe))
                return await self._built(series, at=at, count=count)
            silence = ((int(candles.ts[0]) if len(candles) else end + step) - start) // step
            whole = silence >= _LONG_SILENCE or start == 0
            if len(candles) + len(provisional) >= count or whole:
                break
            density = max(0.05, len(candles) / ((end - start) // step + 1))
            start = max(0, start - int(max(_LONG_SILENCE, 1.2 * (count - len(candles)) / density)) * step)
        self._hold(candles, provisional, series=series, floor=start, whole=whole, asked=end)
        return candles.merge(provisional).last(count)

    def _hold(self, candles: Candles, provisional: Candles, *, series: Series, floor: int, whole: bool,
              asked: int) -> None:  # fmt: skip
        through = int(candles.ts[-1]) if len(candles) else floor
        now = self._clock.now_ms()
        self._cache.put(series, Held(candles, floor, through, whole, asked, now, provisional))

    async def _span(self, series: Series, span: Span) -> Candles:
        source = await self._source(series)
        if source is None:
            return await self._built_span(series, span)
        newest = series.timeframe.last_closed_open(source.clock.surely(self._clock.now_ms()))
        if span.first > newest:
            return Candles.empty(symbol=series.symbol, timeframe=series.timeframe)
        candles, provisional = await self._complete(series, source, window=Span(span.first, min(span.last, newest)))
        return candles.merge(provisional)

    async def _source(self, series: Series) -> _Source | None:
        """The venue to ask, or None where it does not have candles of this length on our grid."""
        venue = await self._venues.get(series.venue)
        abilities = await venue.abilities()
        if series.timeframe not in abilities.timeframes or (series.venue, series.timeframe) in self._other_roll:
            return None
        return _Source(venue, await self._venues.clock_of(venue), abilities.page_limit)

    async def _settled_end(self, timeframe: Timeframe, clock: VenueClock, *, at: int) -> int:
        """The open time of the last candle that is closed at `at` and by the venue's clock, waiting a moment for it."""
        wanted = timeframe.last_closed_open(at)
        early = wanted + timeframe.ms - clock.surely(self._clock.now_ms())
        if 0 < early <= _PATIENT_MS:
            await self._clock.sleep(early / 1000)
        return min(wanted, timeframe.last_closed_open(clock.surely(self._clock.now_ms())))

    async def _complete(self, series: Series, source: _Source, *, window: Span) -> tuple[Candles, Candles]:
        """What memory or the store has of the window, with everything fetched that is missing and may exist; and the
        provisional newest candle where the venue shows nothing after it."""
        step, held = series.timeframe.ms, self._cache.get(series)
        if held is not None and held.floor <= window.first <= held.through:
            have = held.candles.since(window.first).closed_at(window.last + step)
            after = held.through + step
            holes = missing_spans(Span(after, max(after, window.last)), have.ts, timeframe=series.timeframe)
            holes = holes if after <= window.last else ()
        else:
            have = await self._store.read(series, since=window.first, until=window.last)
            empties = settled(await self._store.empty_spans(series, within=window), now=self._clock.now_ms())
            holes = missing_spans(window, have.ts, timeframe=series.timeframe, but=empties)
        if not holes:
            return have, have.slice(0, 0)
        fetched, provisional, asked = await self._fetch(series, source, holes=holes, have=have)
        have = have.merge(fetched)
        await self._learn_empty(series, asked, have=have)
        return have.since(window.first).closed_at(window.last + step), provisional.closed_at(window.last + step)

    async def _fetch(self, series: Series, source: _Source, *, holes: Sequence[Span],
                     have: Candles) -> tuple[Candles, Candles, list[Span]]:  # fmt: skip
        """Page through the holes; each page is stored at once.

        Gives the candles, the provisional one, and the spans that were asked for. A candle is final once the venue
        shows a newer one: the last one of a feed that stands still may be half of a candle, however late it is by the
        clock. Only from a venue that never shows forming candles is the newest one, if the clock expects it, handed on.
        """
        step, last = series.timeframe.ms, holes[-1].last
        fetched = Candles.empty(symbol=series.symbol, timeframe=series.timeframe)
        asked: list[Span] = []
        since = _first_question(holes[0].first, have, step=step)
        for _ in range(_MOST_PAGES):
            limit = max(2, min(source.page_limit, (last - since) // step + 1 + _FOLLOWERS))
            sure = source.clock.surely(self._clock.now_ms())
            page = await source.venue.candles(series.symbol, series.timeframe, since=since, limit=limit)
            final = page.slice(0, max(0, len(page) - 1)).closed_at(sure)
            if len(final):
                await self._store.append(series.venue, final)
                fetched = fetched.merge(final)
            # The last one of a full page is asked for again, together with what follows it.
            reached = int(page.ts[-1]) - step if len(page) >= limit else since + (limit - 1) * step
            asked.append(Span(since, max(since, min(reached, last))))
            since = next((max(h.first, reached + step) for h in holes if h.last > reached), last + step)
            if since > last:
                if len(page) and int(page.ts[-1]) + step > sure:
                    self._shows_forming.add(series.venue)
                newest = page.last(1).closed_at(sure).since(series.timeframe.last_closed_open(sure))
                return fetched, newest if series.venue not in self._shows_forming else newest.slice(0, 0), asked
        raise Invalid(f"{series}: too many candles at once. Fetch them first: nofomo candles fetch", code="TOO_MUCH")

    async def _learn_empty(self, series: Series, asked: Sequence[Span], *, have: Candles) -> None:
        """What was asked for, is older than the newest candle and did not come does not exist."""
        known_to = have if len(have) else await self._store.last(series, 1)
        if not len(known_to):
            return
        before = int(known_to.ts[-1])
        found: list[Span] = []
        for span in asked:
            if span.first < before:
                known = Span(span.first, min(span.last, before))
                found += missing_spans(known, have.ts, timeframe=series.timeframe)
        if found:
            await self._store.remember_empty(series, found, checked_at=self._clock.now_ms())

    async def _built(self, series: Series, *, at: int, count: int) -> Candles:
        """Larger candles made of the largest smaller ones that the venue has."""
        smaller = await self._smaller(series, length=(count + 1) * series.timeframe.ms)
        times = series.timeframe.ms // smaller.timeframe.ms
        most = min(MOST_COUNT, (count + 1) * times)
        parts = await self.closed(smaller, at=at, count=most)
        if most < (count + 1) * times and len(parts) == most:
            first = max(0, series.timeframe.floor(at) - (count + 1) * series.timeframe.ms)
            parts = await self.between(smaller, Span(first, smaller.timeframe.last_closed_open(at)))
        built = resample(parts, series.timeframe)
        if len(built):
            done, newest = built.slice(0, len(built) - 1), built.last(1)
            asked, whole = series.timeframe.last_closed_open(at), len(built) < count
            self._hold(done, newest, series=series, floor=int(built.ts[0]), whole=whole, asked=asked)
        return built.last(count)

    async def _built_span(self, series: Series, span: Span) -> Candles:
        smaller = await self._smaller(series, length=span.last - span.first)
        parts = await self.between(
            smaller, Span(series.timeframe.floor(span.first), span.last + series.timeframe.ms - 1)
        )
        return resample(parts, series.timeframe).since(span.first).closed_at(span.last + series.timeframe.ms)

    async def _smaller(self, series: Series, *, length: int) -> Series:
        """What larger candles over `length` ms are made of. Invalid (`INVALID_TIMEFRAME`) where that cannot be."""
        abilities = await (await self._venues.get(series.venue)).abilities()
        wanted = series.timeframe
        fitting = [t for t in abilities.timeframes if t < wanted and wanted.ms % t.ms == 0]
        fitting = [t for t in fitting if (series.venue, t) not in self._other_roll]
        if not fitting:
            raise Invalid(f"{series.venue} has no {wanted} candles, and none that they could be made of.",
                          code="INVALID_TIMEFRAME", details={"field": "timeframe"})  # fmt: skip
        used = max(fitting)
        if length // used.ms > _MOST_PARTS:
            raise Invalid(f"{series.venue} has no {wanted} candles, and so many would take too many of {used}. "
                          "Choose a usual timeframe.", code="INVALID_TIMEFRAME",
                          details={"field": "timeframe"})  # fmt: skip
        return Series(series.venue, series.symbol, used)


def _first_question(hole: int, have: Candles, *, step: int) -> int:
    """One candle before the hole where that is stored: a correction by the venue comes along."""
    return hole - step if len(have) and int(have.ts[-1]) == hole - step else hole
