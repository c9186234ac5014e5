"""Economic calendars from a file or an address."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import aiohttp

from nofomo.adapters.data_sources.calendar_formats import Events, read_calendar
from nofomo.engine.analysis import CalendarEvent
from nofomo.engine.core.errors import Invalid, NofomoError, Unavailable
from nofomo.features.plans import EconomicCalendar
from nofomo.infra.clock import Clock, is_recent

_UTC: Final = ZoneInfo("UTC")
_MAX_BYTES: Final = 5_000_000
_ACCEPT: Final = "text/csv, text/calendar, application/json;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Freshness:
    """How patient a calendar from an address is, in seconds.

    A copy younger than `fresh_s` is used without asking; an older one is asked for again. While the source fails, a
    copy up to `keep_s` old stands in, and the source is left alone for `rest_s`.
    """

    timeout_s: float = 8
    fresh_s: float = 900
    keep_s: float = 21_600
    rest_s: float = 60


class FileCalendar:
    """A CSV, iCalendar or JSON file on this machine, read again whenever it changes."""

    def __init__(self, path: Path, *, zone: ZoneInfo = _UTC) -> None:
        self._path = path
        self._zone = zone
        self._seen: tuple[int, int] | None = None
        self._events: Events = ()

    async def events(self, start: int, end: int) -> tuple[CalendarEvent, ...]:
        """The releases of the file within the span."""
        try:
            await asyncio.to_thread(self._refresh)
        except OSError as problem:
            raise Unavailable(
                f"The calendar file {self._path.name} cannot be read: {problem.strerror}. Check calendar_url.",
                code="CALENDAR_UNAVAILABLE",
            ) from problem
        return _between(self._events, start, end=end)

    async def close(self) -> None:
        """Nothing is held open."""

    def _refresh(self) -> None:
        found = self._path.stat()
        mark = (found.st_mtime_ns, found.st_size)
        if mark == self._seen:
            return
        if found.st_size > _MAX_BYTES:
            raise Invalid(f"The calendar {self._path.name} is larger than 5 MB.", code="BAD_CALENDAR")
        self._events = read_calendar(self._path.read_bytes(), name=self._path.name, zone=self._zone)
        self._seen = mark


@dataclass(slots=True)
class _Copy:
    """The last good answer: its releases, when it was confirmed (ms), and by what it can be asked for again."""

    events: Events
    confirmed_at: int
    etag: str | None
    modified: str | None


class UrlCalendar:
    """A calendar at an address, shared by everyone in the process; one request at a time."""

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        freshness: Freshness = Freshness(),
        zone: ZoneInfo = _UTC,
        proxy_url: str | None = None,
    ) -> None:
        self._url = url
        # Query and password stay out of messages: feeds carry their keys there.
        self._name = urlsplit(url).hostname or "calendar"
        self._clock = clock
        self._freshness = freshness
        self._zone = zone
        self._proxy = proxy_url
        self._session: aiohttp.ClientSession | None = None
        self._copy: _Copy | None = None
        self._failure: NofomoError | None = None
        self._failed_at = 0
        self._running: asyncio.Task[Events] | None = None

    async def events(self, start: int, end: int) -> tuple[CalendarEvent, ...]:
        """The releases at the address within the span, from the copy while it is fresh."""
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._current())
            self._running.add_done_callback(_retrieve)
        # Shielded: whoever loses patience leaves, the answer still arrives for the next one.
        return _between(await asyncio.shield(self._running), start, end=end)

    async def close(self) -> None:
        """End the connection."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _current(self) -> Events:
        now = self._clock.now_ms()
        age = None if self._copy is None else now - self._copy.confirmed_at
        if self._copy is not None and age is not None and 0 <= age < self._freshness.fresh_s * 1000:
            return self._copy.events
        rest_ms = round(self._freshness.rest_s * 1000)
        resting = self._failure is not None and is_recent(self._failed_at, now=now, within_ms=rest_ms)
        if not resting:
            try:
                self._copy = await self._ask(now)
            except NofomoError as problem:
                self._failure, self._failed_at = problem, now
            else:
                self._failure = None
                return self._copy.events
        if self._copy is not None and age is not None and age < self._freshness.keep_s * 1000:
            return self._copy.events
        assert self._failure is not None
        # A new exception each time: one that is raised again and again would grow its traceback.
        raise type(self._failure)(self._failure.message, code=self._failure.code, details=self._failure.details)

    async def _ask(self, now: int) -> _Copy:
        headers = {"Accept": _ACCEPT, "User-Agent": "nofomo"}
        if self._copy is not None and self._copy.etag:
            headers["If-None-Match"] = self._copy.etag
        if self._copy is not None and self._copy.modified:
            headers["If-Modified-Since"] = self._copy.modified
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self._freshness.timeout_s)
            self._session = aiohttp.ClientSession(timeout=timeout)
        try:
            async with self._session.get(self._url, headers=headers, proxy=self._proxy, max_redirects=5) as response:
                if response.status == 304 and self._copy is not None:
                    return _Copy(self._copy.events, now, self._copy.etag, self._copy.modified)
                if response.status != 200:
                    raise self._unavailable(f"answered {response.status}")
                data = await self._body(response)
                etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
        except TimeoutError as problem:
            raise self._unavailable(f"did not answer within {self._freshness.timeout_s:g} s") from problem
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            raise self._unavailable(f"cannot be reached ({type(problem).__name__})") from problem
        events = await asyncio.to_thread(read_calendar, data, name=self._name, zone=self._zone)
        return _Copy(events, now, etag, modified)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for part in response.content.iter_chunked(65_536):
            size += len(part)
            if size > _MAX_BYTES:
                raise self._unavailable("sent more than 5 MB")
            parts.append(part)
        return b"".join(parts)

    def _unavailable(self, what: str) -> Unavailable:
        return Unavailable(f"The calendar at {self._name} {what}. Check calendar_url.", code="CALENDAR_UNAVAILABLE")


def calendar_from(
    location: str, *, clock: Clock, zone: ZoneInfo = _UTC, proxy_url: str | None = None
) -> EconomicCalendar:
    """The calendar at an http(s) address, a file:// address or a path; Invalid (`BAD_CALENDAR`) for anything else."""
    parts = urlsplit(location)
    if parts.scheme in ("http", "https"):
        return UrlCalendar(location, clock=clock, zone=zone, proxy_url=proxy_url)
    if parts.scheme == "file":
        return FileCalendar(Path(unquote(parts.path)), zone=zone)
    if "://" in location:
        raise Invalid("A calendar is a file, or an address that begins with http:// or https://.", code="BAD_CALENDAR")
    return FileCalendar(Path(location).expanduser(), zone=zone)


def _retrieve(task: asyncio.Task[Events]) -> None:
    """Look at a failure, so that one nobody waited for is not reported as forgotten; it is kept in the calendar."""
    if not task.cancelled():
        task.exception()


def _between(events: Events, start: int, *, end: int) -> Events:
    return tuple(event for event in events if start <= event.ts < end)
