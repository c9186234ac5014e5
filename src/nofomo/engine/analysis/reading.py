"""What the candles say, in a few sentences (blueprint, "Bacaan Sinyal")."""

from __future__ import annotations

import math

from nofomo.engine.analysis.features import TimeframeFeatures
from nofomo.engine.analysis.levels import LevelMap
from nofomo.engine.analysis.market import Market
from nofomo.engine.analysis.parameters import AnalysisParameters
from nofomo.engine.core.say import Multiple, Number, Percent, Price, Say, Word, say


def read_signals(market: Market, levels: LevelMap, *, parameters: AnalysisParameters) -> tuple[Say, ...]:
    """Volume, RSI, MACD, wick, order of swings, and the level that price stands on."""
    slope = parameters.indicators.slope
    sentences = [
        _volume(market, parameters),
        _rsi(market, slope),
        _macd(market.trigger, slope),
        _wick(market),
        _swings(market.structure),
        _here(levels),
        _fall(market, parameters),
    ]
    return tuple(sentence for sentence in sentences if sentence is not None)


def _volume(market: Market, parameters: AnalysisParameters) -> Say:
    volume, frame = market.trigger.volume, Word(str(market.trigger.timeframe))
    if not volume.known:
        return say("reading.volume_unknown")
    values = {
        "timeframe": frame,
        "times": Multiple(round(volume.ratio, 2)),
        "period": Number(parameters.indicators.volume),
    }
    return say("reading.volume_up", **values) if volume.signed > 0 else say("reading.volume_down", **values)


def _rsi(market: Market, slope: int) -> Say:
    column = market.trigger.rsi
    now, before = float(column[-1]), float(column[-1 - slope])
    values = {
        "timeframe": Word(str(market.trigger.timeframe)),
        "value": Number(now, 1),
        "before": Number(before, 1),
        "larger": Word(str(market.structure.timeframe)),
        "larger_value": Number(float(market.structure.rsi[-1]), 1),
    }
    if abs(now - before) < 1:
        return say("reading.rsi_flat", **values)
    return say("reading.rsi_rising", **values) if now > before else say("reading.rsi_falling", **values)


def _macd(features: TimeframeFeatures, slope: int) -> Say:
    histogram = features.macd.histogram
    now, before = float(histogram[-1]), float(histogram[-1 - slope])
    values = {"timeframe": Word(str(features.timeframe)), "value": Number(now, _digits(now))}
    if now > 0:
        return say("reading.macd_growing", **values) if now > before else say("reading.macd_fading", **values)
    if now > before:
        soon = now + (now - before) >= 0
        return say("reading.macd_crossing", **values) if soon else say("reading.macd_recovering", **values)
    return say("reading.macd_falling", **values)


def _digits(value: float) -> int:
    """Decimals that leave two significant digits."""
    return 1 if not value or math.isnan(value) else max(0, 1 - math.floor(math.log10(abs(value))))


def _wick(market: Market) -> Say | None:
    wick = market.trigger.wick
    if wick is None:
        return None
    values = {
        "timeframe": Word(str(market.trigger.timeframe)),
        "price": Price(market.grid(wick.price)),
        "share": Percent(round(wick.share, 2)),
    }
    return say("reading.wick_lower", **values) if wick.side == "lower" else say("reading.wick_upper", **values)


def _swings(features: TimeframeFeatures) -> Say | None:
    found = features.structure
    frame = Word(str(features.timeframe))
    if found.broken == "up":
        return say("reading.broken_up", timeframe=frame)
    if found.broken == "down":
        return say("reading.broken_down", timeframe=frame)
    if found.higher_high is None or found.higher_low is None:
        return None
    if found.higher_high and found.higher_low:
        return say("reading.swings_up", timeframe=frame)
    if not found.higher_high and not found.higher_low:
        return say("reading.swings_down", timeframe=frame)
    return (
        say("reading.swings_tightening", timeframe=frame)
        if found.higher_low
        else say("reading.swings_widening", timeframe=frame)
    )


def _here(levels: LevelMap) -> Say | None:
    if levels.here is None:
        return None
    return say("reading.here", price=Price(levels.here.price), reasons=levels.here.reasons[:2])


def _fall(market: Market, parameters: AnalysisParameters) -> Say | None:
    high = float(market.trigger.candles.high[-parameters.structure.fall_candles :].max())
    if market.atr <= 0 or (high - market.price) / market.atr <= parameters.pullback.steepest_fall:
        return None
    count, frame = Number(parameters.structure.fall_candles), Word(str(market.trigger.timeframe))
    return say("reading.fall", share=Percent(round(1 - market.price / high, 4)), count=count, timeframe=frame)
