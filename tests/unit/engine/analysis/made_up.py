"""Analyses of the made-up market, found by what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from nofomo.engine.analysis.analyze import analyze
from nofomo.engine.analysis.model import Analysis, Options
from tests.support.candles import frames, instrument, market

ROWS = tuple(range(12_000, 20_000, 331))


@cache
def analyse(seed: int, row: int, options: Options = Options(), **rules: Any) -> Analysis:
    """The analysis of a made-up market right at the close of the candle before `row`."""
    series = market(seed)
    at = int(series.ts[row])
    return analyze(frames(series, at, options), instrument=instrument(**rules), at=at, options=options)


def analyses() -> Iterator[tuple[int, int, Analysis]]:
    """Seed, row and analysis of all the moments that tests search through."""
    for seed in (1, 5, 7):
        for row in ROWS:
            yield seed, row, analyse(seed, row)


def first(wanted: Callable[[Analysis], bool]) -> tuple[int, int, Analysis]:
    """The first moment whose analysis is wanted. The seeds are fixed, so it is always the same one."""
    return next(found for found in analyses() if wanted(found[2]))
