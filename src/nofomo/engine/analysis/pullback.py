"""The safer leg: a ladder of limits at the strongest supports within reach (SPEC A5)."""

from __future__ import annotations

from dataclasses import dataclass

from nofomo.engine.analysis.levels import LevelMap
from nofomo.engine.analysis.market import Market
from nofomo.engine.analysis.model import Bias, Check, Options
from nofomo.engine.analysis.parameters import AnalysisParameters
from nofomo.engine.analysis.sizing import Costs, Stake, average, size_position, smallest_order
from nofomo.engine.analysis.targets import TargetRule, aim
from nofomo.engine.core.money import exact
from nofomo.engine.core.plan import Entry, Invalidation, Level, Pullback
from nofomo.engine.core.say import Money, Number, Price, Say, Word, say


@dataclass(frozen=True, slots=True)
class PullbackResult:
    """The leg, or None with the checks that say why. `stake` is set as soon as entries and stop are known."""

    leg: Pullback | None
    checks: tuple[Check, ...]
    stake: Stake | None = None


def build_pullback(
    market: Market, levels: LevelMap, *, bias: Bias, options: Options, parameters: AnalysisParameters
) -> PullbackResult:
    """PB1 at S1, PB2 at the upper edge of S2, invalid on a close under S2, targets just before the resistances."""
    p = parameters.pullback
    reachable = _reachable(market, levels, parameters=parameters)
    rungs = _rungs(market, reachable, levels=levels)
    checks = [_check_reach(market, rungs, parameters=parameters)]
    if rungs is None:
        return PullbackResult(None, tuple(checks))
    first, second = rungs
    entries = (Entry(first.price, p.shares[0]), Entry(second.high, p.shares[1]))
    stop = market.grid(float(second.low) - p.below_support * market.atr, "down")
    stake = Stake(average(entries), stop, Costs.resting(market.instrument))
    checks.append(_check_stop(market, stake, parameters=parameters))
    checks.extend(_check_trend(market, bias, parameters=parameters))
    bearish = bias.direction == "bearish"
    least = (p.least_rr_against if bearish else p.least_rr[0], p.least_rr[1])
    rule = TargetRule(market.tick(market.price), least, 3 if options.third_target else 2)
    found = aim(market, (*levels.resistance, *levels.farther), stake=stake, rule=rule, parameters=parameters)
    checks.extend(found.checks("pullback"))
    size = size_position(stake, options=options, instrument=market.instrument)
    order = smallest_order(size, entries, instrument=market.instrument)
    enough = size.quantity > 0 and order >= market.instrument.min_notional
    checks.append(
        Check(
            "pullback",
            say("check.smallest_order"),
            say("check.value", value=Money(order, market.instrument.quote)),
            say("check.at_least", value=Money(market.instrument.min_notional, market.instrument.quote)),
            enough,
        )
    )
    if not all(check.passed for check in checks):
        return PullbackResult(None, tuple(checks), stake)
    leg = Pullback(
        entries=entries,
        invalidation=Invalidation(stop, market.trigger.timeframe),
        targets=found.targets,
        size=size,
        reasons=_reasons(first, second),
    )
    return PullbackResult(leg, tuple(checks), stake)


def _reachable(market: Market, levels: LevelMap, *, parameters: AnalysisParameters) -> list[Level]:
    near, far = parameters.levels.reach
    return [
        level
        for level in levels.support
        if near * market.atr <= market.price - float(level.price) <= far * market.atr + float(market.step)
    ]


def _rungs(market: Market, reachable: list[Level], *, levels: LevelMap) -> tuple[Level, Level] | None:
    """S1 within reach, and the next support under it."""
    if not reachable or len(levels.support) < 2:
        return None
    first = reachable[0]
    under = [level for level in levels.support if level.high < first.price]
    return (first, under[0]) if under and exact(market.price) >= first.price else None


def _check_reach(market: Market, rungs: tuple[Level, Level] | None, *, parameters: AnalysisParameters) -> Check:
    near, far = parameters.levels.reach
    found = (
        say("check.none_yet")
        if rungs is None
        else say("check.range", low=Price(rungs[0].price), high=Price(rungs[1].high))
    )
    needed = say(
        "check.supports", low=Number(near, 1), high=Number(far, 1), timeframe=Word(str(market.structure.timeframe))
    )
    return Check("pullback", say("check.two_supports"), found, needed, rungs is not None)


def _check_stop(market: Market, stake: Stake, *, parameters: AnalysisParameters) -> Check:
    low, high = parameters.pullback.stop_range
    distance = float(stake.entry - stake.stop) / market.atr
    needed = say("check.atr_between", low=Number(low, 2), high=Number(high, 2))
    return Check(
        "pullback",
        say("check.stop_distance"),
        say("check.atr", value=Number(distance, 2)),
        needed,
        low <= distance <= high,
    )


def _check_trend(market: Market, bias: Bias, *, parameters: AnalysisParameters) -> list[Check]:
    """Buying against the trend, or into a fall, needs a higher low first."""
    turned = market.trigger.structure.holds_higher_low
    fall = fall_of(market, parameters)
    steep = fall > parameters.pullback.steepest_fall
    if bias.direction != "bearish" and not steep:
        return []
    found = say("check.present") if turned else say("check.none_yet")
    condition = say("check.higher_low", timeframe=Word(str(market.trigger.timeframe)))
    why: Say = say("check.after_fall") if steep else say("check.against_trend")
    return [Check("pullback", condition, found, why, turned)]


def fall_of(market: Market, parameters: AnalysisParameters) -> float:
    """How far price stands under the highest price of the last candles, in ATR of the structure."""
    high = market.trigger.candles.high[-parameters.structure.fall_candles :].max()
    return float(high - market.price) / market.atr


def _reasons(first: Level, second: Level) -> tuple[Say, ...]:
    return (
        say("plan.first_rung", price=Price(first.price), reasons=first.reasons),
        say("plan.second_rung", price=Price(second.high), reasons=second.reasons),
        say("plan.wrong_below", low=Price(second.low)),
    )
