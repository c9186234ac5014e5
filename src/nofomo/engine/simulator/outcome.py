"""What became of one leg of a published plan, by the fill rules of DESIGN, section 4.

`resolve` walks over closed candles and adds facts. It can stop after any candle and go on from what it gave: slices of
the candles give exactly what all of them at once would have given, and later candles never change an earlier fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nofomo.engine.core.candles import Candles
from nofomo.engine.simulator.bars import bars_of
from nofomo.engine.simulator.orders import LegOrders
from nofomo.engine.simulator.progress import Progress
from nofomo.engine.simulator.walk import Undecided, Walk


@dataclass(frozen=True, slots=True)
class Resolution:
    """How far a leg is. `undecided` is the open time of the candle before which it stopped, because smaller candles are
    needed to tell what happened first; None where it went to the end."""

    progress: Progress
    undecided: int | None = None


def resolve(
    orders: LegOrders,
    candles: Candles,
    *,
    so_far: Progress | None = None,
    finer: Mapping[int, Candles] | None = None,
    ask: bool = False,
) -> Resolution:
    """Go on from `so_far` (by default from the moment of the plan) over those candles that are not looked at yet.

    `finer` has smaller candles by the open time of the one that they make up; empty ones say that there are none. They
    are consulted only where a candle alone cannot tell. With `ask` the walk stops before such a candle that `finer`
    does not know; without it the worse order of events is taken and flagged. The candles must not be longer than the
    timeframe of the stop. Missing candles are passed over: nothing is bought or sold in them.
    """
    begun = so_far or Progress(orders.starts)
    walk, known = Walk(orders, begun), finer or {}
    for bar in bars_of(candles, after=begun.checked_until):
        if walk.final:
            break
        try:
            walk.pass_over(bar, known.get(bar.ts), ask=ask)
        except Undecided:
            return Resolution(walk.progress(), bar.ts)
    return Resolution(walk.progress())
