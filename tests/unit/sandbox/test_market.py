"""The synthetic market: reproducible, exact, and sane candle by candle."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import DAY_MS, MINUTE_MS, WEEK_MS, Timeframe
from nofomo.sandbox.klines import INTERVALS, Window, candles, open_times
from nofomo.sandbox.listings import LISTINGS, ORIGIN_MS
from nofomo.sandbox.market import Stretch, SyntheticMarket
from nofomo.sandbox.rows import CLOSE, COUNT, HIGH, LOW, OPEN, QUOTE, TAKER, TAKER_QUOTE, VOLUME
from nofomo.sandbox.tape import Tapes
from tests.support.clock import MARCH

MARKET = SyntheticMarket(7)
TAPES = Tapes(MARKET)
SYMBOLS = st.sampled_from(sorted(LISTINGS))


def klines(symbol: str, interval: str, *, now: int = MARCH, limit: int = 500, start: int | None = None) -> Stretch:
    return candles(TAPES, symbol, interval=interval, window=Window(start, None, limit), now=now)


def columns(found: Stretch, symbol: str, timeframe: str) -> Candles:
    scale = 10.0 ** LISTINGS[symbol].tick_digits
    first, high, low, close = (found.rows[row] / scale for row in (OPEN, HIGH, LOW, CLOSE))
    return Candles(
        symbol, Timeframe.parse(timeframe), found.ts, first, high, low, close, found.rows[VOLUME].astype(float)
    )


def test_the_same_seed_makes_the_same_market_whatever_was_asked_for_first() -> None:
    forward, backward = SyntheticMarket(7), SyntheticMarket(7)
    weeks = [3, 40, 114, 250]
    first = {(symbol, week): forward.week(symbol, number=week) for symbol in ("BTCUSDT", "EURUSD") for week in weeks}
    for symbol in ("EURUSD", "BTCUSDT"):
        for week in reversed(weeks):
            backward.week(symbol, number=week + 1, step=60)
            assert backward.week(symbol, number=week).tobytes() == first[symbol, week].tobytes()


def test_another_seed_makes_another_market() -> None:
    assert SyntheticMarket(8).week("BTCUSDT", number=9).tobytes() != MARKET.week("BTCUSDT", number=9).tobytes()


def test_a_forgotten_week_is_made_again_exactly() -> None:
    market = SyntheticMarket(3)
    before = market.week("SOLUSDT", number=60).tobytes()
    for number in range(61, 130):
        market.week("SOLUSDT", number=number)
    assert not market.is_ready("SOLUSDT", week=60, step=1)
    assert market.week("SOLUSDT", number=60).tobytes() == before


@pytest.mark.parametrize("symbol", sorted(LISTINGS))
def test_every_candle_is_sane(symbol: str) -> None:
    rows = MARKET.week(symbol, number=100)
    body = rows[[OPEN, CLOSE]]
    assert (rows[LOW] <= body.min(axis=0)).all()
    assert (rows[HIGH] >= body.max(axis=0)).all()
    assert (rows[LOW] > 0).all()
    assert (rows[VOLUME] >= rows[COUNT]).all()
    assert (rows[COUNT] >= 5).all()
    assert (rows[TAKER] <= rows[VOLUME]).all()
    assert (rows[TAKER_QUOTE] <= rows[QUOTE]).all()


def test_a_minute_opens_where_the_one_before_closed_across_weeks_too() -> None:
    found = MARKET.stretch("ETHUSDT", start=ORIGIN_MS, end=ORIGIN_MS + 3 * WEEK_MS)
    assert len(found.ts) == 3 * 7 * 1440
    assert np.abs(found.rows[OPEN, 1:] - found.rows[CLOSE, :-1]).max() <= 1


def test_forex_is_closed_from_friday_22_to_sunday_22_utc_and_crypto_never() -> None:
    found = MARKET.stretch("EURUSD", start=MARCH - 30 * DAY_MS, end=MARCH)
    hours = Counter(datetime.fromtimestamp(ts / 1000, tz=UTC).strftime("%a %H") for ts in found.ts.tolist())
    assert "Fri 21" in hours
    assert "Sun 22" in hours
    assert not [name for name in hours if name.startswith("Sat") or name in ("Fri 22", "Fri 23", "Sun 21")]
    jumps = np.diff(found.ts)
    assert set(jumps.tolist()) == {MINUTE_MS, 48 * 60 * MINUTE_MS + MINUTE_MS}
    assert set(np.diff(MARKET.stretch("BTCUSDT", start=MARCH - 9 * DAY_MS, end=MARCH).ts).tolist()) == {MINUTE_MS}


def test_the_price_after_a_weekend_is_not_quite_the_price_before() -> None:
    found = MARKET.stretch("EURUSD", start=MARCH - 60 * DAY_MS, end=MARCH)
    reopened = np.flatnonzero(np.diff(found.ts) > MINUTE_MS)
    gaps = np.abs(found.rows[OPEN, reopened + 1] - found.rows[CLOSE, reopened])
    assert gaps.min() >= 0
    assert np.median(gaps) > 3


@settings(max_examples=25, deadline=None)
@given(symbol=SYMBOLS, interval=st.sampled_from(["15m", "1h", "4h", "1d", "3d", "1w", "1M"]), data=st.data())
def test_larger_candles_are_exactly_their_minutes(symbol: str, interval: str, data: st.DataObject) -> None:
    end = MARCH - data.draw(st.integers(0, 30 * 1440)) * MINUTE_MS
    limit = {"1d": 9, "3d": 4, "1w": 3, "1M": 2}.get(interval, 40)
    large = candles(TAPES, symbol, interval=interval, window=Window(None, end, limit), now=MARCH)
    minutes = MARKET.stretch(symbol, start=int(large.ts[0]), end=MARCH)
    opens = open_times(minutes.ts, interval)
    for ts, column in zip(large.ts.tolist(), large.rows.T, strict=True):
        if ts == open_times(np.array([MARCH]), interval)[0]:
            continue  # still forming
        part = minutes.rows[:, opens == ts]
        assert column[OPEN] == part[OPEN, 0]
        assert column[HIGH] == part[HIGH].max()
        assert column[LOW] == part[LOW].min()
        assert column[CLOSE] == part[CLOSE, -1]
        assert column[VOLUME:].tolist() == part[VOLUME:].sum(axis=1).tolist()


def test_our_own_resampling_of_its_minutes_gives_its_quarter_hours() -> None:
    minutes = columns(klines("XRPUSDT", "1m", start=MARCH - DAY_MS, limit=1440), "XRPUSDT", "1m")
    quarters = columns(klines("XRPUSDT", "15m", start=MARCH - DAY_MS, limit=96), "XRPUSDT", "15m")
    made = resample(minutes, Timeframe.parse("15m"))
    for name in ("ts", "open", "high", "low", "close", "volume"):
        assert getattr(made, name).tolist() == getattr(quarters, name).tolist()


@settings(max_examples=60, deadline=None)
@given(
    symbol=SYMBOLS,
    interval=st.sampled_from(INTERVALS),
    start=st.integers(MARCH - 40 * DAY_MS, MARCH),
    span=st.integers(0, 20 * DAY_MS),
    limit=st.integers(1, 1000),
)
def test_any_window_is_a_slice_of_a_larger_one(symbol: str, interval: str, start: int, span: int, limit: int) -> None:
    asked = candles(TAPES, symbol, interval=interval, window=Window(start, start + span, limit), now=MARCH)
    whole = candles(TAPES, symbol, interval=interval, window=Window(start - DAY_MS, None, 100_000), now=MARCH)
    fits = (whole.ts >= start) & (whole.ts <= start + span)
    assert asked.ts.tolist() == whole.ts[fits][:limit].tolist()
    assert asked.rows.tolist() == whole.rows[:, fits][:, :limit].tolist()
    latest = candles(TAPES, symbol, interval=interval, window=Window(None, start + span, limit), now=MARCH)
    until = whole.ts <= start + span
    both = min(len(latest.ts), int(until.sum()))
    assert latest.ts[len(latest.ts) - both :].tolist() == whole.ts[until][int(until.sum()) - both :].tolist()


def test_the_latest_candles_are_as_many_as_asked_for_over_weekends_too() -> None:
    sunday = MARCH + 3 * DAY_MS + 2 * 3_600_000
    for symbol in ("EURUSD", "BTCUSDT"):
        for interval in ("1m", "15m", "1h", "4h", "1d"):
            assert len(klines(symbol, interval, now=sunday, limit=400).ts) == 400


def test_nothing_exists_before_the_origin() -> None:
    found = klines("BTCUSDT", "1d", now=ORIGIN_MS + 3 * DAY_MS + 5, limit=1000)
    assert found.ts.tolist() == [ORIGIN_MS + day * DAY_MS for day in range(4)]
    assert not len(klines("BTCUSDT", "1d", now=ORIGIN_MS - DAY_MS).ts)


@pytest.mark.parametrize("interval", INTERVALS)
def test_the_first_candle_is_the_same_whether_asked_for_by_start_or_not(interval: str) -> None:
    now = ORIGIN_MS + 40 * DAY_MS
    from_start = klines("BTCUSDT", interval, now=now, start=0, limit=100_000)
    latest = klines("BTCUSDT", interval, now=now, limit=100_000)
    assert from_start.ts.tolist() == latest.ts.tolist()
    assert from_start.rows.tolist() == latest.rows.tolist()


@pytest.mark.parametrize("start", [MARCH + 1, 2**62, 2**63 - 1])
def test_the_future_is_empty(start: int) -> None:
    assert not len(klines("BTCUSDT", "1h", start=start).ts)


def test_two_years_of_every_minute_exist_today() -> None:
    assert MARCH - ORIGIN_MS > 2 * 365 * DAY_MS
    assert len(klines("ADAUSDT", "1d", limit=1000).ts) > 2 * 365


def test_the_past_does_not_change_when_time_goes_on() -> None:
    early = klines("BTCUSDT", "15m", limit=200)
    late = klines("BTCUSDT", "15m", now=MARCH + 40 * DAY_MS, start=int(early.ts[0]), limit=199)
    assert late.ts.tolist() == early.ts[:199].tolist()
    assert late.rows.tolist() == early.rows[:, :199].tolist()


def test_the_forming_candle_grows_into_the_closed_one() -> None:
    opened = MARCH - MARCH % (15 * MINUTE_MS)
    closed = klines("SOLUSDT", "15m", now=opened + 15 * MINUTE_MS, limit=2).rows[:, 0]
    seen: list[list[int]] = []
    for second in range(0, 900, 7):
        found = klines("SOLUSDT", "15m", now=opened + second * 1000, limit=1)
        assert found.ts.tolist() == [opened]
        seen.append(found.rows[:, 0].tolist())
    table = np.array(seen)
    assert (table[:, OPEN] == closed[OPEN]).all()
    for name, rising in ((HIGH, 1), (LOW, -1), (VOLUME, 1), (COUNT, 1), (QUOTE, 1)):
        assert (rising * np.diff(table[:, name]) >= 0).all()
        assert rising * table[-1, name] <= rising * closed[name]
    assert len({int(value) for value in table[:, CLOSE]}) > 20
    last = klines("SOLUSDT", "15m", now=opened + 15 * MINUTE_MS - 1, limit=1).rows[:, 0]
    assert (
        last[[OPEN, HIGH, LOW, CLOSE, VOLUME, COUNT]].tolist()
        == closed[[OPEN, HIGH, LOW, CLOSE, VOLUME, COUNT]].tolist()
    )


def test_a_closed_market_has_no_forming_minute() -> None:
    saturday = MARCH + 2 * DAY_MS
    friday_close = saturday - saturday % DAY_MS - 2 * 3_600_000
    assert int(klines("GBPUSD", "1m", now=saturday, limit=1).ts[0]) == friday_close - MINUTE_MS
    assert int(klines("BTCUSDT", "1m", now=saturday, limit=1).ts[0]) == saturday
