"""What must hold of every analysis, whatever the market did."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from nofomo.engine.analysis.model import Analysis
from nofomo.engine.analysis.parameters import PARAMETERS
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.plan import Breakout, Pullback, Size, Target
from nofomo.engine.core.timeframe import Timeframe


def broken_rules(analysis: Analysis, *, instrument: Instrument, atr: float) -> list[str]:
    """The rules that the analysis breaks; empty when it is sound. `atr` is that of the structure timeframe."""
    broken = [*_levels(analysis, atr), *_answer(analysis)]
    if analysis.pullback is not None:
        broken += _pullback(analysis.pullback, analysis, instrument=instrument, atr=atr)
    if analysis.breakout is not None:
        broken += _breakout(analysis.breakout, analysis, instrument=instrument)
    return broken


def _levels(analysis: Analysis, atr: float) -> list[str]:
    broken: list[str] = []
    support = [level.price for level in analysis.support]
    resistance = [level.price for level in analysis.resistance]
    if support != sorted(set(support), reverse=True) or resistance != sorted(set(resistance)):
        broken.append("levels are in order")
    if any(level.price >= analysis.price for level in analysis.support):
        broken.append("supports lie below the price")
    if any(level.low < analysis.price for level in analysis.resistance):
        broken.append("resistances lie above the price")
    for levels in (analysis.support, analysis.resistance):
        for one, other in pairwise(levels):
            if max(one.low, other.low) < min(one.high, other.high):
                broken.append("zones do not overlap")
            if abs(float(one.price - other.price)) < 0.5 * atr:
                broken.append("levels keep their distance")
    if any(not level.reasons or not 0 < level.strength <= 1 for level in (*analysis.support, *analysis.resistance)):
        broken.append("every level has a reason and a strength")
    return broken


def _answer(analysis: Analysis) -> list[str]:
    broken: list[str] = []
    has_leg = analysis.pullback is not None or analysis.breakout is not None
    if (analysis.action == "NO_TRADE") == has_leg:
        broken.append("NO_TRADE exactly where there is no leg")
    if analysis.action == "TRADE" and (analysis.score.total < 34 or analysis.bias.direction == "bearish"):
        broken.append("TRADE needs a score of 34 and no falling market")
    if analysis.action != "NO_TRADE" and any(
        not check.passed and check.leg == leg
        for check in analysis.checks
        for leg, plan in (("pullback", analysis.pullback), ("breakout", analysis.breakout))
        if plan is not None
    ):
        broken.append("a leg stands only where all its checks passed")
    if not has_leg and all(check.passed for check in analysis.checks):
        broken.append("no leg without a failed check")
    if analysis.score.total != sum(part.points for part in analysis.score.parts):
        broken.append("the score is the sum of its parts")
    if any(not 0 <= part.points <= part.of or not part.reasons for part in analysis.score.parts):
        broken.append("parts are 0–10 and say why")
    if not analysis.changes or not analysis.bias.text or not analysis.reading:
        broken.append("there is something to read")
    if analysis.valid_until <= analysis.at:
        broken.append("valid into the future")
    return broken


def _pullback(leg: Pullback, analysis: Analysis, *, instrument: Instrument, atr: float) -> list[str]:
    first, second = (entry.price for entry in leg.entries)
    prices = (leg.invalidation.price, second, first, *(target.price for target in leg.targets))
    average = sum((Decimal(str(entry.share)) * entry.price for entry in leg.entries), Decimal(0))
    reach = float(analysis.price - first) / atr
    rules = {
        "invalidation < PB2 < PB1 ≤ price": leg.invalidation.price < second < first <= analysis.price,
        "price < TP1": analysis.price < leg.targets[0].price,
        "PB1 within reach": 0.25 <= reach <= 2.1,
        "PB2 no lower than the upper edge of S2": any(second == level.high for level in analysis.support[1:]),
        "PB1 at S1": any(first == level.price for level in analysis.support),
        "targets within ten ATR": float(leg.targets[-1].price - analysis.price) <= 10 * atr,
        "prices on the tick": all(price % instrument.tick == 0 for price in prices),
        "invalidation on the trigger timeframe": leg.invalidation.timeframe == analysis.timeframes[-1],
    }
    costs = (instrument.maker_fee, instrument.maker_fee, instrument.taker_fee)
    return [
        *(name for name, holds in rules.items() if not holds),
        *_rewards(leg.targets, average, stop=leg.invalidation.price, costs=costs),
        *_size(leg.size, average, stop=leg.invalidation.price, costs=costs, instrument=instrument),
    ]


def _breakout(leg: Breakout, analysis: Analysis, *, instrument: Instrument) -> list[str]:
    prices = (leg.stop, leg.retest_low, leg.trigger, leg.limit, *(target.price for target in leg.targets))
    box = analysis.box
    rules = {
        "a breakout has a box": box is not None,
        "box high < trigger ≤ limit": box is not None and box.high < leg.trigger <= leg.limit,
        "price inside the box": box is not None and box.low <= analysis.price <= box.high,
        "prices on the tick": all(price % instrument.tick == 0 for price in prices),
    }
    costs = (instrument.taker_fee, instrument.maker_fee, instrument.taker_fee)
    return [
        *(name for name, holds in rules.items() if not holds),
        *_rewards(leg.targets, leg.limit, stop=leg.stop, costs=costs),
        *_size(leg.size, leg.limit, stop=leg.stop, costs=costs, instrument=instrument),
    ]


def _rewards(
    targets: tuple[Target, ...], entry: Decimal, *, stop: Decimal, costs: tuple[Decimal, Decimal, Decimal]
) -> list[str]:
    """rr = (target − entry − fees) / (entry − stop + fees), worked out again here."""
    broken: list[str] = []
    buy, sell, out = costs
    for target in targets:
        gain = target.price - entry - buy * entry - sell * target.price
        loss = entry - stop + buy * entry + out * stop
        if abs(float(gain / loss) - target.rr) > 0.001:
            broken.append("rr follows its formula")
    if targets[0].rr < PARAMETERS.pullback.least_rr[0] or targets[1].rr < PARAMETERS.pullback.least_rr[1]:
        broken.append("RR is at least 1.2 and 2")
    return broken


def _size(
    size: Size, entry: Decimal, *, stop: Decimal, costs: tuple[Decimal, Decimal, Decimal], instrument: Instrument
) -> list[str]:
    risk = size.equity * Decimal(str(size.risk_pct)) / 100
    loss = size.quantity * (entry - stop + costs[0] * entry + costs[2] * stop)
    one_lot = instrument.lot * (entry - stop + costs[0] * entry + costs[2] * stop)
    rules = {
        "quantity on the lot": size.quantity > 0 and size.quantity % instrument.lot == 0,
        "the stop loses at most the risk": size.max_loss <= risk,
        "max loss follows from the quantity": abs(loss - size.max_loss) < Decimal("0.000001"),
        "cash is enough": size.notional + costs[0] * size.notional <= size.equity,
        "the risk is used up to a lot": size.capped or risk - loss <= one_lot,
        "above the venue's minimum": size.notional >= instrument.min_notional,
    }
    return [name for name, holds in rules.items() if not holds]


def structure_timeframe(analysis: Analysis) -> Timeframe:
    return analysis.timeframes[1]
