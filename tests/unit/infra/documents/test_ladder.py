"""Tags that must not overlap."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nofomo.infra.documents.ladder import Bounds, isotonic, spread

HEIGHTS = st.lists(st.floats(-50, 450), max_size=12).map(sorted)


def test_what_has_room_stands_around_its_own_middle() -> None:
    assert spread([20, 100, 180], [30, 30, 30], bounds=Bounds(0, 300, 4)) == [5, 85, 165]


def test_two_at_one_height_share_it() -> None:
    upper, lower = spread([100, 100], [30, 30], bounds=Bounds(0, 300, 4))
    assert (upper, lower) == (68, 102)
    assert (upper + lower + 30) / 2 == 100


def test_what_would_leave_the_bounds_is_held_inside() -> None:
    assert spread([-40, 300], [30, 30], bounds=Bounds(0, 300)) == [0, 270]


def test_the_gap_shrinks_before_anything_leaves_the_bounds() -> None:
    tops = spread([10, 20, 30], [30, 30, 30], bounds=Bounds(0, 94, 10))
    assert tops == pytest.approx([0, 32, 64])


@given(HEIGHTS)
def test_nothing_overlaps_and_the_order_stays(middles: list[float]) -> None:
    bounds = Bounds(0, 400, 4)
    tops = spread(middles, [33.0] * len(middles), bounds=bounds)
    assert all(b - a >= 33 - 1e-6 for a, b in pairwise(tops))
    assert all(-1e-6 <= top <= 400 - 33 + 1e-6 for top in tops)


@given(st.lists(st.floats(-1e3, 1e3), max_size=30))
def test_pooling_keeps_the_mean_and_never_falls(wishes: list[float]) -> None:
    fitted = isotonic(wishes)
    assert all(b >= a - 1e-6 for a, b in pairwise(fitted))
    assert sum(fitted) == pytest.approx(sum(wishes), abs=1e-6)
