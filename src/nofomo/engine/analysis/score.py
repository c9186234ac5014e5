"""Five parts of ten points, each point with its reason (SPEC A3)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from nofomo.engine.analysis.features import TimeframeFeatures
from nofomo.engine.analysis.levels import LevelMap
from nofomo.engine.analysis.market import Market
from nofomo.engine.analysis.model import Direction, PartName, Score, ScorePart, Verdict
from nofomo.engine.analysis.parameters import AnalysisParameters, ScoreParameters, Steps
from nofomo.engine.core.plan import Breakout, Pullback
from nofomo.engine.core.say import Multiple, Number, Percent, RiskReward, Say, Word, say

Point = tuple[int, Say]


def score_market(
    market: Market,
    levels: LevelMap,
    *,
    direction: Direction,
    leg: Pullback | Breakout | None,
    parameters: AnalysisParameters,
) -> Score:
    """The score of this place at this moment; `leg` is the one that would be taken (the safer one of two)."""
    p = parameters.score
    parts = (
        _part("trendStack", [*_trend_stack(market), *_direction(direction, p)], parameters=p),
        _part("location", _location(market, levels, parameters=p), parameters=p),
        _part("momentum", _momentum(market, parameters), parameters=p),
        _part("volume", _volume(market, parameters), parameters=p),
        _part("levelsRr", _levels_rr(levels, leg, parameters=p), parameters=p),
    )
    total = sum(part.points for part in parts)
    verdict: Verdict = "priority" if total >= p.priority else "worth" if total >= p.worth else "skip"
    return Score(total, verdict, parts)


def points_for(value: float, steps: Steps) -> int:
    """The points of the first threshold that the value reaches; 0 under all of them or when unknown."""
    return next((points for threshold, points in steps if value >= threshold), 0)


def _part(name: PartName, points: Sequence[Point], *, parameters: ScoreParameters) -> ScorePart:
    total = max(0, min(parameters.of, sum(count for count, _ in points)))
    return ScorePart(name, total, parameters.of, tuple(reason for _, reason in points))


def _trend_stack(market: Market) -> list[Point]:
    points = [_stack(market.context), _stack(market.structure)]
    fast, slow = market.trigger.ema(20), market.trigger.ema(50)
    frame = Word(str(market.trigger.timeframe))
    stacked = int(fast > slow)
    points.append(
        (stacked, say("score.trigger_up", timeframe=frame, points=Number(stacked)))
        if stacked
        else (0, say("score.trigger_down", timeframe=frame, points=Number(0)))
    )
    points.append(_daily_stack(market))
    points.append(
        (1, say("score.higher_low", timeframe=frame, points=Number(1)))
        if market.trigger.structure.holds_higher_low
        else (0, say("score.no_higher_low", timeframe=frame, points=Number(0)))
    )
    return points


def _direction(direction: Direction, parameters: ScoreParameters) -> list[Point]:
    if direction == "neutral":
        return [(parameters.neutral, say("score.neutral", points=Number(parameters.neutral)))]
    if direction == "bearish":
        return [(parameters.bearish, say("score.bearish", points=Number(parameters.bearish)))]
    return []


def _stack(features: TimeframeFeatures) -> Point:
    """Three points: price over EMA50, EMA20 over EMA50, EMA50 over EMA200."""
    facts = (
        (features.close > features.ema(50), say("score.price_over_50")),
        (features.ema(20) > features.ema(50), say("score.20_over_50")),
        (features.ema(50) > features.ema(200), say("score.50_over_200")),
    )
    held = tuple(words for holds, words in facts if holds)
    frame = Word(str(features.timeframe))
    if not held:
        return 0, say("score.stack_none", timeframe=frame, points=Number(0))
    return len(held), say("score.stack", timeframe=frame, facts=held, points=Number(len(held)))


def _daily_stack(market: Market) -> Point:
    if market.daily is None or math.isnan(market.daily.ema(50)):
        return 0, say("score.daily_unknown", points=Number(0))
    facts = (
        (market.price > market.daily.ema(20), say("score.over_daily_20")),
        (market.price > market.daily.ema(50), say("score.over_daily_50")),
    )
    held = tuple(words for holds, words in facts if holds)
    if not held:
        return 0, say("score.daily_none", points=Number(0))
    return len(held), say("score.daily", facts=held, points=Number(len(held)))


def _location(market: Market, levels: LevelMap, *, parameters: ScoreParameters) -> list[Point]:
    atr, points = market.atr, list[Point]()
    down = (market.price - float(levels.support[0].price)) / atr if levels.support and atr else math.nan
    up = (float(levels.resistance[0].price) - market.price) / atr if levels.resistance and atr else math.nan
    near = points_for(down, parameters.support_distance)
    points.append(
        (0, say("score.no_support", points=Number(0)))
        if math.isnan(down)
        else (near, say("score.to_support", distance=Number(down, 2), points=Number(near)))
    )
    room = points_for(up / down, parameters.room) if down > 0 and up > 0 else 0
    points.append(
        (0, say("score.no_room", points=Number(0)))
        if math.isnan(up) or math.isnan(down)
        else (room, say("score.room", up=Number(up, 2), down=Number(down, 2), points=Number(room)))
    )
    frame = Word(str(market.trigger.timeframe))
    stretch = (market.price - market.trigger.ema(20)) / market.trigger.atr if market.trigger.atr else math.nan
    calm = points_for(stretch, parameters.stretch)
    points.append(
        (
            calm,
            say("score.stretch_over", timeframe=frame, distance=Number(stretch, 1), points=Number(calm))
            if stretch >= 0
            else say("score.stretch_under", timeframe=frame, distance=Number(-stretch, 1), points=Number(calm)),
        )
    )
    place = market.context.band_position()
    band = points_for(place, parameters.band_position)
    frame = Word(str(market.context.timeframe))
    points.append((band, say("score.band", timeframe=frame, place=Percent(round(place, 2)), points=Number(band))))
    return points


def _momentum(market: Market, parameters: AnalysisParameters) -> list[Point]:
    p, slope = parameters.score, parameters.indicators.slope
    points: list[Point] = []
    for features, steps in ((market.structure, p.rsi_structure), (market.trigger, p.rsi_trigger)):
        value = float(features.rsi[-1])
        count = points_for(value, steps)
        frame = Word(str(features.timeframe))
        points.append((count, say("score.rsi", timeframe=frame, value=Number(value, 1), points=Number(count))))
    for features in (market.structure, market.trigger):
        points.append(_macd(features, slope))
    k, d = float(market.trigger.stochastic.k[-1]), float(market.trigger.stochastic.d[-1])
    turning = int(k > d and d < p.stochastic_high)
    frame = Word(str(market.trigger.timeframe))
    points.append(
        (1, say("score.stochastic_up", timeframe=frame, k=Number(k), d=Number(d), points=Number(1)))
        if turning
        else (0, say("score.stochastic_flat", timeframe=frame, k=Number(k), d=Number(d), points=Number(0)))
    )
    return points


def _macd(features: TimeframeFeatures, slope: int) -> Point:
    """A point for a positive histogram, one for a rising one."""
    histogram = features.macd.histogram
    positive, rising = bool(histogram[-1] > 0), bool(features.slope(histogram, slope) > 0)
    count = int(positive) + int(rising)
    frame, points = Word(str(features.timeframe)), Number(count)
    if positive:
        return (
            (count, say("score.macd_up", timeframe=frame, points=points))
            if rising
            else (count, say("score.macd_fading", timeframe=frame, points=points))
        )
    return (
        (count, say("score.macd_turning", timeframe=frame, points=points))
        if rising
        else (count, say("score.macd_down", timeframe=frame, points=points))
    )


def _volume(market: Market, parameters: AnalysisParameters) -> list[Point]:
    p = parameters.score
    if not market.trigger.volume.known:
        return [(p.no_volume, say("score.no_volume", points=Number(p.no_volume)))]
    points: list[Point] = []
    for features, steps in ((market.trigger, p.up_share), (market.structure, p.up_share_structure)):
        share = features.volume.up_share
        count = points_for(share, steps)
        frame = Word(str(features.timeframe))
        points.append(
            (count, say("score.up_volume", timeframe=frame, share=Percent(round(share, 2)), points=Number(count)))
        )
    points.append(_last_volume(market, p))
    points.append(_quiet_falls(market, parameters))
    return points


def _last_volume(market: Market, parameters: ScoreParameters) -> Point:
    reading = market.trigger.volume
    times = Multiple(round(reading.ratio, 2))
    if reading.ratio < parameters.last_volume:
        return 1, say("score.volume_calm", times=times, points=Number(1))
    if reading.signed > 0:
        return 2, say("score.volume_buying", times=times, points=Number(2))
    return 0, say("score.volume_selling", times=times, points=Number(0))


def _quiet_falls(market: Market, parameters: AnalysisParameters) -> Point:
    """Points where falling candles trade less than rising ones: nobody is in a hurry to leave."""
    count = parameters.score.quiet_falls
    recent = market.trigger.candles.last(parameters.indicators.volume)
    rising = recent.close >= recent.open
    up, down = recent.volume[rising], recent.volume[~rising]
    quiet = len(up) > 0 and (len(down) == 0 or float(down.mean()) < float(up.mean()))
    return (
        (count, say("score.quiet_falls", points=Number(count)))
        if quiet
        else (0, say("score.loud_falls", points=Number(0)))
    )


def _levels_rr(levels: LevelMap, leg: Pullback | Breakout | None, *, parameters: ScoreParameters) -> list[Point]:
    points: list[Point] = []
    strengths = (parameters.strength_first, parameters.strength_second)
    for number, (level, steps) in enumerate(zip(levels.support, strengths, strict=False), start=1):
        count = points_for(level.strength, steps)
        values = {"number": Number(number), "strength": Number(level.strength, 2), "points": Number(count)}
        points.append((count, say("score.strength", **values)))
    if leg is None:
        return [*points, (0, say("score.no_leg", points=Number(0)))]
    rewards = (parameters.rr_first, parameters.rr_second)
    for number, (target, steps) in enumerate(zip(leg.targets, rewards, strict=False), start=1):
        count = points_for(target.rr, steps)
        points.append((count, say("score.rr", number=Number(number), rr=RiskReward(target.rr), points=Number(count))))
    fees = float(leg.size.fees / leg.size.max_loss)
    count = points_for(1 - fees, parameters.kept)
    points.append((count, say("score.fees", share=Percent(round(fees, 3)), points=Number(count))))
    return points
