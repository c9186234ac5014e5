"""Which way the higher timeframes lean, and until when (blueprint, "Bias Dominan")."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from nofomo.engine.analysis.features import TimeframeFeatures
from nofomo.engine.analysis.levels import LevelMap
from nofomo.engine.analysis.market import Market
from nofomo.engine.analysis.model import Bias, Direction
from nofomo.engine.analysis.parameters import BiasParameters
from nofomo.engine.core.plan import Level
from nofomo.engine.core.say import Number, Price, Say, Word, say
from nofomo.engine.core.timeframe import Timeframe

_HOUR: Final = Timeframe(60)


def direction_of(market: Market, parameters: BiasParameters) -> Direction:
    """All timeframes vote with price over EMA50, EMA20 over EMA50 and the order of swings; so does the day.

    Structure and trigger have a veto: no bullish bias while they point down, however high the larger ones stand, and
    where both point down clearly the bias is bearish intraday.
    """
    structure, trigger = vote(market.structure), vote(market.trigger)
    total = vote(market.context) + structure + trigger + _daily_vote(market)
    if structure + trigger <= parameters.bearish_intraday:
        return "bearish"
    if total >= parameters.bullish and structure >= 0:
        return "bullish"
    if total <= parameters.bearish and structure <= 0:
        return "bearish"
    return "neutral"


def vote(features: TimeframeFeatures) -> int:
    """−3 (all down) to 3 (all up); a close beyond the last swing counts for its side."""
    slow = features.ema(50)
    sides = {"up": 1, "down": -1, "mixed": 0}
    order = sides[features.structure.broken or features.structure.trend]
    return _sign(features.close - slow) + _sign(features.ema(20) - slow) + order


def _daily_vote(market: Market) -> int:
    if market.daily is None:
        return 0
    return _sign(market.price - market.daily.ema(20)) + _sign(market.price - market.daily.ema(50))


def _sign(value: float) -> int:
    return 0 if math.isnan(value) or value == 0 else int(math.copysign(1, value))


def describe_bias(market: Market, levels: LevelMap, *, direction: Direction) -> Bias:
    """The direction with its sentences: until which price it holds, and where the day stands."""
    frame = Word(str(market.structure.timeframe))
    support = levels.support[:2]
    if direction == "bullish":
        lead = _while_above(market, support)
    elif direction == "bearish":
        lead = _below(market, levels.resistance)
    else:
        lead = _neutral(market, support)
    sentences = [lead]
    low = market.structure.structure.last_low
    if market.structure.structure.broken == "down" and low is not None:
        sentences.append(say("bias.broken", timeframe=frame, price=Price(market.grid(low.price))))
    sentences.append(_daily(market))
    return Bias(direction, tuple(sentences))


def _is_wide(market: Market) -> bool:
    """Whether the smallest candles last an hour or more, so that nothing of this is intraday."""
    return market.trigger.timeframe >= _HOUR


def _while_above(market: Market, support: Sequence[Level]) -> Say:
    frame, wide = Word(str(market.structure.timeframe)), _is_wide(market)
    if len(support) < 2:
        return say("bias.bullish_open_wide" if wide else "bias.bullish_open", timeframe=frame)
    high, low = Price(support[0].price), Price(support[1].price)
    return say("bias.bullish_wide" if wide else "bias.bullish", timeframe=frame, high=high, low=low)


def _below(market: Market, resistance: Sequence[Level]) -> Say:
    slow, wide = market.structure.ema(50), _is_wide(market)
    if slow > market.price:
        average = say("level.ema", timeframe=Word(str(market.structure.timeframe)), period=Number(50))
        price = Price(market.grid(slow))
        return say("bias.bearish_average_wide" if wide else "bias.bearish_average", average=average, price=price)
    if resistance:
        return say("bias.bearish_wide" if wide else "bias.bearish", price=Price(resistance[0].price))
    return say("bias.bearish_open_wide" if wide else "bias.bearish_open")


def _neutral(market: Market, support: Sequence[Level]) -> Say:
    fast, wide = market.trigger.ema(20), _is_wide(market)
    trigger, frame = Word(str(market.trigger.timeframe)), Word(str(market.structure.timeframe))
    side = (
        say("bias.trigger_above", timeframe=trigger, price=Price(market.grid(fast)))
        if market.price >= fast
        else say("bias.trigger_below", timeframe=trigger, price=Price(market.grid(fast)))
    )
    if len(support) < 2:
        return say("bias.neutral_open_wide" if wide else "bias.neutral_open", side=side)
    high, low = Price(support[0].price), Price(support[1].price)
    return say("bias.neutral_wide" if wide else "bias.neutral", side=side, timeframe=frame, high=high, low=low)


def _daily(market: Market) -> Say:
    daily = market.daily
    if daily is None or math.isnan(daily.ema(50)):
        return say("bias.daily_unknown")
    fast, slow = daily.ema(20), daily.ema(50)
    values = {"ema20": Price(market.grid(fast)), "ema50": Price(market.grid(slow))}
    if market.price >= fast:
        return say("bias.daily_above", **values) if market.price >= slow else say("bias.daily_reclaim", **values)
    return say("bias.daily_dip", **values) if market.price >= slow else say("bias.daily_below", **values)
