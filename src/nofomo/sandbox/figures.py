"""Numbers as Binance writes them: strings with eight decimals."""

from __future__ import annotations

from collections.abc import Callable

EIGHT = 8


def writer(digits: int) -> Callable[[int], str]:
    """A function that writes a whole number of steps of 10^-`digits` with eight decimals: 12345, 2 → 123.45000000."""
    if digits == 0:
        return lambda value: f"{value}.00000000"
    zeros = "0" * (EIGHT - digits)

    def write(value: int) -> str:
        text = str(value).zfill(digits + 1) if value >= 0 else f"-{str(-value).zfill(digits + 1)}"
        return f"{text[:-digits]}.{text[-digits:]}{zeros}"

    return write


def decimal8(value: float) -> str:
    """A float with eight decimals."""
    return f"{value:.8f}"
