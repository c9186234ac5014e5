"""Every economic calendar keeps the promises of its port; those at an address over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from nofomo.adapters.data_sources import FileCalendar, Freshness, UrlCalendar, calendar_from
from nofomo.engine.core.errors import Invalid, NofomoError, Unavailable
from nofomo.features.plans.ports import EconomicCalendar
from tests.support.clock import MARCH, ManualClock

HOUR = 3_600_000
PPI_AT = MARCH + HOUR // 2
CSV = (
    "time,currency,impact,title\n"
    "2024-03-15T14:00:00Z,USD,medium,Consumer Sentiment\n"
    "2024-03-14T12:30:00Z,USD,high,PPI m/m\n"
    "2024-03-12T12:30:00Z,USD,high,CPI m/m\n"
)
ICS = "\r\n".join(
    [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN",
        "BEGIN:VEVENT", "DTSTART:20240312T123000Z", "SUMMARY:CPI m/m", "CATEGORIES:USD,high", "END:VEVENT",
        "BEGIN:VEVENT", "DTSTART:20240315T140000Z", "SUMMARY:Consumer Sentiment", "CATEGORIES:USD,medium", "END:VEVENT",
        "BEGIN:VEVENT", "DTSTART:20240314T123000Z", "SUMMARY:PPI m/m", "CATEGORIES:USD,high", "END:VEVENT",
        "END:VCALENDAR", "",
    ]
)  # fmt: skip
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Server:
    """A web server whose next answers a test decides."""

    body: bytes = CSV.encode()
    status: int = 200
    etag: str | None = None
    asked: list[web.Request] = field(default_factory=list)
    answer: Answer | None = None
    url: str = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        if self.answer is not None:
            return await self.answer(request)
        if self.etag and request.headers.get("If-None-Match") == self.etag:
            return web.Response(status=304)
        headers = {"ETag": self.etag} if self.etag else {}
        return web.Response(body=self.body, status=self.status, headers=headers, content_type="text/plain")


@asynccontextmanager
async def serving(server: Server) -> AsyncIterator[Server]:
    app = web.Application()
    app.router.add_get("/{name:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.url = f"http://{host}:{port}/calendar.csv?key=secret"
    try:
        yield server
    finally:
        await runner.cleanup()


@asynccontextmanager
async def over_http(**patience: float) -> AsyncIterator[tuple[Server, UrlCalendar, ManualClock]]:
    clock = ManualClock()
    async with serving(Server()) as server:
        calendar = UrlCalendar(server.url, clock=clock, freshness=Freshness(**patience))
        try:
            yield server, calendar, clock
        finally:
            await calendar.close()


async def titles(calendar: EconomicCalendar, start: int = 0, end: int = 2 * MARCH) -> list[str]:
    return [event.title for event in await calendar.events(start, end)]


# what every calendar promises


@pytest.fixture(params=["csv file", "ics file", "csv address", "ics address"])
async def calendar(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[EconomicCalendar]:
    text = CSV if "csv" in request.param else ICS
    if "file" in request.param:
        path = tmp_path / "calendar"
        path.write_text(text, newline="")
        yield calendar_from(str(path), clock=ManualClock())
        return
    async with serving(Server(body=text.encode())) as server:
        opened = calendar_from(server.url, clock=ManualClock())
        yield opened
        await opened.close()


async def test_releases_come_earliest_first(calendar: EconomicCalendar) -> None:
    assert await titles(calendar) == ["CPI m/m", "PPI m/m", "Consumer Sentiment"]


async def test_the_span_includes_its_start_and_not_its_end(calendar: EconomicCalendar) -> None:
    assert await titles(calendar, PPI_AT, PPI_AT + 1) == ["PPI m/m"]
    assert await titles(calendar, PPI_AT - 1, PPI_AT) == []
    assert await titles(calendar, PPI_AT + 1, PPI_AT + HOUR) == []


async def test_a_release_has_its_moment_currency_and_impact(calendar: EconomicCalendar) -> None:
    (ppi,) = await calendar.events(PPI_AT, PPI_AT + 1)
    assert (ppi.ts, ppi.currency, ppi.impact) == (PPI_AT, "USD", "high")


async def test_many_may_ask_at_once(calendar: EconomicCalendar) -> None:
    answers = await asyncio.gather(*(titles(calendar) for _ in range(20)))
    assert all(answer == answers[0] and len(answer) == 3 for answer in answers)


# files


async def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text(CSV)
    calendar = FileCalendar(path)
    assert len(await titles(calendar)) == 3
    path.write_text("\n".join(CSV.splitlines()[:2]))
    assert await titles(calendar) == ["Consumer Sentiment"]


async def test_a_missing_file_is_unavailable_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "calendar.csv"
    calendar = calendar_from(path.as_uri(), clock=ManualClock())
    with pytest.raises(Unavailable, match=r"calendar\.csv cannot be read"):
        await titles(calendar)
    path.write_text(CSV)
    assert len(await titles(calendar)) == 3


async def test_a_bad_row_of_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text(CSV + "2024-03-15T14:00:00Z,USD,gigantic,X\n")
    with pytest.raises(Invalid, match="row 5: the impact 'gigantic'"):
        await titles(FileCalendar(path))


@pytest.mark.parametrize("location", ["ftp://example.org/calendar.csv", "javascript://x"])
def test_other_schemes_are_refused(location: str) -> None:
    with pytest.raises(Invalid):
        calendar_from(location, clock=ManualClock())


# addresses


async def test_a_fresh_copy_is_used_without_asking() -> None:
    async with over_http(fresh_s=900) as (server, calendar, clock):
        await asyncio.gather(*(titles(calendar) for _ in range(10)))
        clock.advance(899)
        await titles(calendar)
        assert len(server.asked) == 1


async def test_an_old_copy_is_confirmed_by_its_tag() -> None:
    async with over_http(fresh_s=900) as (server, calendar, clock):
        server.etag = '"one"'
        await titles(calendar)
        clock.advance(900)
        assert len(await titles(calendar)) == 3
        assert server.asked[1].headers["If-None-Match"] == '"one"'
        clock.advance(899)
        await titles(calendar)
        assert len(server.asked) == 2


async def test_a_changed_calendar_replaces_the_copy() -> None:
    async with over_http(fresh_s=900) as (server, calendar, clock):
        server.etag = '"one"'
        await titles(calendar)
        server.etag, server.body = '"two"', b"time,currency,impact,title\n2024-03-14T12:30Z,USD,high,New\n"
        clock.advance(900)
        assert await titles(calendar) == ["New"]


@pytest.mark.parametrize(("status", "said"), [(404, "answered 404"), (403, "answered 403"), (503, "answered 503")])
async def test_an_error_of_the_server_is_unavailable_and_keeps_the_key_secret(status: int, said: str) -> None:
    async with over_http() as (server, calendar, _):
        server.status = status
        with pytest.raises(Unavailable, match=said) as failed:
            await titles(calendar)
        assert failed.value.code == "CALENDAR_UNAVAILABLE"
        assert "secret" not in failed.value.message


async def test_nobody_there_is_unavailable() -> None:
    async with serving(Server()) as server:
        url = server.url
    calendar = UrlCalendar(url, clock=ManualClock())
    with pytest.raises(Unavailable, match="cannot be reached"):
        await titles(calendar)
    await calendar.close()


async def test_an_address_that_is_none_is_unavailable() -> None:
    calendar = UrlCalendar("http://127.0.0.1:99999/", clock=ManualClock())
    with pytest.raises(Unavailable):
        await titles(calendar)
    await calendar.close()


async def test_a_server_that_never_answers_is_unavailable_after_the_deadline() -> None:
    release = asyncio.Event()

    async def hang(_: web.Request) -> web.StreamResponse:
        await release.wait()
        return web.Response()

    async with over_http(timeout_s=0.05) as (server, calendar, _):
        server.answer = hang
        with pytest.raises(Unavailable, match=r"did not answer within 0\.05 s"):
            await titles(calendar)
        release.set()


async def test_an_endless_answer_is_cut_off() -> None:
    async def flood(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 1_000_000)
        except ConnectionError:
            return response

    async with over_http() as (server, calendar, _):
        server.answer = flood
        with pytest.raises(Unavailable, match="more than 5 MB"):
            await titles(calendar)


async def test_a_web_page_instead_of_a_calendar_is_refused_with_advice() -> None:
    async with over_http() as (server, calendar, _):
        server.body = b"<!DOCTYPE html><html><body>Please log in</body></html>"
        with pytest.raises(Invalid, match="web page"):
            await titles(calendar)


async def test_while_the_source_fails_the_last_copy_stands_in_for_a_while() -> None:
    async with over_http(fresh_s=900, keep_s=21_600) as (server, calendar, clock):
        await titles(calendar)
        server.status = 500
        clock.advance(21_599)
        assert len(await titles(calendar)) == 3
        clock.advance(1)
        with pytest.raises(Unavailable):
            await titles(calendar)


async def test_a_failing_source_is_left_alone_for_a_minute() -> None:
    async with over_http(rest_s=60) as (server, calendar, clock):
        server.status = 500
        for _ in range(5):
            with pytest.raises(NofomoError):
                await titles(calendar)
        assert len(server.asked) == 1
        server.status = 200
        clock.advance(60)
        assert len(await titles(calendar)) == 3


async def test_whoever_loses_patience_does_not_stop_the_answer_for_others() -> None:
    release, begun = asyncio.Event(), asyncio.Event()

    async def wait(_: web.Request) -> web.StreamResponse:
        begun.set()
        await release.wait()
        return web.Response(body=CSV.encode())

    async with over_http() as (server, calendar, _):
        server.answer = wait
        impatient = asyncio.create_task(titles(calendar))
        await begun.wait()
        impatient.cancel()
        release.set()
        assert len(await titles(calendar)) == 3
        assert len(server.asked) == 1
