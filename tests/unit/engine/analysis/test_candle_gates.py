"""The gates on candles: Bitcoin, the dollar, and the data themselves."""

from __future__ import annotations

import pytest

from tests.unit.engine.analysis.gate_world import HOUR, NOON, QUARTER, at, closes, dollars, judge, rising, without

MINUTE = 60_000
FALLING = [70_000 * 0.9999**i for i in range(300)]
FLAT = [100.0] * 100


# btc


def test_bitcoin_above_its_average_is_open() -> None:
    seen = judge("btc", btc=closes(rising()))
    assert (seen.state, seen.id) == ("open", "15m di atas EMA20 72.056,1")


def test_bitcoin_below_its_average_is_closed_and_says_where_it_lies() -> None:
    seen = judge("btc", btc=closes(FALLING))
    assert seen.state == "closed"
    assert seen.en.startswith("15m below EMA20 68,")


@pytest.mark.parametrize(("bars_ago", "state"), [(0, "closed"), (3, "closed"), (4, "open")])
def test_a_fall_within_the_last_hour_closes_it(bars_ago: int, state: str) -> None:
    values = rising(step=1.002)
    for i in range(len(values) - 1 - bars_ago, len(values)):
        values[i] *= 0.985
    assert judge("btc", btc=closes(values)).state == state


def test_a_fall_is_told_with_its_size_and_time() -> None:
    values = rising(step=1.002)
    values[-1] = values[-2] * (1 - 0.0123)
    assert judge("btc", btc=closes(values)).id == "BTC turun 1,23% dalam candle 15m pukul 18.45 WIB"


@pytest.mark.parametrize(("fall", "state"), [(0.0079, "open"), (0.0081, "closed")])
def test_the_fall_that_counts_is_0_8_percent(fall: float, state: str) -> None:
    values = rising(step=1.002)
    values[-1] = values[-2] * (1 - fall)
    assert judge("btc", btc=closes(values)).state == state


@pytest.mark.parametrize(("late_min", "state"), [(0, "open"), (29, "open"), (30, "unknown"), (600, "unknown")])
def test_old_bitcoin_candles_are_unknown(late_min: int, state: str) -> None:
    assert judge("btc", btc=closes(rising()), moment=NOON + late_min * MINUTE).state == state


def test_too_few_bitcoin_candles_are_unknown() -> None:
    seen = judge("btc", btc=closes(rising(59)))
    assert (seen.state, seen.en) == ("unknown", "only 59 of 60 BTC candles so far")
    assert judge("btc", btc=closes(rising(60))).state == "open"


def test_bitcoin_itself_is_judged_by_its_own_candles() -> None:
    assert judge("btc", candles={QUARTER: closes(FALLING)}, symbol="BTC/USDT").state == "closed"
    assert judge("btc", candles={QUARTER: closes(FALLING)}, symbol="SOL/USDT").state == "unknown"


def test_bitcoin_says_nothing_about_currencies_and_metals() -> None:
    seen = judge("btc", btc=closes(FALLING), symbol="XAU/USD")
    assert (seen.state, seen.id) == ("open", "tidak berlaku untuk XAU/USD")


# dxy


def test_a_calm_dollar_is_open_and_shows_the_index() -> None:
    seen = judge("dxy", dollar_pairs=dollars(FLAT))
    assert seen.state == "open"
    assert seen.id.endswith(", 0% dalam 4 jam")


def test_a_dollar_that_rises_over_its_average_is_closed() -> None:
    seen = judge("dxy", dollar_pairs=dollars([*FLAT, 100.1, 100.2, 100.3, 100.4]))
    assert seen.state == "closed"
    assert "+0,4% dalam 4 jam (batas 0,3%), di atas EMA" in seen.id


def test_a_rise_below_the_average_is_a_recovery_and_stays_open() -> None:
    fall = [110 - 0.1 * i for i in range(100)]
    assert judge("dxy", dollar_pairs=dollars([*fall, 100.1, 100.2, 100.3, 100.45])).state == "open"


def test_one_sudden_candle_closes_it() -> None:
    fall = [110 - 0.1 * i for i in range(100)]
    seen = judge("dxy", dollar_pairs=dollars([*fall, fall[-1] * 1.003]))
    assert seen.state == "closed"
    assert "in one 1h candle" in seen.en


def test_a_falling_dollar_is_open() -> None:
    assert judge("dxy", dollar_pairs=dollars([*FLAT, 99.5, 99.0, 98.5, 98.0])).state == "open"


def test_buying_dollars_does_not_mind_their_rise() -> None:
    pairs = dollars([*FLAT, 100.1, 100.2, 100.3, 100.4])
    assert judge("dxy", dollar_pairs=pairs, symbol="USD/JPY").state == "open"
    assert judge("dxy", dollar_pairs=pairs, symbol="EUR/USD").state == "closed"


def test_five_pairs_are_no_index() -> None:
    pairs = dollars(FLAT)
    del pairs["USD/SEK"]
    assert judge("dxy", dollar_pairs=pairs).state == "unknown"


def test_old_or_short_dollar_candles_are_unknown() -> None:
    assert judge("dxy", dollar_pairs=dollars(FLAT), moment=NOON + 179 * MINUTE).state == "open"
    assert judge("dxy", dollar_pairs=dollars(FLAT), moment=NOON + 180 * MINUTE).state == "unknown"
    assert judge("dxy", dollar_pairs=dollars(FLAT[:59])).state == "unknown"


def test_on_weekends_the_last_friday_speaks_and_says_so() -> None:
    friday = at("2024-03-15T21:00")
    seen = judge("dxy", dollar_pairs=dollars(FLAT, end=friday), moment=at("2024-03-17T12:00"))
    assert seen.state == "open"
    assert seen.id.endswith("; valas tutup, nilai Jumat")
    rise = dollars([*FLAT, 100.1, 100.2, 100.3, 100.4], end=friday)
    assert judge("dxy", dollar_pairs=rise, moment=at("2024-03-17T12:00")).state == "closed"


def test_right_after_sunday_s_open_friday_still_serves_but_not_for_long() -> None:
    pairs = dollars(FLAT, end=at("2024-03-15T21:00"))
    early = judge("dxy", dollar_pairs=pairs, moment=at("2024-03-17T22:30"))
    assert early.state == "open"
    assert judge("dxy", dollar_pairs=pairs, moment=at("2024-03-18T00:30")).state == "unknown"


def test_thursday_s_values_are_too_old_on_a_weekend() -> None:
    pairs = dollars(FLAT, end=at("2024-03-14T21:00"))
    assert judge("dxy", dollar_pairs=pairs, moment=at("2024-03-16T12:00")).state == "unknown"


def test_a_venue_that_trades_through_the_weekend_is_simply_fresh() -> None:
    sunday = at("2024-03-17T12:00")
    assert "Friday" not in judge("dxy", dollar_pairs=dollars(FLAT, end=sunday), moment=sunday).en


# data


def frames(*, quarter: int = 1000, end: int = NOON) -> dict:
    return {
        QUARTER: closes(rising(quarter), end=end, symbol="SOL/USDT"),
        HOUR: closes(rising(400), end=end, timeframe=HOUR, symbol="SOL/USDT"),
    }


def test_fresh_and_complete_candles_are_open_and_say_their_age() -> None:
    seen = judge("data", candles=frames(), moment=NOON + 2_000)
    assert (seen.state, seen.id) == ("open", "lengkap, 2 dtk lalu")


def test_a_candle_may_take_a_moment_to_be_published() -> None:
    assert judge("data", candles=frames(), moment=NOON + 15 * MINUTE + 89_000).state == "open"
    late = judge("data", candles=frames(), moment=NOON + 15 * MINUTE + 90_000)
    assert (late.state, late.id) == ("closed", "candle 15m terakhir 16 mnt lalu, kurang 1")


def test_the_stale_timeframe_is_named() -> None:
    candles = frames()
    candles[HOUR] = candles[HOUR].slice(0, -3)
    seen = judge("data", candles=candles, moment=NOON + 2 * MINUTE)
    assert (seen.state, seen.en) == ("closed", "last 1h candle is 3 h 2 m old, 3 short")


def test_a_hole_in_the_newest_candles_closes_it() -> None:
    candles = frames()
    candles[QUARTER] = without(candles[QUARTER], 970)
    seen = judge("data", candles=candles)
    assert (seen.state, seen.id) == ("closed", "1 dari 251 candle 15m hilang")


def test_an_old_hole_is_told_but_tolerated_until_there_are_too_many() -> None:
    candles = frames()
    candles[QUARTER] = without(frames()[QUARTER], 850, 851)
    seen = judge("data", candles=candles)
    assert (seen.state, seen.id) == ("open", "2 candle lama hilang, 0 dtk lalu")
    candles[QUARTER] = without(frames()[QUARTER], 850, 851, 852)
    assert judge("data", candles=candles).state == "closed"


def test_holes_before_the_window_do_not_matter() -> None:
    candles = frames()
    candles[QUARTER] = without(candles[QUARTER], *range(100, 160))
    assert judge("data", candles=candles).id == "lengkap, 0 dtk lalu"


def test_a_timeframe_without_candles_is_closed() -> None:
    candles = {**frames(), HOUR: closes([1.0, 1.0], end=NOON + 5 * HOUR.ms, timeframe=HOUR)}
    assert judge("data", candles=candles).en == "there are no 1h candles"


def test_a_currency_pair_rests_at_weekends() -> None:
    friday, sunday = at("2024-03-15T21:00"), at("2024-03-17T12:00")
    seen = judge("data", candles=frames(end=friday), moment=sunday, symbol="EUR/USD")
    assert seen.state == "open"
    assert seen.en.startswith("market closed, last candle 16 Mar 2024 04:00 WIB")
    assert judge("data", candles=frames(end=friday), moment=sunday, symbol="SOL/USDT").state == "closed"


def test_a_weekend_within_the_candles_of_a_pair_is_no_hole() -> None:
    candles = closes(rising(1000), end=at("2024-03-18T12:00"), symbol="EUR/USD")
    rest = [i for i, ts in enumerate(candles.ts) if at("2024-03-15T21:00") <= ts < at("2024-03-17T21:00")]
    kept = {QUARTER: without(candles, *rest)}
    assert judge("data", candles=kept, moment=at("2024-03-18T12:00"), symbol="EUR/USD").state == "open"
    assert judge("data", candles=kept, moment=at("2024-03-18T12:00"), symbol="SOL/USDT").state == "closed"
