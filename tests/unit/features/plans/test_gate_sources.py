"""What the gates are judged by is gathered at once, and no source can end an analysis."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from nofomo.engine.analysis import CalendarEvent, GateInputs, TradingHours, evaluate_gates
from nofomo.engine.analysis.dollar_index import WEIGHTS
from nofomo.engine.analysis.model import Gate
from nofomo.engine.analysis.speech import Reader, sentence_node
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid, NofomoError, NotFound, Unavailable
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.plans.gate_sources import GateSources, users_day
from nofomo.features.plans.model import GateQuestion
from tests.support.clock import ManualClock
from tests.unit.engine.analysis.gate_world import HOUR, NOON, QUARTER, Book, at, book, closes, dollars, event, rising

MINUTE = 60_000


@dataclass
class SmallMarket:
    """A market of a few series in memory. `errors` are raised for a symbol, `waits` hold an answer back."""

    series: dict[tuple[str, str, Timeframe], Candles]
    books: dict[str, Book] = field(default_factory=dict)
    errors: dict[str, Exception] = field(default_factory=dict)
    waits: dict[str, asyncio.Event] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def closed_candles(self, venue: str, symbol: str, timeframe: Timeframe, *, at: int, count: int) -> Candles:
        await self._begin(symbol)
        found = self.series.get((venue, symbol, timeframe))
        if found is None:
            raise Invalid(f"{symbol} is not traded at this venue.", code="INVALID_SYMBOL")
        return found.closed_at(at).last(count)

    async def book(self, venue: str, symbol: str) -> Book:
        await self._begin(f"book {symbol}")
        if symbol not in self.books:
            raise NotFound("There is no order book.", code="NO_BOOK")
        return self.books[symbol]

    async def _begin(self, what: str) -> None:
        self.asked.append(what)
        if what in self.waits:
            await self.waits[what].wait()
        if what in self.errors:
            raise self.errors[what]


@dataclass
class SmallCalendar:
    """Releases in memory, or an error."""

    releases: tuple[CalendarEvent, ...] = ()
    error: Exception | None = None
    asked: list[tuple[int, int]] = field(default_factory=list)

    async def events(self, start: int, end: int) -> tuple[CalendarEvent, ...]:
        self.asked.append((start, end))
        if self.error is not None:
            raise self.error
        return tuple(sorted(event for event in self.releases if start <= event.ts < end))

    async def close(self) -> None:
        pass


def market(venue: str = "sandbox", **changed: Any) -> SmallMarket:
    series = {(venue, name, HOUR): candles for name, candles in dollars([100.0] * 300).items()}
    series[venue, "BTC/USDT", QUARTER] = closes(rising(400))
    return SmallMarket(series, **{"books": {"SOL/USDT": book()}, **changed})


def calendar() -> SmallCalendar:
    return SmallCalendar((event("2024-03-14T12:30"), event("2024-03-13T12:30", "CPI y/y")))


def question(symbol: str = "SOL/USDT", *, venue: str = "sandbox", moment: int = NOON, **changed: Any) -> GateQuestion:
    asked: dict[str, Any] = {
        "instrument": Instrument(symbol, venue),
        "at": moment,
        "candles": {QUARTER: closes(rising(300), symbol=symbol)},
        "timezone": "Asia/Jakarta",
        "hours": TradingHours(420, 1380),
        "loss_today": Decimal(0),
        "risk_amount": Decimal(25),
        "planned": Decimal(5000),
    }
    return GateQuestion(**{**asked, **changed})


def sources(
    of: SmallMarket, plans: SmallCalendar | None = None, *, now: int = NOON, deadline_s: float = 5
) -> GateSources:
    return GateSources(of, plans, clock=ManualClock(now), deadline_s=deadline_s)


def judged(inputs: GateInputs, asked: GateQuestion) -> dict[str, Gate]:
    return {gate.name: gate for gate in evaluate_gates(inputs, at=asked.at, symbol=asked.instrument.symbol)}


def words(inputs: GateInputs, asked: GateQuestion, name: str) -> str:
    return Reader("en", "Asia/Jakarta", asked.at).read(sentence_node(judged(inputs, asked)[name].detail))


async def test_with_every_source_every_gate_answers() -> None:
    asked = question()
    inputs = await sources(market(), calendar()).gather(asked)
    assert {name: gate.state for name, gate in judged(inputs, asked).items()} == dict.fromkeys(
        ("btc", "dxy", "news", "spread", "depth", "dailyLoss", "hours", "data"), "open"
    )
    assert inputs.missing == {}


async def test_what_the_analysis_knows_is_handed_on() -> None:
    asked = question(loss_today=Decimal("12.5"))
    inputs = await sources(market(), calendar()).gather(asked)
    assert inputs.candles is asked.candles
    assert (inputs.hours, inputs.timezone, inputs.planned) == (asked.hours, asked.timezone, asked.planned)
    assert (inputs.loss_today, inputs.risk_amount) == (Decimal("12.5"), Decimal(25))


async def test_sources_are_asked_at_once() -> None:
    gate = asyncio.Event()
    held = market(waits={"BTC/USDT": gate, "EUR/USD": gate, "book SOL/USDT": gate})
    plans = calendar()
    gathering = asyncio.create_task(sources(held, plans).gather(question()))
    for _ in range(5):
        await asyncio.sleep(0)
    assert {"BTC/USDT", "book SOL/USDT", *WEIGHTS} <= set(held.asked)
    assert plans.asked
    gate.set()
    assert (await gathering).missing == {}


async def test_a_late_source_is_left_out_and_the_others_stay() -> None:
    asked = question()
    held = market(waits={"BTC/USDT": asyncio.Event()})
    inputs = await sources(held, calendar(), deadline_s=0.05).gather(asked)
    assert inputs.btc is None
    assert inputs.dollar_pairs is not None
    assert words(inputs, asked, "btc") == "the source did not answer within 0 s"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Unavailable("The exchange is down.", code="VENUE_DOWN"), "the source cannot be reached at the moment"),
        (NofomoError("The answer was odd."), "the source failed (The answer was odd)"),
        (ZeroDivisionError(), "the source failed by a fault here (see the log)"),
    ],
)
async def test_no_failure_gets_out(error: Exception, said: str, caplog: pytest.LogCaptureFixture) -> None:
    asked = question()
    broken = market(errors={"BTC/USDT": error, "USD/SEK": error, "book SOL/USDT": error})
    with caplog.at_level(logging.INFO):
        inputs = await sources(broken, SmallCalendar(error=error)).gather(asked)
    gates = judged(inputs, asked)
    for name in ("btc", "dxy", "news", "spread", "depth"):
        assert gates[name].state == "unknown"
        assert words(inputs, asked, name) == said
    assert gates["data"].state == "open"
    assert caplog.records


async def test_being_cancelled_is_not_a_failure_of_a_source() -> None:
    held = market(waits={"BTC/USDT": asyncio.Event()})
    gathering = asyncio.create_task(sources(held, calendar()).gather(question()))
    await asyncio.sleep(0)
    gathering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gathering


# Bitcoin


async def test_bitcoin_is_judged_by_the_candles_at_hand() -> None:
    asked = question("BTC/USDT")
    of = market(books={"BTC/USDT": book()})
    inputs = await sources(of, calendar()).gather(asked)
    assert inputs.btc is asked.candles[QUARTER]
    assert "BTC/USDT" not in of.asked


async def test_bitcoin_in_the_same_money_comes_first_and_usdt_stands_in() -> None:
    of = market()
    of.series["sandbox", "BTC/IDR", QUARTER] = closes(rising(100), symbol="BTC/IDR")
    assert (await sources(of).gather(question("SOL/IDR"))).btc is not None
    assert "BTC/USDT" not in of.asked
    inputs = await sources(of).gather(question("SOL/EUR"))
    assert inputs.btc is not None
    assert inputs.btc.symbol == "BTC/USDT"


async def test_against_bitcoin_itself_usdt_is_asked_for() -> None:
    of = market()
    inputs = await sources(of).gather(question("ETH/BTC"))
    assert inputs.btc is not None
    assert "BTC/BTC" not in of.asked


async def test_imported_candles_tell_what_to_import() -> None:
    asked = question(venue="file")
    inputs = await sources(SmallMarket({})).gather(asked)
    assert words(inputs, asked, "btc") == "no source is set (import 15m candles of BTC/USDT)"
    assert words(inputs, asked, "spread") == "imported candles have no order book"


async def test_bitcoin_imported_beside_is_used() -> None:
    inputs = await sources(market("file")).gather(question(venue="file"))
    assert inputs.btc is not None


async def test_nobody_asks_for_bitcoin_when_a_currency_is_bought() -> None:
    of = market()
    await sources(of).gather(question("XAU/USD"))
    assert not any(name.startswith("BTC") for name in of.asked)


# the dollar


async def test_a_venue_without_some_pair_says_which() -> None:
    asked, of = question(), market()
    del of.series["sandbox", "USD/SEK", HOUR]
    del of.series["sandbox", "USD/CHF", HOUR]
    inputs = await sources(of).gather(asked)
    assert inputs.dollar_pairs is None
    assert words(inputs, asked, "dxy") == "no source is set (this venue does not list USD/SEK, USD/CHF)"


async def test_what_a_venue_does_not_list_is_not_asked_for_again_within_the_hour() -> None:
    of, clock = SmallMarket({}), ManualClock(NOON)
    gate_sources = GateSources(of, None, clock=clock)
    await gate_sources.gather(question())
    first = len(of.asked)
    await gate_sources.gather(question())
    assert len(of.asked) == first + 1, "only the book"
    clock.advance(3600)
    await gate_sources.gather(question(moment=NOON + 3_600_000))
    assert len(of.asked) == 2 * first + 1


async def test_an_import_is_seen_at_once() -> None:
    of = SmallMarket({})
    gate_sources = sources(of)
    assert (await gate_sources.gather(question(venue="file"))).btc is None
    of.series["file", "BTC/USDT", QUARTER] = closes(rising(100))
    assert (await gate_sources.gather(question(venue="file"))).btc is not None


# book and calendar


async def test_the_past_has_no_order_book_and_nobody_is_asked() -> None:
    asked, of = question(), market()
    inputs = await sources(of, now=NOON + 5 * MINUTE).gather(asked)
    assert words(inputs, asked, "depth") == "order books of the past are not kept"
    assert not any(name.startswith("book") for name in of.asked)


async def test_a_venue_without_a_book_is_unknown() -> None:
    asked = question("OP/USDT")
    inputs = await sources(market()).gather(asked)
    assert words(inputs, asked, "spread") == "no order book is available here"


async def test_without_a_calendar_the_gate_says_how_to_set_one() -> None:
    asked = question()
    inputs = await sources(market(), None).gather(asked)
    assert inputs.events is None
    assert "calendar_url" in words(inputs, asked, "news")


async def test_a_bad_row_of_the_calendar_reaches_the_reader() -> None:
    asked = question()
    bad = SmallCalendar(error=Invalid("The calendar x.csv: row 5: the title is empty.", code="BAD_CALENDAR"))
    inputs = await sources(market(), bad).gather(asked)
    assert words(inputs, asked, "news") == "the source failed (The calendar x.csv: row 5: the title is empty)"


# the user's day


@pytest.mark.parametrize(
    ("moment", "timezone", "start", "end"),
    [
        ("2024-03-14T12:00", "Asia/Jakarta", "2024-03-13T17:00", "2024-03-14T17:00"),
        ("2024-03-14T17:00", "Asia/Jakarta", "2024-03-14T17:00", "2024-03-15T17:00"),
        ("2024-03-31T12:00", "Europe/Berlin", "2024-03-30T23:00", "2024-03-31T22:00"),
        ("2024-10-27T12:00", "Europe/Berlin", "2024-10-26T22:00", "2024-10-27T23:00"),
    ],
)
def test_a_day_is_the_user_s_own_also_when_the_clock_changes(moment: str, timezone: str, start: str, end: str) -> None:
    assert users_day(at(moment), timezone) == (at(start), at(end))
