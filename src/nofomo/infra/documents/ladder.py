"""Where things that must not overlap stand: as near to their true heights as they can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which heights (px from the top) things may stand, and the space between two of them.

    The space shrinks, down to nothing, before anything leaves the bounds.
    """

    top: float
    bottom: float
    gap: float = 0.0


def spread(middles: Sequence[float], heights: Sequence[float], *, bounds: Bounds) -> list[float]:
    """The upper edge of each thing that wants to stand around its middle; `middles` must not fall.

    With each offset inside the stack taken out, "no overlap" becomes "never falling", so this is isotonic regression:
    neighbours that collide stand together around their common mean. Holding the result inside the bounds keeps it
    optimal in the sum of squared distances.
    """
    if not middles:
        return []
    whole, gaps = sum(heights), len(heights) - 1
    room = bounds.bottom - bounds.top
    gap = max(0.0, min(bounds.gap, (room - whole) / gaps)) if gaps else 0.0
    offsets = [sum(heights[:i]) + gap * i for i in range(len(heights))]
    wishes = [middle - height / 2 - offset for middle, height, offset in zip(middles, heights, offsets, strict=True)]
    highest = max(bounds.top, bounds.bottom - whole - gap * gaps)
    starts = (min(max(wish, bounds.top), highest) for wish in isotonic(wishes))
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def isotonic(wishes: Sequence[float]) -> list[float]:
    """The never-falling sequence that is nearest to `wishes` by least squares (pool adjacent violators)."""
    blocks: list[tuple[float, int]] = []
    for wish in wishes:
        block = (wish, 1)
        while blocks and blocks[-1][0] >= block[0]:
            before, members = blocks.pop()
            count = members + block[1]
            block = ((before * members + block[0] * block[1]) / count, count)
        blocks.append(block)
    return [mean for mean, members in blocks for _ in range(members)]
