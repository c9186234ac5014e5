"""The only crossing between float columns and money.

Indicators are float64. Whatever is owed, owned, ordered or displayed as money is Decimal on its instrument's grid.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Final, Literal

Rounding = Literal["nearest", "down", "up"]
_MODES: Final = {"nearest": ROUND_HALF_EVEN, "down": ROUND_FLOOR, "up": ROUND_CEILING}


def exact(value: float | int | str | Decimal) -> Decimal:
    """The decimal that a person would read: `exact(0.1)` is 0.1, not 0.1000000000000000055."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def to_grid(value: float | Decimal, step: Decimal, *, rounding: Rounding = "nearest") -> Decimal:
    """The multiple of `step` nearest to `value`, or the next one down or up."""
    units = (exact(value) / step).to_integral_value(rounding=_MODES[rounding])
    return (units * step).quantize(step) if step.as_tuple().exponent else units * step  # type: ignore[operator]
