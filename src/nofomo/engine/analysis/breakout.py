"""The aggressive leg: a stop-limit over a real box, added to when the retest holds (SPEC A5)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nofomo.engine.analysis.levels import LevelMap
from nofomo.engine.analysis.market import FoundBox, Market
from nofomo.engine.analysis.model import Bias, Check, Options
from nofomo.engine.analysis.parameters import AnalysisParameters
from nofomo.engine.analysis.sizing import Costs, Stake, size_position, smallest_order
from nofomo.engine.analysis.targets import TargetRule, aim
from nofomo.engine.core.plan import Breakout, Entry
from nofomo.engine.core.say import Money, Multiple, Number, Percent, Price, Say, Word, say


@dataclass(frozen=True, slots=True)
class BreakoutResult:
    """The leg, or None with the checks that say why."""

    leg: Breakout | None
    checks: tuple[Check, ...]


def build_breakout(
    market: Market, levels: LevelMap, *, bias: Bias, options: Options, parameters: AnalysisParameters
) -> BreakoutResult:
    """Trigger over the box, limit a little over the trigger, quick stop under the retest zone.

    Strength is bought only with the trend: breakouts of an unclear market mostly fall back into their box.
    """
    p, box = parameters.breakout, market.box
    checks = [_check_box(market, parameters)]
    if box is None or box.broken:
        return BreakoutResult(None, tuple(checks))
    atr = box.features.atr
    trigger = market.grid(box.range.high + max(p.over_box * atr, float(market.step)), "up")
    limit = market.grid(float(trigger) + p.limit_over * atr, "up")
    retest_low = min(market.grid(box.range.high - p.retest_under * atr, "down"), trigger - market.step)
    stop = min(market.grid(float(retest_low) - p.stop_under * atr, "down"), retest_low - market.step)
    if stop <= 0:
        return BreakoutResult(None, tuple(checks))
    stake = Stake(limit, stop, Costs.taking(market.instrument))
    rule = TargetRule(limit, p.least_rr, 3 if options.third_target else 2)
    found = aim(market, (*levels.resistance, *levels.farther), stake=stake, rule=rule, parameters=parameters)
    size = size_position(stake, options=options, instrument=market.instrument)
    order = smallest_order(size, (Entry(limit, 1.0),), instrument=market.instrument)
    checks += _check_conditions(market, box, trigger=float(trigger), bias=bias, parameters=parameters)
    checks += found.checks("breakout")
    quote, least = market.instrument.quote, market.instrument.min_notional
    checks.append(
        Check(
            "breakout",
            say("check.smallest_order"),
            say("check.value", value=Money(order, quote)),
            say("check.at_least", value=Money(least, quote)),
            size.quantity > 0 and order >= least,
        )
    )
    if not all(check.passed for check in checks):
        return BreakoutResult(None, tuple(checks))
    reasons = (
        say(
            "plan.over_box",
            low=Price(market.grid(box.range.low, "down")),
            high=Price(market.grid(box.range.high, "up")),
        ),
        say(
            "plan.confirm_volume",
            timeframe=Word(str(box.features.timeframe)),
            times=Multiple(p.volume),
            period=Number(parameters.indicators.volume),
        ),
    )
    return BreakoutResult(
        Breakout(trigger, limit, retest_low, trigger, stop, found.targets, size, reasons), tuple(checks)
    )


def _check_box(market: Market, parameters: AnalysisParameters) -> Check:
    """The width of the box, or of the last candles where they make none."""
    p, box = parameters.box, market.box
    usable = box is not None and not box.broken
    features = box.features if box is not None and usable else market.trigger
    if box is not None and usable:
        count, height = box.range.last - box.range.first + 1, box.range.height
    else:
        count = p.lengths[-1]
        recent = features.candles.last(count)
        height = float(recent.high.max() - recent.low.min())
    most = p.tightness * math.sqrt(count) * features.atr
    condition = say("check.box_width", timeframe=Word(str(features.timeframe)), count=Number(count))
    found = say("check.value", value=Percent(height / market.price))
    if not usable and height <= most:
        needed = say("check.two_touches", width=Percent(most / market.price))
    else:
        needed = say("check.at_most", value=Percent(most / market.price))
    return Check("breakout", condition, found, needed, usable)


def _check_conditions(
    market: Market, box: FoundBox, *, trigger: float, bias: Bias, parameters: AnalysisParameters
) -> list[Check]:
    p = parameters.breakout
    distance = (trigger - market.price) / market.atr
    checks = [
        Check(
            "breakout",
            say("check.trigger_distance"),
            say("check.atr", value=Number(distance, 2)),
            say("check.at_most", value=say("check.atr", value=Number(p.farthest_trigger, 2))),
            distance <= p.farthest_trigger,
        ),
        Check(
            "breakout",
            say("check.with_trend"),
            _direction(bias),
            say("check.bullish"),
            bias.direction == "bullish",
        ),
    ]
    inside = box.features.candles.slice(box.range.first, box.range.last + 1)
    total = float(inside.volume.sum())
    if total > 0:
        share = float(inside.volume[inside.close >= inside.open].sum()) / total
        checks.append(
            Check(
                "breakout",
                say("check.box_up_volume"),
                say("check.value", value=Percent(round(share, 3))),
                say("check.at_least", value=Percent(p.up_volume)),
                share >= p.up_volume,
            )
        )
    return checks


def _direction(bias: Bias) -> Say:
    return {
        "bullish": say("check.bullish"),
        "bearish": say("check.bearish"),
        "neutral": say("check.neutral"),
    }[bias.direction]
