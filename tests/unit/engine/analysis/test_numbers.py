"""How numbers and times are written (LOOK, "Numbers")."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nofomo.engine.analysis import numbers
from nofomo.engine.analysis.phrases import Language
from nofomo.engine.core.errors import Invalid

languages = st.sampled_from(get_args(Language))
amounts = st.decimals(min_value=Decimal("-1e9"), max_value=Decimal("1e9"), places=8)
prices = st.decimals(min_value=Decimal("0.00000001"), max_value=Decimal("9999999999"), places=8)


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def read_back(text: str, language: Language) -> Decimal:
    """What a reader of that language understands."""
    group, point = (".", ",") if language == "id" else (",", ".")
    return Decimal(text.replace(group, "").replace(point, ".").replace("\u2212", "-"))


@given(amounts, st.integers(0, 8), languages)
def test_a_written_number_reads_back_as_the_same_number(value: Decimal, digits: int, language: Language) -> None:
    step = Decimal(1).scaleb(-digits)
    shown = read_back(numbers.write_number(value, digits, language=language), language)
    assert abs(shown - value) <= step / 2
    assert shown == shown.quantize(step)


@given(prices, st.integers(0, 8), languages)
def test_an_exact_price_reads_back_to_the_tick(value: Decimal, digits: int, language: Language) -> None:
    price = value.quantize(Decimal(1).scaleb(-digits))
    assert read_back(numbers.write_price(price, language=language, exact=True), language) == price


@given(prices, languages)
def test_a_price_keeps_six_significant_digits(value: Decimal, language: Language) -> None:
    shown = read_back(numbers.write_price(value, language=language), language)
    assert abs(shown - value) <= value * Decimal("0.000005")
    assert len(shown.normalize().as_tuple().digits) <= 6


@given(st.floats(-5, 5), languages)
def test_a_percentage_reads_back_and_never_turns_something_into_zero(value: float, language: Language) -> None:
    text = numbers.write_percent(value, language=language)
    assert text.endswith("%")
    if "<" in text:
        assert 0 < abs(value) < 0.00005
        assert text.startswith(numbers.MINUS) == (value < 0)
        return
    shown = read_back(text[:-1], language) / 100
    assert (shown != 0) == (value != 0)
    assert math.isclose(float(shown), value, abs_tol=0.0000501)


@pytest.mark.parametrize(
    ("price", "indonesian", "english"),
    [
        ("73113.71", "73.113,7", "73,113.7"),
        ("72960.00", "72.960", "72,960"),
        ("72960.37", "72.960,4", "72,960.4"),
        ("2321.70", "2.321,7", "2,321.7"),
        ("0.6120", "0,6120", "0.6120"),
        ("0.00001234", "0,00001234", "0.00001234"),
        ("104.30", "104,30", "104.30"),
        ("1163456000", "1.163.460.000", "1,163,460,000"),
        ("999.9999999", "1.000", "1,000"),
    ],
)
def test_plan_prices_have_six_significant_digits(price: str, indonesian: str, english: str) -> None:
    assert numbers.write_price(Decimal(price), language="id") == indonesian
    assert numbers.write_price(Decimal(price), language="en") == english


def test_the_current_price_is_shown_to_the_tick() -> None:
    assert numbers.write_price(Decimal("73113.70"), language="id", exact=True) == "73.113,70"


@pytest.mark.parametrize(
    ("value", "text"), [(0.005, "0,5%"), (0.6, "60%"), (0.0015, "0,15%"), (-0.0471, "−4,71%"), (0.00005, "0,01%")]
)
def test_percentages_drop_idle_zeros(value: float, text: str) -> None:
    assert numbers.write_percent(value, language="id") == text


def test_a_percentage_too_small_to_write_is_less_than_the_least() -> None:
    assert numbers.write_percent(0.00000008, language="id") == "< 0,01%"
    assert numbers.write_percent(0.0000499, language="en") == "< 0.01%"
    assert numbers.write_percent(-0.0000123, language="id") == "−< 0,01%"
    assert numbers.write_percent(0.0000123, language="en", signed=True) == "+< 0.01%"
    assert numbers.write_percent(0, language="id") == "0%"


def test_only_a_change_bears_a_plus() -> None:
    assert numbers.write_percent(0.0031, language="en", signed=True) == "+0.31%"
    assert numbers.write_percent(0.0031, language="en") == "0.31%"
    assert numbers.write_percent(0.0, language="en", signed=True) == "0%"


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        ("389688.4", "IDR", "Rp389.688"),
        ("-389688", "IDR", "−Rp389.688"),
        ("50", "USDT", "50 USDT"),
        ("8.51", "USDT", "8,51 USDT"),
        ("-25.5", "USDT", "−25,50 USDT"),
        ("0.05847", "BTC", "0,05847 BTC"),
        ("41", "BTC", "41 BTC"),
        ("1200", "JPY", "1.200 JPY"),
    ],
)
def test_money_has_the_decimals_of_its_currency(value: str, currency: str, text: str) -> None:
    assert numbers.write_money(Decimal(value), currency, language="id") == text


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        ("25", "USDT", "25,00"),
        ("2559.436", "USDT", "2.559,44"),
        ("389688.4", "IDR", "389.688"),
        ("0.0584712", "BTC", "0,0584712"),
        ("3", "BTC", "3,00000"),
        ("0", "BTC", "0"),
    ],
)
def test_amounts_in_a_column_have_their_currencys_decimals_and_no_currency(
    value: str, currency: str, text: str
) -> None:
    assert numbers.write_amount(Decimal(value), currency, language="id") == text


def test_multiples_and_results_in_risk_have_two_decimals() -> None:
    assert numbers.write_multiple(1.12, language="id") == "1,12×"
    assert numbers.write_risk_reward(1.236, language="id") == "1,24R"
    assert numbers.write_risk_reward(-1, language="en") == "−1.00R"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_number_is_a_word(value: float) -> None:
    assert numbers.write_number(value, 2, language="id") == "tidak diketahui"
    assert numbers.write_percent(value, language="en") == "unknown"
    assert numbers.write_risk_reward(value, language="en") == "unknown"


def test_halves_round_away_from_zero_as_in_a_browser() -> None:
    assert [numbers.write_number(x, 0, language="en") for x in (0.5, 1.5, 2.5, -2.5)] == ["1", "2", "3", "−3"]


@pytest.mark.parametrize(
    ("timezone", "indonesian"),
    [
        ("Asia/Jakarta", "14 Mar 2024 19.00 WIB"),
        ("Asia/Pontianak", "14 Mar 2024 19.00 WIB"),
        ("Asia/Makassar", "14 Mar 2024 20.00 WITA"),
        ("Asia/Jayapura", "14 Mar 2024 21.00 WIT"),
        ("UTC", "14 Mar 2024 12.00 UTC"),
        ("Asia/Dubai", "14 Mar 2024 16.00 UTC+4"),
        ("Asia/Kathmandu", "14 Mar 2024 17.45 UTC+5:45"),
        ("America/Sao_Paulo", "14 Mar 2024 09.00 UTC−3"),
        ("America/New_York", "14 Mar 2024 08.00 EDT"),
    ],
)
def test_a_moment_names_its_zone(timezone: str, indonesian: str) -> None:
    assert numbers.write_moment(at("2024-03-14T12:00"), language="id", timezone=timezone) == indonesian


def test_daylight_saving_moves_the_clock_and_the_label() -> None:
    def berlin(text: str) -> str:
        return numbers.write_moment(at(text), language="en", timezone="Europe/Berlin")

    assert berlin("2024-03-31T00:30") == "31 Mar 2024 01:30 CET"
    assert berlin("2024-03-31T01:30") == "31 Mar 2024 03:30 CEST"
    assert berlin("2024-10-27T00:30") == "27 Oct 2024 02:30 CEST"
    assert berlin("2024-10-27T01:30") == "27 Oct 2024 02:30 CET"


def test_months_are_named_in_the_reader_s_language() -> None:
    day = at("2024-05-17T12:00")
    assert numbers.write_moment(day, language="id", timezone="UTC") == "17 Mei 2024 12.00 UTC"
    assert numbers.write_moment(day, language="en", timezone="UTC") == "17 May 2024 12:00 UTC"


def test_a_clock_of_another_day_says_which_day() -> None:
    now = at("2024-03-14T12:00")

    def clock(text: str) -> str:
        return numbers.write_clock(at(text), language="id", timezone="Asia/Jakarta", today=now)

    assert clock("2024-03-14T12:30") == "19.30 WIB"
    assert clock("2024-03-14T17:30") == "15 Mar 00.30 WIB"
    assert clock("2025-01-01T00:00") == "1 Jan 2025 07.00 WIB"


@pytest.mark.parametrize(
    ("ms", "indonesian", "english"),
    [
        (2_400, "2 dtk", "2 s"),
        (12 * 60_000, "12 mnt", "12 min"),
        ((3 * 60 + 58) * 60_000, "3 j 58 m", "3 h 58 m"),
        (4 * 3_600_000, "4 j", "4 h"),
        (52 * 3_600_000, "2 hari 4 j", "2 d 4 h"),
        (-5, "0 dtk", "0 s"),
    ],
)
def test_lengths_of_time_show_what_matters(ms: int, indonesian: str, english: str) -> None:
    assert numbers.write_duration(ms, language="id") == indonesian
    assert numbers.write_duration(ms, language="en") == english


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Asia", "a\0b"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        numbers.write_moment(0, language="id", timezone=name)
    assert refused.value.code == "INVALID_TIMEZONE"
