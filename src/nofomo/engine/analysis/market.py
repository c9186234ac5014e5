"""All timeframes of one analysis together, in the roles that they play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nofomo.engine.analysis.features import TimeframeFeatures, read_features
from nofomo.engine.analysis.model import Options
from nofomo.engine.analysis.parameters import AnalysisParameters, BoxParameters
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.money import Rounding, exact, to_grid
from nofomo.engine.core.timeframe import DAY_MS, Timeframe
from nofomo.engine.formula.structure import Range, RangeRule, find_range

DAILY = Timeframe(DAY_MS // 60_000)


@dataclass(frozen=True, slots=True)
class FoundBox:
    """A range, the timeframe that shows it and its ATR. `broken` where price has already left it upwards."""

    range: Range
    features: TimeframeFeatures
    broken: bool


@dataclass(frozen=True, slots=True)
class Market:
    """Closed candles read: context, structure and trigger timeframe, the day where known, and the price grid."""

    at: int
    context: TimeframeFeatures
    structure: TimeframeFeatures
    trigger: TimeframeFeatures
    daily: TimeframeFeatures | None
    instrument: Instrument
    step: Decimal
    box: FoundBox | None

    @property
    def roles(self) -> tuple[TimeframeFeatures, ...]:
        """Context, structure, trigger: largest first."""
        return (self.context, self.structure, self.trigger)

    @property
    def price(self) -> float:
        """The close of the last closed candle of the smallest timeframe."""
        return self.trigger.close

    @property
    def atr(self) -> float:
        """ATR of the structure timeframe: the yardstick of all distances."""
        return self.structure.atr

    @property
    def flat(self) -> bool:
        """Whether price moves too little for its tick to draw any plan."""
        return self.trigger.atr < 2 * float(self.instrument.tick) or self.atr <= 0

    def grid(self, price: float | Decimal, rounding: Rounding = "nearest") -> Decimal:
        """A price on the plan's grid, which is a multiple of the tick; never below one step."""
        return max(to_grid(price, self.step, rounding=rounding), self.step)

    def tick(self, price: float) -> Decimal:
        """A price on the instrument's tick, for what is quoted rather than planned (averages, wicks, swings)."""
        return to_grid(price, self.instrument.tick)


def read_market(
    candles: Mapping[Timeframe, Candles],
    *,
    instrument: Instrument,
    at: int,
    options: Options,
    parameters: AnalysisParameters,
) -> Market:
    """Cut the candles at `at`, keep the newest ones and read every timeframe.

    Raises Invalid `INVALID_TIMEFRAMES` unless three falling timeframes are asked for, and `TOO_LITTLE_HISTORY` with
    `details["missing"]` (timeframe → candles short) where one has too few.
    """
    frames = options.timeframes
    if len(frames) != 3 or list(frames) != sorted(set(frames), reverse=True):
        raise Invalid(
            "Give three timeframes from the largest to the smallest, like 4h, 1h, 15m.",
            code="INVALID_TIMEFRAMES",
            details={"field": "timeframes", "value": [str(frame) for frame in frames]},
        )
    history = parameters.history
    closed = {frame: candles[frame].closed_at(at).last(history.keep) for frame in candles}
    _refuse_short(closed, frames=frames, least=history.least, symbol=instrument.symbol)
    read = {frame: read_features(closed[frame], parameters) for frame in frames}
    daily = read.get(DAILY)
    if daily is None and DAILY in closed and len(closed[DAILY]) >= history.daily_least:
        daily = read_features(closed[DAILY], parameters)
    context, structure, trigger = (read[frame] for frame in frames)
    step = plan_step(instrument.tick, parameters.levels.grid * trigger.atr)
    box = find_box(trigger, structure, parameters=parameters.box)
    return Market(at, context, structure, trigger, daily, instrument, step, box)


def _refuse_short(
    closed: Mapping[Timeframe, Candles], *, frames: tuple[Timeframe, ...], least: int, symbol: str
) -> None:
    have = {frame: len(closed[frame]) if frame in closed else 0 for frame in frames}
    missing = {str(frame): least - count for frame, count in have.items() if count < least}
    if missing:
        words = ", ".join(f"{count} more of {frame}" for frame, count in missing.items())
        raise Invalid(
            f"{symbol} has too little history: {least} closed candles of each timeframe are needed ({words}).",
            code="TOO_LITTLE_HISTORY",
            details={"missing": missing, "needed": least, "have": {str(frame): have[frame] for frame in frames}},
        )


def plan_step(tick: Decimal, largest: float) -> Decimal:
    """The largest `tick` · 10^k that is not above `largest`: 10 for Bitcoin, one tick for a quiet pair."""
    step = tick
    while step * 10 <= exact(largest):
        step *= 10
    return to_grid(step, tick)


def find_box(trigger: TimeframeFeatures, structure: TimeframeFeatures, *, parameters: BoxParameters) -> FoundBox | None:
    """The range that price is in, else one it has just left upwards; the trigger timeframe first."""
    rule = RangeRule(
        parameters.lengths,
        parameters.tightness,
        parameters.touch_zone,
        parameters.touches,
        parameters.touch_spacing,
        parameters.drift,
        parameters.least_height_atr,
    )
    for features in (trigger, structure):
        for skip in range(min(parameters.broken_within, len(features.candles) - 1)):
            found = find_range(features.candles, features.atr, rule=rule, skip=skip)
            if found is None:
                continue
            if found.low <= trigger.close <= found.high:
                return FoundBox(found, features, broken=False)
            if trigger.close > found.high and features is trigger:
                return FoundBox(found, features, broken=True)
            break
    return None
