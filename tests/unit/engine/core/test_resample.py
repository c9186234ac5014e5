"""Larger candles are complete and closed, or absent."""

from __future__ import annotations

import pytest

from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import Timeframe
from tests.support.candles import H1, M15, START, candles, closes, without


def test_an_hour_has_the_first_open_the_extremes_the_last_close_and_all_volume() -> None:
    series = candles([(10, 11, 9, 10.5, 1), (10.5, 15, 10, 11, 2), (11, 12, 8, 9, 3), (9, 10, 8.5, 9.5, 4)])
    hour = resample(series, H1)
    assert hour.ts.tolist() == [START]
    assert (hour.open[0], hour.high[0], hour.low[0], hour.close[0], hour.volume[0]) == (10, 15, 8, 9.5, 10)


def test_the_unfinished_hour_at_the_end_is_left_out() -> None:
    assert len(resample(closes([10.0] * 7), H1)) == 1
    assert len(resample(closes([10.0] * 8), H1)) == 2


def test_an_hour_closes_at_its_moment_and_not_before() -> None:
    series = closes([10.0] * 8)
    assert len(resample(series, H1, at=START + 2 * H1.ms - 1)) == 1
    assert len(resample(series, H1, at=START + 2 * H1.ms)) == 2


def test_an_hour_whose_last_candles_never_came_is_built_once_its_time_has_passed() -> None:
    series = closes([10.0] * 6)
    assert len(resample(series, H1, at=START + 2 * H1.ms)) == 2


def test_an_hour_that_the_data_enter_in_the_middle_is_left_out() -> None:
    series = closes([10.0] * 8, start=START + M15.ms)
    assert resample(series, H1).ts.tolist() == [START + H1.ms]


def test_an_hour_with_a_hole_is_built_from_what_exists_and_a_missing_hour_stays_missing() -> None:
    series = without(without(closes([float(10 + i) for i in range(16)]), 4, 4), 9 - 4 + 1, 1)
    hours = resample(series, H1)
    assert hours.ts.tolist() == [START, START + 2 * H1.ms, START + 3 * H1.ms]


def test_weeks_begin_on_monday() -> None:
    days = closes([10.0] * 16, timeframe=Timeframe(1440), start=START - 2 * 86_400_000)
    weeks = resample(days, Timeframe(10080))
    assert weeks.ts.tolist() == [START, START + 7 * 86_400_000]


@pytest.mark.parametrize("minutes", [5, 20])
def test_what_does_not_divide_evenly_is_refused(minutes: int) -> None:
    with pytest.raises(Invalid, match="cannot be made"):
        resample(closes([10.0] * 8), Timeframe(minutes))


def test_the_same_timeframe_is_only_cut() -> None:
    series = closes([10.0] * 8)
    assert resample(series, M15) is series
    assert len(resample(series, M15, at=START + 3 * M15.ms)) == 3
