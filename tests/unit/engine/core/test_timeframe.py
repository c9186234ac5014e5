"""Candle lengths and their grid."""

from __future__ import annotations

import pytest

from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.timeframe import DAY_MS, Timeframe

MONDAY = 1_704_067_200_000


@pytest.mark.parametrize(
    ("text", "minutes", "shown"),
    [("15m", 15, "15m"), ("60m", 60, "1h"), ("4H", 240, "4h"), ("1d", 1440, "1d"), ("1w", 10080, "1w"),
     ("M15", 15, "15m"), ("H4", 240, "4h"), ("D1", 1440, "1d"), (" 90m ", 90, "90m"), ("15M", 15, "15m")],
)  # fmt: skip
def test_the_usual_spellings_are_read(text: str, minutes: int, shown: str) -> None:
    assert Timeframe.parse(text) == Timeframe(minutes)
    assert str(Timeframe.parse(text)) == shown


@pytest.mark.parametrize("text", ["", "m", "0m", "15", "15s", "1y", "-5m", "1.5h", "MN1", "1M", "3M"])
def test_what_is_no_timeframe_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        Timeframe.parse(text)
    assert refused.value.code == "INVALID_TIMEFRAME"


def test_a_month_is_never_taken_for_a_minute() -> None:
    with pytest.raises(Invalid, match="months"):
        Timeframe.parse("1M")


def test_floors_fall_on_the_grid_of_the_epoch_and_of_mondays() -> None:
    assert Timeframe(240).floor(MONDAY + 5 * 3_600_000) == MONDAY + 4 * 3_600_000
    assert Timeframe(10080).floor(MONDAY + 3 * DAY_MS) == MONDAY
    assert Timeframe(10080).floor(MONDAY - 1) == MONDAY - 7 * DAY_MS


def test_the_last_closed_candle_is_the_one_before_the_running_one() -> None:
    quarter = Timeframe(15)
    assert quarter.last_closed_open(MONDAY) == MONDAY - quarter.ms
    assert quarter.last_closed_open(MONDAY - 1) == MONDAY - 2 * quarter.ms
