"""Where to sell: just before what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nofomo.engine.analysis.market import Market
from nofomo.engine.analysis.model import Check
from nofomo.engine.analysis.parameters import AnalysisParameters
from nofomo.engine.analysis.sizing import Stake
from nofomo.engine.core.plan import Level, Target
from nofomo.engine.core.say import Number, Price, RiskReward, Say, say


@dataclass(frozen=True, slots=True)
class TargetRule:
    """What targets must meet: their least RR, how many, and the price that all must exceed."""

    above: Decimal
    least_rr: tuple[float, float]
    count: int


@dataclass(frozen=True, slots=True)
class Aim:
    """The targets found (fewer than two: no plan), and what was checked."""

    targets: tuple[Target, ...]
    conditions: tuple[tuple[Say, Say, Say, bool], ...]

    @property
    def sane(self) -> bool:
        """Whether the first two targets pay for the risk."""
        return len(self.targets) >= 2

    def checks(self, leg: str) -> tuple[Check, ...]:
        """The conditions as rows of what was checked."""
        owner = "pullback" if leg == "pullback" else "breakout"
        return tuple(Check(owner, *condition) for condition in self.conditions)


def aim(
    market: Market,
    resistances: Sequence[Level],
    *,
    stake: Stake,
    rule: TargetRule,
    parameters: AnalysisParameters,
) -> Aim:
    """The first target stands before the first resistance above, whatever it pays; later ones before later ones.

    A first resistance that pays too little ends the plan: selling behind it would be hoping.
    """
    p = parameters.pullback
    below = p.before_resistance * market.atr
    ceiling = market.price + p.farthest_target * market.atr
    spacing = p.second_target_spacing * market.atr
    offers = [
        (market.grid(float(level.low) - below, "down"), level)
        for level in resistances
        if level.low > rule.above and float(level.low) <= ceiling
    ]
    if not offers:
        nothing = say("check.nothing")
        return Aim((), ((say("check.first_target"), nothing, _at_least(rule.least_rr[0]), False),))
    floor = market.grid(rule.above + market.step)
    chosen = [(max(offers[0][0], floor), offers[0][1])]
    for price, level in offers[1:]:
        if len(chosen) == rule.count:
            break
        far = float(price - chosen[-1][0]) >= spacing
        if far and (len(chosen) > 1 or stake.reward(price) >= rule.least_rr[1]):
            chosen.append((price, level))
    first = stake.reward(chosen[0][0])
    further = [stake.reward(price) for price, _ in offers[1:] if float(price - chosen[0][0]) >= spacing]
    if len(chosen) > 1:
        second = _paid(stake.reward(chosen[1][0]))
    else:
        second = _paid(max(further)) if further else say("check.nothing_further")
    conditions = (
        (say("check.first_target"), _paid(first), _at_least(rule.least_rr[0]), first >= rule.least_rr[0]),
        (say("check.second_target"), second, _at_least(rule.least_rr[1]), len(chosen) > 1),
    )
    if not all(condition[3] for condition in conditions):
        return Aim((), conditions)
    shares = parameters.targets.three if len(chosen) == 3 else parameters.targets.two
    targets = tuple(
        Target(price, stake.reward(price), share, _why(number, level, resistances=resistances))
        for number, ((price, level), share) in enumerate(zip(chosen, shares, strict=True), start=1)
    )
    return Aim(targets, conditions)


def _why(number: int, level: Level, *, resistances: Sequence[Level]) -> tuple[Say, ...]:
    rank = Number(resistances.index(level) + 1)
    before = say("target.before", number=Number(number), rank=rank, low=Price(level.low), high=Price(level.high))
    return (before, *level.reasons)


def _paid(rr: float) -> Say:
    return say("check.value", value=RiskReward(rr))


def _at_least(rr: float) -> Say:
    return say("check.at_least", value=RiskReward(rr))
