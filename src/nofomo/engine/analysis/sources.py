"""Where levels come from: every price that several traders would mark, with its weight and its reason (SPEC A4)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nofomo.engine.analysis.features import TimeframeFeatures
from nofomo.engine.analysis.market import Market
from nofomo.engine.analysis.parameters import LevelParameters
from nofomo.engine.core.money import exact
from nofomo.engine.core.say import Moment, Number, Price, Say, Word, say
from nofomo.engine.core.timeframe import DAY_MS
from nofomo.engine.formula.structure import volume_profile

Kind = Literal["average", "band", "event", "node", "round", "projection"]


@dataclass(frozen=True, slots=True)
class Source:
    """One price with its weight.

    `span` tells sources of the same kind apart: minutes of history for averages and bands, the moment (ms) of the
    extreme for events. Two that differ too little say the same thing twice and count once.
    """

    price: float
    weight: float
    kind: Kind
    span: float
    reason: Say


def collect(market: Market, parameters: LevelParameters) -> list[Source]:
    """All sources within the horizon, in no particular order."""
    roles = (
        (market.context, parameters.context),
        (market.structure, parameters.structure),
        (market.trigger, parameters.trigger),
    )
    found: list[Source] = []
    for features, weight in roles:
        found.extend(_averages(features, weight, parameters=parameters))
        found.extend(_bands(features, weight, parameters=parameters))
        found.extend(_swings(market, features, weight=weight, parameters=parameters))
    if market.daily is not None and market.daily is not market.context:
        found.extend(_averages(market.daily, parameters.daily, parameters=parameters))
        found.extend(_swings(market, market.daily, weight=parameters.daily, parameters=parameters))
    found.extend(_box(market, parameters))
    found.extend(_previous_day(market, parameters))
    found.extend(_period(market, parameters))
    found.extend(_nodes(market, parameters))
    found.extend(_round_numbers(market, parameters))
    found.extend(_extensions(market, parameters))
    reach = parameters.horizon * market.atr
    return [source for source in found if abs(source.price - market.price) <= reach and source.price > 0]


def _averages(features: TimeframeFeatures, weight: float, *, parameters: LevelParameters) -> Iterator[Source]:
    for period, own in parameters.ema:
        value = features.ema(period)
        if not math.isnan(value):
            reason = say("level.ema", timeframe=Word(str(features.timeframe)), period=Number(period))
            yield Source(value, own * weight, "average", period * features.timeframe.minutes, reason)


def _bands(features: TimeframeFeatures, weight: float, *, parameters: LevelParameters) -> Iterator[Source]:
    upper, middle, lower = (float(c[-1]) for c in (features.bands.upper, features.bands.middle, features.bands.lower))
    if math.isnan(middle) or upper <= lower:
        return
    frame, span = Word(str(features.timeframe)), 20 * features.timeframe.minutes
    yield Source(middle, parameters.middle_band * weight, "average", span, say("level.band_middle", timeframe=frame))
    yield Source(upper, parameters.band * weight, "band", span, say("level.band_upper", timeframe=frame))
    yield Source(lower, parameters.band * weight, "band", span, say("level.band_lower", timeframe=frame))


def _swings(
    market: Market, features: TimeframeFeatures, *, weight: float, parameters: LevelParameters
) -> Iterator[Source]:
    newest = len(features.candles) - 1
    frame = Word(str(features.timeframe))
    recent = features.structure.swings
    price, reach = market.price, parameters.horizon * market.atr
    for i, swing in enumerate(recent):
        if abs(swing.price - price) > reach:
            continue
        is_high = swing.kind == "high"
        natural = is_high == (swing.price > price)
        faded = 0.5 ** ((newest - swing.row) / parameters.half_life)
        own = parameters.swing * weight * faded * (1.0 if natural else parameters.flipped)
        moment = Moment(swing.ts)
        if not natural:
            reason = (
                say("level.former_high", timeframe=frame, moment=moment)
                if is_high
                else say("level.former_low", timeframe=frame, moment=moment)
            )
        elif is_high:
            reason = say("level.swing_high", timeframe=frame, moment=moment)
        elif i >= 2 and swing.price > recent[i - 2].price:
            reason = say("level.higher_low", timeframe=frame, moment=moment)
        else:
            reason = say("level.swing_low", timeframe=frame, moment=moment)
        yield Source(swing.price, own, "event", swing.ts, reason)


def _box(market: Market, parameters: LevelParameters) -> Iterator[Source]:
    if market.box is None:
        return
    box, frame = market.box.range, Word(str(market.box.features.timeframe))
    top = say("level.box_retest", timeframe=frame) if market.box.broken else say("level.box_top", timeframe=frame)
    yield Source(box.high, parameters.box_edge, "event", box.high_ts, top)
    if not market.box.broken:
        yield Source(
            box.low, parameters.box_edge, "event", box.low_ts, say("level.box_bottom", timeframe=frame)
        )  # fmt: skip


def _previous_day(market: Market, parameters: LevelParameters) -> Iterator[Source]:
    """High and low of the last whole UTC day."""
    candles = market.trigger.candles
    midnight = market.at - market.at % DAY_MS
    start, stop = np.searchsorted(candles.ts, (midnight - DAY_MS, midnight))
    if candles.timeframe.ms >= DAY_MS or stop <= start:
        return
    day = candles.slice(int(start), int(stop))
    top, bottom = int(day.high.argmax()), int(day.low.argmin())
    yield Source(
        float(day.high[top]), parameters.previous_day, "event", float(day.ts[top]), say("level.previous_day_high")
    )
    yield Source(
        float(day.low[bottom]), parameters.previous_day, "event", float(day.ts[bottom]), say("level.previous_day_low")
    )


def _period(market: Market, parameters: LevelParameters) -> Iterator[Source]:
    """The extremes of everything that is known."""
    candles = (market.daily or market.context).candles
    days = Number(round((candles.end - int(candles.ts[0])) / DAY_MS))
    top, bottom = int(candles.high.argmax()), int(candles.low.argmin())
    weight = parameters.period_extreme
    yield Source(float(candles.high[top]), weight, "event", float(candles.ts[top]), say("level.period_high", days=days))
    yield Source(
        float(candles.low[bottom]), weight, "event", float(candles.ts[bottom]), say("level.period_low", days=days)
    )


def _nodes(market: Market, parameters: LevelParameters) -> Iterator[Source]:
    """Prices at which much was traded: local peaks of the volume profile."""
    candles = market.structure.candles.last(parameters.profile_candles)
    middles, volume = volume_profile(candles, step=max(parameters.profile_bin * market.atr, market.price * 1e-4))
    if len(volume) < 3 or not volume.sum() > 0:
        return
    inner = volume[1:-1]
    peaks = (inner >= volume[:-2]) & (inner > volume[2:]) & (inner >= parameters.node_over_mean * volume.mean())
    for i in np.flatnonzero(peaks) + 1:
        times = say("level.node", times=Number(float(volume[i] / volume.mean()), 1))
        yield Source(float(middles[i]), parameters.node, "node", float(middles[i]), times)


def _round_numbers(market: Market, parameters: LevelParameters) -> Iterator[Source]:
    """Multiples of the power of ten, or half of it, that spans a few ATR."""
    target = parameters.round_step * market.atr
    power = 10.0 ** math.floor(math.log10(target))
    step = exact(power * (5 if target >= 5 * power else 1))
    first = int(exact(market.price - parameters.horizon * market.atr) / step)
    last = int(exact(market.price + parameters.horizon * market.atr) / step) + 1
    for multiple in range(max(1, first), last + 1):
        value = step * multiple
        yield Source(
            float(value),
            parameters.round_number,
            "round",
            0.0,
            say("level.round", price=Price(market.tick(float(value)))),
        )


def _extensions(market: Market, parameters: LevelParameters) -> Iterator[Source]:
    """Projections of the last rising leg beyond the highest price on record, where no history stands above."""
    known = (market.daily or market.context).candles
    structure = market.context.structure
    if structure.last_low is None or structure.last_high is None:
        return
    top = float(known.high.max())
    leg = top - structure.last_low.price
    if leg <= 0 or top - market.price > 2 * market.atr:
        return
    for ratio in parameters.extensions:
        reason = say("level.extension", ratio=Number(1 + ratio, 3))
        yield Source(top + ratio * leg, parameters.extension, "projection", ratio, reason)
