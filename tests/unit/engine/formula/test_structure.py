"""Swings, ranges and the volume profile."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from nofomo.engine.core.candles import Candles
from nofomo.engine.formula.indicators import atr
from nofomo.engine.formula.structure import RangeRule, find_range, pivots, swings, volume_profile
from tests.support.candles import candles, closes, market

RULE = RangeRule((32, 24, 16), 0.8, 0.2, 2, 3, 0.6, 1.0)


def zigzag(*turns: float, steps: int = 8) -> Candles:
    values: list[float] = []
    for start, stop in pairwise(turns):
        values.extend(np.linspace(start, stop, steps, endpoint=False))
    return closes([*values, turns[-1]], spread=0.2)


def column(series: Candles) -> np.ndarray:
    return atr(series.high, series.low, close=series.close)


def test_swings_alternate_and_stand_at_the_extremes() -> None:
    series = zigzag(100, 110, 104, 116, 108, 112)
    found = swings(series, column(series), wing=3, least_leg=1.0)
    assert [(swing.kind, round(swing.price)) for swing in found] == [
        ("high", 110),
        ("low", 104),
        ("high", 116),
        ("low", 108),
    ]


def test_a_swing_is_known_only_once_its_wing_has_closed() -> None:
    series = zigzag(100, 110, 104, 116)
    top = int(series.high[:12].argmax())
    known = [row for row in range(len(series)) if top in pivots(series.high[: row + 1], 3)]
    assert known[0] == top + 3


def test_a_leg_smaller_than_noise_is_no_swing() -> None:
    series = zigzag(100, 120, 119.6, 140, 120)
    found = swings(series, np.full(len(series), 3.0), wing=3, least_leg=1.0)
    assert [round(swing.price) for swing in found if swing.kind == "high"] == [140]


def test_pivots_are_never_taken_back() -> None:
    high = market(9, rows=500).high
    full = set(pivots(high, 3).tolist())
    for size in range(50, 500, 7):
        assert set(pivots(high[:size], 3).tolist()) == {row for row in full if row <= size - 4}


def test_constant_prices_have_neither_swings_nor_a_range() -> None:
    flat = candles([(10.0, 10.0, 10.0, 10.0)] * 60)
    assert swings(flat, column(flat), wing=3, least_leg=1.0) == ()
    assert find_range(flat, 0.0, rule=RULE) is None


def sideways(rows: int) -> Candles:
    return closes([100 + 1.2 * float(np.sin(i * 2 * np.pi / 8)) for i in range(rows)], spread=0.4)


def test_price_that_swings_between_two_edges_is_in_a_range() -> None:
    series = sideways(60)
    found = find_range(series, float(column(series)[-1]), rule=RULE)
    assert found is not None
    assert found.high == pytest.approx(101.6, abs=0.05)
    assert found.low == pytest.approx(98.4, abs=0.05)
    assert found.last - found.first + 1 == 32


def test_a_trend_is_no_range() -> None:
    series = closes([100 + 0.5 * i + float(np.sin(i)) for i in range(60)], spread=0.4)
    assert find_range(series, float(column(series)[-1]), rule=RULE) is None


def test_a_range_can_be_found_after_it_was_left() -> None:
    series = sideways(60).merge(closes([101.5, 103.0, 104.0], spread=0.4, start=sideways(60).end))
    reading = float(column(series)[-1])
    assert find_range(series, reading, rule=RULE) is None
    assert find_range(series, reading, rule=RULE, skip=3) is not None


def test_the_profile_spreads_each_candle_over_its_range_and_loses_nothing() -> None:
    series = candles([(10, 12, 10, 11, 30), (11, 12, 11, 12, 10)])
    middles, volume = volume_profile(series, step=0.5)
    assert middles.tolist() == [10.25, 10.75, 11.25, 11.75]
    assert volume.tolist() == pytest.approx([7.5, 7.5, 12.5, 12.5])
