"""The only crossing between float columns and money.

Indicators are float64. Whatever is owed, owned, ordered or displayed as money is Decimal on its instrument's grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from typing import Final, Literal

import numpy as np

from nofomo.engine.core.candles import FloatColumn

Rounding = Literal["nearest", "down", "up"]
_MOST_DECIMALS: Final = 10
_ENOUGH_PRICES: Final = 50
_MODES: Final = {"nearest": ROUND_HALF_EVEN, "down": ROUND_FLOOR, "up": ROUND_CEILING}
# Wide enough for any price or amount on any step; the default 28 digits are not.
_WIDE: Final = Context(prec=60)


def exact(value: float | int | str | Decimal) -> Decimal:
    """The decimal that a person would read: `exact(0.1)` is 0.1, not 0.1000000000000000055."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def to_grid(value: float | Decimal, step: Decimal, *, rounding: Rounding = "nearest") -> Decimal:
    """The multiple of `step` nearest to `value` (ties to even), or the next one down or up.

    The answer bears the decimals of the step and is written without an exponent: 73110.00 on 0.01, 73110 on 1E+1.
    """
    units = _WIDE.divide(exact(value), step).to_integral_value(rounding=_MODES[rounding])
    grid = step if step.as_tuple().exponent < 0 else Decimal(1)  # pyright: ignore[reportOperatorIssue]
    return _WIDE.multiply(units, step).quantize(grid, context=_WIDE)


def smallest_step(prices: Sequence[FloatColumn]) -> Decimal:
    """The largest step that all prices are multiples of: the tick of data that come without trading rules."""
    values = np.unique(np.concatenate(prices)) if prices else np.array([], dtype=np.float64)
    if not len(values):
        return Decimal("0.00000001")
    digits = 0
    for digits in range(_MOST_DECIMALS + 1):
        scaled = values * 10.0**digits
        if np.all(np.abs(scaled - np.round(scaled)) <= np.maximum(1e-6, scaled * 1e-12)):
            break
    if len(values) < _ENOUGH_PRICES:
        return Decimal(1).scaleb(-digits)
    steps = int(np.gcd.reduce(np.round(values * 10.0**digits).astype(np.int64)))
    return Decimal(max(1, steps)).scaleb(-digits)
