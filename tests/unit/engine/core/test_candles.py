"""Columns that cannot hold bad data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nofomo.engine.core.candles import Candles, Gap
from nofomo.engine.core.errors import Invalid
from tests.support.candles import H1, M15, START, candles, closes, without

GOOD = (10.0, 12.0, 9.0, 11.0)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ((10.0, 10.5, 9.0, 11.0), "high below"),
        ((10.0, 12.0, 10.5, 11.0), "low above"),
        ((10.0, 12.0, 9.0, float("nan")), "not a number"),
        ((10.0, float("inf"), 9.0, 11.0), "not a number"),
        ((10.0, 12.0, 0.0, 11.0), "not positive"),
        ((10.0, 12.0, 9.0, 11.0, -1.0), "negative volume"),
        ((10.0, 12.0, 9.0, 11.0, float("nan")), "not a number"),
    ],
)
def test_a_bad_row_is_refused_and_named(row: tuple[float, ...], problem: str) -> None:
    with pytest.raises(Invalid, match=problem) as refused:
        candles([GOOD, GOOD, row, GOOD])
    assert refused.value.code == "BAD_CANDLES"
    assert refused.value.details["row"] == 2
    assert "row 2 (2024-01-01T00:30:00Z)" in refused.value.message


@pytest.mark.parametrize("ts", [START, START - M15.ms])
def test_a_duplicate_or_unsorted_row_is_refused(ts: int) -> None:
    with pytest.raises(Invalid, match="does not come after") as refused:
        Candles.from_rows([(START, *GOOD, 1), (ts, *GOOD, 1)], symbol="BTC/USDT", timeframe=M15)
    assert refused.value.details["row"] == 1


def test_a_row_off_the_grid_is_refused() -> None:
    with pytest.raises(Invalid, match="15m grid"):
        Candles.from_rows([(START + 1, *GOOD, 1)], symbol="BTC/USDT", timeframe=M15)


@pytest.mark.parametrize(
    "row", [(START, 1.0, 2.0), (START, "ten", 12.0, 9.0, 11.0, 1.0), (None, *GOOD, 1.0), (START + 0.5, *GOOD, 1.0)]
)
def test_a_row_that_cannot_be_read_is_refused(row: tuple[Any, ...]) -> None:
    with pytest.raises(Invalid) as refused:
        Candles.from_rows([row], symbol="BTC/USDT", timeframe=M15)
    assert refused.value.code == "BAD_CANDLES"


def test_the_earliest_bad_row_is_the_one_that_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        candles([GOOD, (10.0, 9.0, 9.0, 11.0), (10.0, float("nan"), 9.0, 11.0)])
    assert refused.value.details["row"] == 1


def test_columns_of_different_lengths_are_refused() -> None:
    good = np.array([10.0, 11.0])
    with pytest.raises(Invalid, match="rows"):
        Candles("BTC/USDT", M15, np.array([START]), good, good, good, good, good)


def test_columns_cannot_be_written_and_do_not_follow_the_callers_array() -> None:
    close = np.array([11.0, 11.0])
    series = Candles("BTC/USDT", M15, np.array([START, START + M15.ms]), close, close + 1, close - 1, close, close)
    close[0] = 99.0
    assert series.close[0] == 11.0
    with pytest.raises(ValueError, match="read-only"):
        series.close[0] = 1.0


def test_only_candles_whose_length_has_passed_are_closed() -> None:
    series = candles([GOOD] * 4)
    third_closes = START + 3 * M15.ms
    assert len(series.closed_at(third_closes)) == 3
    assert len(series.closed_at(third_closes - 1)) == 2
    assert len(series.closed_at(START)) == 0


def test_since_and_last_cut_at_the_row() -> None:
    series = candles([GOOD] * 5)
    assert int(series.since(START + 2 * M15.ms).ts[0]) == START + 2 * M15.ms
    assert len(series.since(START + 2 * M15.ms + 1)) == 2
    assert len(series.last(2)) == 2
    assert len(series.last(99)) == 5


def test_a_gap_is_listed_with_its_length() -> None:
    series = without(closes([10.0] * 12), 3, 4)
    assert series.gaps() == (Gap(START + 3 * M15.ms, START + 6 * M15.ms, 4),)


def test_of_two_candles_with_one_open_time_the_newer_delivery_stands() -> None:
    old, new = closes([10.0, 11.0, 12.0]), closes([20.0, 21.0], start=START + 2 * M15.ms)
    merged = old.merge(new)
    assert merged.close.tolist() == [10.0, 11.0, 20.0, 21.0]
    assert new.merge(old).close.tolist() == [10.0, 11.0, 12.0, 21.0]


def test_candles_of_another_timeframe_cannot_be_merged() -> None:
    with pytest.raises(Invalid, match="do not belong"):
        closes([10.0, 11.0]).merge(closes([10.0], timeframe=H1))


def test_the_end_of_nothing_is_an_error_and_the_end_of_something_is_its_close() -> None:
    assert closes([10.0, 11.0]).end == START + 2 * M15.ms
    with pytest.raises(Invalid) as refused:
        _ = Candles.empty(symbol="BTC/USDT", timeframe=M15).end
    assert refused.value.code == "NO_CANDLES"


def test_equal_columns_make_equal_candles() -> None:
    assert closes([10.0, 11.0]) == closes([10.0, 11.0])
    assert hash(closes([10.0, 11.0])) == hash(closes([10.0, 11.0]))
    assert closes([10.0, 11.0]) != closes([10.0, 11.5])
