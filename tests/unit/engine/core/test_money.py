"""The crossing from floats to money."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from nofomo.engine.core.money import exact, to_grid


def test_a_float_becomes_the_decimal_that_a_person_reads() -> None:
    assert exact(0.1) == Decimal("0.1")
    assert exact(np.float64(72960.01)) == Decimal("72960.01")
    assert exact(1e-8) == Decimal("0.00000001")


@pytest.mark.parametrize(
    ("value", "step", "down", "nearest", "up"),
    [
        (72960.017, "0.01", "72960.01", "72960.02", "72960.02"),
        (0.1 + 0.2, "0.1", "0.3", "0.3", "0.4"),
        (0.00001234, "0.00000001", "0.00001234", "0.00001234", "0.00001234"),
        (17.3, "0.25", "17.25", "17.25", "17.50"),
        (1_734_567.0, "1E+3", "1734000", "1735000", "1735000"),
        (7.5, "5", "5", "10", "10"),
    ],
)
def test_prices_fall_on_the_grid(value: float, step: str, down: str, nearest: str, up: str) -> None:
    grid = Decimal(step)
    for expected, found in (
        (down, to_grid(value, grid, rounding="down")),
        (nearest, to_grid(value, grid)),
        (up, to_grid(value, grid, rounding="up")),
    ):
        assert str(found) == expected


def test_a_large_amount_on_a_fine_step_keeps_all_its_digits() -> None:
    amount = Decimal("123456789012345678901.123456789")
    assert to_grid(amount, Decimal("0.00000001"), rounding="down") == Decimal("123456789012345678901.12345678")
