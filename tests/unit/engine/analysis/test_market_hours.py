"""When forex trades and what that means for the age of its prices."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nofomo.engine.analysis.market_hours import (
    busiest_window,
    closes_at_weekends,
    fiat_currencies,
    forex_age,
    is_crypto,
    is_weekend,
    weekend_at,
)

HOUR = 3_600_000
moments = st.integers(min_value=1_577_836_800_000, max_value=1_893_456_000_000)


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("moment", "closed"),
    [
        ("2024-01-05T21:59", False), ("2024-01-05T22:00", True),
        ("2024-01-07T21:59", True), ("2024-01-07T22:00", False),
        ("2024-07-05T20:59", False), ("2024-07-05T21:00", True),
        ("2024-07-07T20:59", True), ("2024-07-07T21:00", False),
        ("2024-03-10T20:59", True), ("2024-03-10T21:00", False), ("2024-03-13T12:00", False),
    ],
)  # fmt: skip
def test_forex_closes_on_friday_and_opens_on_sunday_at_five_in_new_york(moment: str, closed: bool) -> None:
    assert (weekend_at(at(moment)) is not None) is closed


def test_the_weekend_in_which_the_clock_changes_is_an_hour_shorter() -> None:
    weekend = weekend_at(at("2024-03-09T12:00"))
    assert weekend is not None
    assert weekend.end - weekend.start == 47 * HOUR


def test_weekends_do_not_age_a_forex_price() -> None:
    assert forex_age(at("2024-01-05T21:00"), at("2024-01-07T23:00")) == 2 * HOUR
    assert forex_age(at("2024-01-06T10:00"), at("2024-01-07T10:00")) == 0
    assert forex_age(at("2024-01-08T10:00"), at("2024-01-08T12:00")) == 2 * HOUR
    assert forex_age(at("2024-01-05T12:00"), at("2024-01-22T12:00")) == (17 * 24 - 3 * 48) * HOUR


@given(moments, st.integers(0, 60 * 24 * HOUR), st.integers(0, 60 * 24 * HOUR))
def test_forex_age_adds_up_and_never_exceeds_the_clock(start: int, first: int, second: int) -> None:
    middle, end = start + first, start + first + second
    assert forex_age(start, end) == forex_age(start, middle) + forex_age(middle, end)
    assert 0 <= forex_age(start, end) <= end - start


def test_london_and_new_york_meet_in_the_afternoon() -> None:
    assert busiest_window(at("2024-01-10T09:00")) == (at("2024-01-10T13:00"), at("2024-01-10T17:00"))
    assert busiest_window(at("2024-07-10T15:59")) == (at("2024-07-10T12:00"), at("2024-07-10T16:00"))
    assert busiest_window(at("2024-07-10T16:00")) == (at("2024-07-11T12:00"), at("2024-07-11T16:00"))


def test_between_the_two_clock_changes_the_overlap_is_longer() -> None:
    assert busiest_window(at("2024-03-14T12:00")) == (at("2024-03-14T12:00"), at("2024-03-14T17:00"))


def test_after_friday_s_overlap_comes_monday_s() -> None:
    assert busiest_window(at("2024-07-12T18:00")).start == at("2024-07-15T12:00")


@given(moments)
def test_the_busiest_window_lies_ahead_on_a_weekday(moment: int) -> None:
    window = busiest_window(moment)
    assert moment < window.end
    assert window.start - moment <= 4 * 24 * HOUR
    assert not is_weekend(window.start)


def test_symbols_know_their_market() -> None:
    assert is_crypto("BTC/USDT")
    assert is_crypto("DOGE/IDR")
    assert not is_crypto("EUR/USDT")
    assert not is_crypto("XAU/USD")
    assert closes_at_weekends("XAU/USD")
    assert closes_at_weekends("EUR/USD")
    assert not closes_at_weekends("EUR/USDT")
    assert not closes_at_weekends("BTC/USD")


def test_releases_of_the_dollar_and_the_symbol_s_own_states_count() -> None:
    assert fiat_currencies("BTC/USDT") == {"USD"}
    assert fiat_currencies("BTC/IDR") == {"USD", "IDR"}
    assert fiat_currencies("EUR/JPY") == {"USD", "EUR", "JPY"}
    assert fiat_currencies("XAU/EUR") == {"USD", "EUR"}
