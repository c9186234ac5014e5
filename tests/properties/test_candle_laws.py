"""Laws of candles, resampling and grid prices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.engine.core.money import to_grid
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import Timeframe
from tests.support.candles import START, market

M5, M15, H1, H4, D1 = (Timeframe(minutes) for minutes in (5, 15, 60, 240, 1440))


@st.composite
def holed(draw: st.DrawFn) -> Candles:
    """Some hours of 5m candles, anywhere in a day, with candles missing at random."""
    start, rows = draw(st.integers(0, 300)), draw(st.integers(2, 220))
    missing = draw(st.sets(st.integers(0, rows - 1), max_size=rows - 1))
    keep = [start + i for i in range(rows) if i not in missing]
    series = market(11, rows=600, timeframe=M5)
    columns: dict[str, Any] = {name: getattr(series, name)[keep] for name in COLUMNS}
    return Candles(series.symbol, M5, **columns)


larger = st.sampled_from((M15, H1, H4, D1))


@given(series=holed(), timeframe=larger, late=st.integers(0, 90))
@settings(max_examples=60, deadline=None)
def test_a_larger_candle_is_made_of_all_and_only_the_candles_within_it(
    series: Candles, timeframe: Timeframe, late: int
) -> None:
    at = series.end + late * 60_000
    made = resample(series, timeframe, at=at)
    for i, ts in enumerate(made.ts.tolist()):
        inside = (series.ts >= ts) & (series.ts < ts + timeframe.ms)
        assert made.open[i] == series.open[inside][0]
        assert made.close[i] == series.close[inside][-1]
        assert made.high[i] == series.high[inside].max()
        assert made.low[i] == series.low[inside].min()
        assert np.isclose(made.volume[i], series.volume[inside].sum())
        assert ts + timeframe.ms <= at
    Candles(made.symbol, timeframe, made.ts, made.open, made.high, made.low, made.close, made.volume)


@given(series=holed(), timeframe=larger)
@settings(max_examples=60, deadline=None)
def test_every_closed_larger_candle_that_data_reach_into_from_its_start_exists(
    series: Candles, timeframe: Timeframe
) -> None:
    made = set(resample(series, timeframe).ts.tolist())
    opens = {timeframe.floor(ts) for ts in series.ts.tolist()}
    expected = {ts for ts in opens if ts + timeframe.ms <= series.end}
    first = timeframe.floor(int(series.ts[0]))
    if int(series.ts[0]) != first:
        expected.discard(first)
    assert made == expected


@given(series=holed(), cut=st.integers(1, 200), timeframe=larger)
@settings(max_examples=60, deadline=None)
def test_later_candles_change_no_larger_candle_that_had_closed(series: Candles, cut: int, timeframe: Timeframe) -> None:
    part = series.slice(0, min(cut, len(series)))
    assert resample(part, timeframe, at=part.end) == resample(series, timeframe, at=part.end)


@given(series=holed())
@settings(max_examples=40, deadline=None)
def test_resampling_in_two_steps_is_resampling_in_one(series: Candles) -> None:
    whole = series.since(H4.floor(int(series.ts[0])) + H4.ms)
    if not len(whole) or int(whole.ts[0]) % H4.ms:
        return
    at = whole.end
    hours = resample(whole, H1, at=at)
    if not len(hours) or hours.ts[0] != whole.ts[0]:
        return
    two, one = resample(hours, H4, at=at), resample(whole, H4, at=at)
    assert two.ts.tolist() == one.ts.tolist()
    np.testing.assert_array_equal(two.high, one.high)
    np.testing.assert_array_equal(two.close, one.close)


@given(series=holed())
@settings(max_examples=60, deadline=None)
def test_rows_and_gaps_together_fill_the_calendar(series: Candles) -> None:
    span = (int(series.ts[-1]) - int(series.ts[0])) // M5.ms + 1
    assert len(series) + sum(gap.count for gap in series.gaps()) == span
    for gap in series.gaps():
        assert gap.last - gap.first == (gap.count - 1) * M5.ms


@given(series=holed(), cut=st.integers(1, 219))
@settings(max_examples=40, deadline=None)
def test_what_was_cut_apart_merges_to_the_whole_in_either_order(series: Candles, cut: int) -> None:
    left, right = series.slice(0, cut), series.slice(cut, None)
    assert left.merge(right) == series
    assert right.merge(left) == series
    assert series.merge(series) == series


@given(
    value=st.decimals(min_value="0.00000001", max_value="10000000", places=10),
    units=st.integers(1, 5000),
    exponent=st.integers(-8, 3),
)
def test_a_grid_price_is_a_multiple_within_one_step(value: Decimal, units: int, exponent: int) -> None:
    step = Decimal(units).scaleb(exponent)
    down, near, up = (to_grid(value, step, rounding=mode) for mode in ("down", "nearest", "up"))
    assert down <= value <= up
    assert up - down in (0, step)
    assert near in (down, up)
    assert all(price % step == 0 for price in (down, near, up))
    assert "E" not in str(near) or near == 0 or near.adjusted() < -6


@given(ts=st.integers(0, 4_000_000_000_000), minutes=st.sampled_from((1, 5, 15, 30, 60, 240, 1440, 10080)))
def test_a_moment_lies_within_the_candle_that_contains_it(ts: int, minutes: int) -> None:
    frame = Timeframe(minutes)
    opened = frame.floor(ts)
    assert opened <= ts < opened + frame.ms
    assert frame.floor(opened) == opened
    assert frame.last_closed_open(ts) + frame.ms <= ts
    assert Timeframe.parse(str(frame)) == frame
    assert (START - frame.floor(START)) == 0
