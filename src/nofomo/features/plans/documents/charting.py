"""The chart of an analysis: its candles and the lines that it was read from, its zones, its plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import numpy as np

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import chart_columns
from nofomo.features.plans.documents.sheet import Sheet
from nofomo.features.plans.documents.tags import ladder, older_lines
from nofomo.infra.documents import AVERAGES, Box, Chart, Study, Zone

_LEFT_WITHIN: Final = 24
"""A box that price left so many candles ago still counts: its edge is what a retest comes back to."""
_LONGEST: Final = 96


def build_chart(sheet: Sheet, *, bars: int) -> Chart:
    """The last `bars` candles of the sheet, at least one, with everything that belongs on them.

    Beside an older version's plan zones and box stay away, so that the two plans can be told apart.
    """
    shown = sheet.candles.last(bars)
    columns = chart_columns(sheet.candles, limit=bars)
    study = Study(
        {period: columns[f"ema{period}"] for period in AVERAGES},
        columns["bbUpper"],
        columns["bbLower"],
        columns["volumeMa"],
    )
    return Chart(
        candles=shown,
        study=study,
        now=sheet.at,
        until=sheet.until,
        zone=sheet.words.zone,
        writer=sheet.words,
        zones=[] if sheet.older else [*_zones(sheet, "resistance"), *_zones(sheet, "support")],
        tags=ladder(sheet),
        box=None if sheet.older else _box(sheet, shown),
        older=older_lines(sheet),
    )


def _zones(sheet: Sheet, side: Literal["support", "resistance"]) -> list[Zone]:
    letter = side[0].upper()
    levels: Sequence[Mapping[str, Any]] = sheet.payload["levels"][side]
    return [
        Zone(level["low"], level["high"], level["strength"], " · ".join([f"{letter}{i}", *_sources(level)]))
        for i, level in enumerate(levels, start=1)
    ]


def _sources(level: Mapping[str, Any]) -> list[str]:
    named = " + ".join(level["reasons"][:2])
    return [named] if named else []


def _box(sheet: Sheet, shown: Candles) -> Box | None:
    box = sheet.payload["box"]
    # on larger candles than its own a box is a speck
    if box is None or shown.timeframe > Timeframe.parse(box["timeframe"]):
        return None
    words = sheet.words
    label = words.say("sheet.box", low=words.on_grid(box["low"]), high=words.on_grid(box["high"]))
    return Box(box["low"], box["high"], bars_of_box(shown, low=box["low"], high=box["high"]), label)


def bars_of_box(candles: Candles, *, low: float, high: float) -> int:
    """How many of the last candles the box reaches back over: as long as they closed inside it."""
    inside = (candles.close >= low) & (candles.close <= high)
    recent = np.flatnonzero(inside[::-1])
    if not len(recent) or recent[0] >= _LEFT_WITHIN:
        return 0
    outside = np.flatnonzero(~inside[::-1][recent[0] :])
    length = int(recent[0]) + (int(outside[0]) if len(outside) else len(candles) - int(recent[0]))
    return min(length, _LONGEST)
