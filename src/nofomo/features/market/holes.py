"""Which candles are missing, and which of those are worth asking for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from nofomo.engine.core.candles import IntColumn
from nofomo.engine.core.timeframe import DAY_MS, Timeframe
from nofomo.features.market.model import EmptySpan, Span

RECHECK_MS: Final = 3_600_000
"""A young hole may be an outage that the venue repairs: ask again after an hour."""
SETTLED_MS: Final = DAY_MS
"""A hole that was still one a day later stays one."""


def missing_spans(window: Span, have: IntColumn, *, timeframe: Timeframe,
                  but: Iterable[Span | EmptySpan] = ()) -> tuple[Span, ...]:  # fmt: skip
    """The runs of open times within `window` that are neither in `have` nor in one of the spans `but`, oldest first."""
    step = timeframe.ms
    first = timeframe.floor(window.first + step - 1)
    if first > window.last:
        return ()
    wanted = np.ones((window.last - first) // step + 1, dtype=bool)
    inside = have[(have >= first) & (have <= window.last)]
    wanted[(inside - first) // step] = False
    for span in but:
        start, stop = -(-(span.first - first) // step), (span.last - first) // step + 1
        if stop > 0:
            wanted[max(0, start) : stop] = False
    edges = np.flatnonzero(np.diff(np.concatenate(([False], wanted, [False])).astype(np.int8)))
    return tuple(
        Span(first + int(start) * step, first + (int(stop) - 1) * step)
        for start, stop in zip(edges[::2], edges[1::2], strict=True)
    )


def settled(empties: Sequence[EmptySpan], *, now: int) -> tuple[EmptySpan, ...]:
    """The empty spans that need not be asked for again at `now`."""
    return tuple(e for e in empties if e.checked_at - e.last >= SETTLED_MS or now - e.checked_at < RECHECK_MS)
