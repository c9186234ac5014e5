"""The gates on books, calendars, losses and hours: open, closed, unknown."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest

from nofomo.engine.analysis import GateInputs, GateParameters, TradingHours, evaluate_gates, fundamental
from nofomo.engine.analysis.model import GateName
from nofomo.engine.analysis.speech import Reader, sentence_node
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.say import say
from tests.unit.engine.analysis.gate_world import (
    NOON,
    QUARTER,
    Book,
    at,
    book,
    closes,
    dollars,
    event,
    judge,
    rising,
)

MINUTE = 60_000


def test_all_eight_gates_answer_in_their_order() -> None:
    gates = evaluate_gates(GateInputs(), at=NOON, symbol="SOL/USDT")
    assert tuple(gate.name for gate in gates) == get_args(GateName)


def test_without_any_source_everything_but_the_hours_is_unknown_and_says_so() -> None:
    gates = evaluate_gates(GateInputs(), at=NOON, symbol="SOL/USDT")
    assert {gate.name for gate in gates if gate.state == "open"} == {"hours"}
    assert {gate.state for gate in gates} == {"open", "unknown"}
    assert judge("dxy").id == "sumber belum diatur"
    assert judge("news").en == "no source is set (fill in calendar_url, CSV or ICS)"


def test_the_reason_that_came_with_a_missing_input_is_what_is_said() -> None:
    seen = judge("spread", missing={"spread": say("gate.book.empty")})
    assert (seen.state, seen.en) == ("unknown", "the order book is empty")


# news


def test_a_release_in_ten_minutes_closes_the_gate_and_is_named() -> None:
    seen = judge("news", moment=at("2024-03-14T12:20"), events=(event("2024-03-14T12:30"),))
    assert seen.state == "closed"
    assert seen.id == "PPI m/m (USD) 19.30 WIB, jeda sampai 19.40 WIB"
    assert seen.en == "PPI m/m (USD) at 19:30 WIB, pause until 19:40 WIB"


@pytest.mark.parametrize(
    ("moment", "state"),
    [("12:19", "open"), ("12:20", "closed"), ("12:30", "closed"), ("12:40", "closed"), ("12:41", "open")],
)
def test_the_window_is_ten_minutes_on_either_side(moment: str, state: str) -> None:
    events = (event("2024-03-14T12:30"), event("2024-03-15T12:30", "UoM", impact="low"))
    assert judge("news", moment=at(f"2024-03-14T{moment}"), events=events).state == state


def test_an_open_news_gate_names_the_next_release() -> None:
    events = (event("2024-03-14T12:30"), event("2024-03-13T12:30", "CPI y/y"))
    assert judge("news", events=events).id == "berikutnya PPI m/m (USD) 19.30 WIB"


def test_small_releases_and_other_states_do_not_close_it() -> None:
    events = (event("2024-03-14T12:05", impact="medium"), event("2024-03-14T12:05", "GDP", currency="JPY"))
    assert judge("news", events=events).id == "tidak ada rilis besar dalam 48 jam"
    assert judge("news", events=events, symbol="BTC/JPY").state == "closed"


def test_releases_at_the_same_time_are_named_together_once() -> None:
    both = (event("2024-03-14T12:05"), event("2024-03-14T12:05", "Retail Sales"), event("2024-03-14T12:05"))
    assert judge("news", events=both).en == "PPI m/m (USD), Retail Sales (USD) at 19:05 WIB, pause until 19:15 WIB"


def test_a_calendar_that_ended_is_unknown_and_not_open() -> None:
    seen = judge("news", events=(event("2024-03-10T12:30"),))
    assert (seen.state, seen.id) == ("unknown", "kalender berakhir 10 Mar 2024 19.30 WIB (perbarui sumbernya)")
    assert judge("news", events=()).state == "unknown"


def test_a_weekend_without_releases_does_not_end_the_calendar() -> None:
    events = (event("2024-03-15T18:00", impact="low"),)
    assert judge("news", moment=at("2024-03-17T12:00"), events=events).state == "open"
    assert judge("news", moment=at("2024-03-19T12:00"), events=events).state == "unknown"


def test_a_calendar_far_in_the_future_says_nothing_about_today() -> None:
    seen = judge("news", events=(event("2026-03-14T12:30"),))
    assert (seen.state, seen.en) == ("unknown", "the calendar begins only 14 Mar 2026 19:30 WIB (add today)")


# spread and depth


def test_a_narrow_spread_is_open_and_shows_its_limit() -> None:
    seen = judge("spread", book=book(spread="10"))
    assert (seen.state, seen.id) == ("open", "0,01% dari 0,15%")


def test_the_limit_itself_is_too_wide() -> None:
    wide = Book([(Decimal("99.925"), Decimal(1))], [(Decimal("100.075"), Decimal(1))])
    seen = judge("spread", book=wide)
    assert (seen.state, seen.en) == ("closed", "0.15% of 0.15%")


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (Book([], []), "kosong"),
        (Book([(Decimal(101), Decimal(1))], [(Decimal(100), Decimal(1))]), "janggal"),
        (book(ts=NOON - 5 * MINUTE), "berumur 5 mnt"),
        (book(ts=NOON + 5 * MINUTE), "berumur 5 mnt"),
    ],
)
def test_a_useless_book_is_unknown(broken: Book, words: str) -> None:
    for name in ("spread", "depth"):
        seen = judge(name, book=broken, planned=Decimal(1000))
        assert seen.state == "unknown"
        assert words in seen.id


def test_a_plan_that_fits_near_the_price_is_open() -> None:
    seen = judge("depth", book=book(), planned=Decimal(5000))
    assert (seen.state, seen.id) == ("open", "35 SOL di ±0,1%")


def test_both_sides_must_take_the_plan() -> None:
    deep, thin = book(amount="5"), book(amount="0.001")
    assert judge("depth", book=Book(deep.bids, thin.asks), planned=Decimal(5000)).state == "closed"
    assert judge("depth", book=Book(thin.bids, deep.asks), planned=Decimal(5000)).state == "closed"


def test_a_book_too_thin_for_the_plan_is_closed_and_says_how_thin() -> None:
    seen = judge("depth", book=book(amount="0.001"), planned=Decimal(5000))
    assert (seen.state, seen.en) == ("closed", "only 1,460 USDT within ±0.5% for a plan of up to 5,000 USDT")


def test_a_plan_that_fits_only_farther_away_slips_too_much() -> None:
    far = [(Decimal(100) + Decimal("0.45"), Decimal(1000))]
    asks = [(Decimal("100.01"), Decimal("0.1")), *far]
    bids = [(Decimal("99.99"), Decimal(1000))]
    seen = judge("depth", book=Book(bids, asks), planned=Decimal(5000))
    assert (seen.state, seen.id) == ("closed", "5.000 USDT menggeser harga 0,44%, batas 0,1%")


def test_depth_without_a_plan_size_asks_for_the_equity() -> None:
    seen = judge("depth", book=book())
    assert (seen.state, seen.id) == ("unknown", "ukuran rencana belum ada (isi modal Anda)")


# daily loss


def test_no_loss_yet_shows_the_limit() -> None:
    seen = judge("dailyLoss", loss_today=Decimal(0), risk_amount=Decimal(25))
    assert (seen.state, seen.id, seen.en) == ("open", "0 dari 50 USDT", "0 of 50 USDT")


@pytest.mark.parametrize(("lost", "state"), [("49.99", "open"), ("50", "closed"), ("80", "closed"), ("-10", "open")])
def test_two_risk_amounts_end_the_day(lost: str, state: str) -> None:
    assert judge("dailyLoss", loss_today=Decimal(lost), risk_amount=Decimal(25)).state == state


def test_a_gain_is_not_a_loss_below_zero() -> None:
    assert judge("dailyLoss", loss_today=Decimal("-10"), risk_amount=Decimal(25)).id == "0 dari 50 USDT"


def test_without_a_risk_amount_the_loss_means_nothing() -> None:
    assert judge("dailyLoss", loss_today=Decimal(0)).state == "unknown"
    assert judge("dailyLoss", loss_today=Decimal(0), risk_amount=Decimal(0)).state == "unknown"


# hours


def test_no_window_means_all_day() -> None:
    assert judge("hours").id == "sepanjang hari"
    assert judge("hours", hours=TradingHours(0, 1440)).id == "sepanjang hari"
    assert judge("hours", hours=TradingHours(420, 420)).state == "open"


@pytest.mark.parametrize(
    ("window", "moment", "state"),
    [
        ("07:00-23:00", "2024-03-14T00:00", "open"),
        ("07:00-23:00", "2024-03-13T23:59", "closed"),
        ("07:00-23:00", "2024-03-14T15:59", "open"),
        ("07:00-23:00", "2024-03-14T16:00", "closed"),
        ("22:00-02:00", "2024-03-14T15:00", "open"),
        ("22:00-02:00", "2024-03-14T18:59", "open"),
        ("22:00-02:00", "2024-03-14T19:00", "closed"),
        ("22:00-02:00", "2024-03-14T14:59", "closed"),
        ("00.00–24.00", "2024-03-14T17:00", "open"),
    ],
)
def test_hours_run_on_the_user_s_clock_also_over_midnight(window: str, moment: str, state: str) -> None:
    assert judge("hours", moment=at(moment), hours=TradingHours.parse(window)).state == state


def test_a_closed_window_says_its_hours() -> None:
    seen = judge("hours", moment=at("2024-03-14T20:00"), hours=TradingHours.parse("7:00-23:00"))
    assert (seen.id, seen.en) == ("di luar 07.00–23.00", "outside 07:00–23:00")


def test_hours_follow_daylight_saving() -> None:
    window = TradingHours.parse("09:00-17:00")
    before, after = at("2024-03-30T08:00"), at("2024-03-31T07:00")
    assert [window.contains(x, timezone="Europe/Berlin") for x in (before, after, after - 1)] == [True, True, False]


@pytest.mark.parametrize("text", ["", "7-23", "25:00-26:00", "07:60-08:00", "07:00", "07:00-23:00; drop"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        TradingHours.parse(text)


# the fundamental lines


def lines(moment: int, inputs: GateInputs, *, symbol: str = "SOL/USDT", language: str = "id") -> list[str]:
    gates = evaluate_gates(inputs, at=moment, symbol=symbol)
    reader = Reader("id" if language == "id" else "en", "Asia/Jakarta", moment)
    return [reader.read(sentence_node(line)) for line in fundamental(gates, inputs, at=moment, symbol=symbol)]


def test_the_next_two_days_are_told_in_sentences() -> None:
    events = (event("2024-03-14T12:30"), event("2024-03-14T12:30", "Retail Sales"), event("2024-03-15T14:00", "UoM"))
    inputs = GateInputs(btc=closes(rising()), dollar_pairs=dollars([100.0] * 100), events=events)
    assert lines(NOON, inputs) == [
        "PPI m/m (USD), Retail Sales (USD) 19.30 WIB: jangan buka posisi 19.20–19.40.",
        "UoM (USD) 15 Mar 21.00 WIB: jangan buka posisi 20.50–21.10.",
        "Gerbang BTC terbuka: 15m di atas EMA20 72.056,1.",
        "Gerbang DXY terbuka: 47,72, 0% dalam 4 jam.",
        "Jendela likuiditas London–New York berjalan sampai 15 Mar 00.00 WIB.",
    ]


def test_unknown_sources_are_named_and_nothing_is_invented() -> None:
    shown = lines(NOON, GateInputs(), language="en")
    assert shown[0] == "Releases are unknown: no source is set (fill in calendar_url, CSV or ICS)."
    assert shown[2] == "DXY is unknown: no source is set."


def test_weekends_are_called_thin() -> None:
    shown = lines(at("2024-07-13T12:00"), GateInputs())[-1]
    assert shown == "Akhir pekan: likuiditas tipis, sesi London–New York mulai lagi 15 Jul 19.00 WIB."


def test_a_currency_pair_has_no_bitcoin_line() -> None:
    assert not any("BTC" in line for line in lines(NOON, GateInputs(), symbol="EUR/USD"))


def test_thresholds_come_from_the_parameters() -> None:
    inputs = GateInputs(book=book(spread="10"))
    gates = evaluate_gates(inputs, at=NOON, symbol="SOL/USDT", parameters=GateParameters(spread=0.0001))
    assert next(gate for gate in gates if gate.name == "spread").state == "closed"


def test_later_candles_do_not_change_a_gate() -> None:
    full = closes([*rising(), *([10.0] * 8)], end=NOON + 8 * QUARTER.ms)
    assert judge("btc", btc=full).gate == judge("btc", btc=full.closed_at(NOON)).gate
