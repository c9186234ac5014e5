"""What became of a plan, by the rules that stored plans are resolved by."""

from __future__ import annotations

from dataclasses import dataclass

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.plan import Breakout, Pullback
from nofomo.engine.core.timeframe import Timeframe
from nofomo.engine.simulator.orders import LONGEST_HOLD_MS, FillCosts, breakout_orders, pullback_orders
from nofomo.engine.simulator.outcome import resolve
from nofomo.engine.simulator.progress import TARGET_KINDS, LegState

_MINUTE = Timeframe(1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`filled`: the share that was bought; `targets` reached; `wrong`: something was sold below its invalidation.

    The result is in R, None where nothing was bought or the recording ended before the leg did.
    """

    state: LegState
    filled: float
    targets: int
    wrong: bool
    result: float | None
    ambiguous: bool

    @property
    def first_target(self) -> bool:
        """Whether the first target was reached."""
        return self.targets > 0


@dataclass(frozen=True, slots=True)
class Recording:
    """The candles that followed, and the minutes of the same time where they were recorded."""

    candles: Candles
    minutes: Candles | None


def follow(leg: Pullback | Breakout, recording: Recording, *, at: int, until: int, instrument: Instrument) -> Outcome:
    """Resolve one leg that was published at `at` and valid to `until`."""
    costs, tick = FillCosts(maker=float(instrument.maker_fee), taker=float(instrument.taker_fee)), instrument.tick
    if isinstance(leg, Pullback):
        orders = pullback_orders(leg, starts=at, expires=until, tick=tick, costs=costs)
    else:
        orders = breakout_orders(leg, starts=at, expires=until, tick=tick, costs=costs)
    step = recording.candles.timeframe
    candles = recording.candles.since(step.floor(at)).closed_at(step.floor(at) + LONGEST_HOLD_MS + 2 * step.ms)
    made = resolve(orders, candles, ask=True)
    finer: dict[int, Candles] = {}
    while made.undecided is not None:
        finer[made.undecided] = _minutes(recording, made.undecided)
        made = resolve(orders, candles, so_far=made.progress, finer=finer, ask=True)
    progress = made.progress
    kinds = [event.kind for event in progress.events]
    return Outcome(
        progress.state, progress.filled, sum(kind in kinds for kind in TARGET_KINDS), "stop" in kinds,
        progress.result(orders), progress.ambiguous,
    )  # fmt: skip


def _minutes(recording: Recording, ts: int) -> Candles:
    if recording.minutes is None:
        return Candles.empty(symbol=recording.candles.symbol, timeframe=_MINUTE)
    return recording.minutes.since(ts).closed_at(ts + recording.candles.timeframe.ms)
