"""The SPOT I analysis: closed candles in, one answer with its reasons out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nofomo.engine.analysis.bias import describe_bias, direction_of
from nofomo.engine.analysis.breakout import BreakoutResult, build_breakout
from nofomo.engine.analysis.features import TimeframeFeatures
from nofomo.engine.analysis.health import Health, read_health
from nofomo.engine.analysis.levels import LevelMap, find_levels
from nofomo.engine.analysis.market import Market, read_market
from nofomo.engine.analysis.model import Analysis, Bias, Box, Check, Gate, Indicators, Options
from nofomo.engine.analysis.parameters import PARAMETERS, AnalysisParameters
from nofomo.engine.analysis.pullback import PullbackResult, build_pullback
from nofomo.engine.analysis.reading import read_signals
from nofomo.engine.analysis.score import score_market
from nofomo.engine.analysis.verdict import Findings, changes, decide, headline, nearest_gates
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.say import Number, Say, say
from nofomo.engine.core.timeframe import Timeframe


def analyze(
    candles: Mapping[Timeframe, Candles],
    *,
    instrument: Instrument,
    at: int,
    options: Options = Options(),
    gates: Sequence[Gate] = (),
    parameters: AnalysisParameters = PARAMETERS,
) -> Analysis:
    """Analyse one symbol at the moment `at` (ms UTC) for a spot buyer.

    `candles` holds the three timeframes of the options, and 1d where there is one for the bias. Only what had closed at
    `at` is read, the newest 1,000 candles of each, so later candles cannot change the answer. Raises Invalid
    `TOO_LITTLE_HISTORY` (`details["missing"]`: timeframe → candles short) and `INVALID_TIMEFRAMES`.
    """
    market = read_market(candles, instrument=instrument, at=at, options=options, parameters=parameters)
    health = read_health(market, parameters.data)
    levels = find_levels(market, parameters.levels)
    bias = describe_bias(market, levels, direction=direction_of(market, parameters.bias))
    pullback, breakout = _build_legs(market, levels, bias=bias, options=options, health=health, parameters=parameters)
    leg = pullback.leg or breakout.leg
    score = score_market(market, levels, direction=bias.direction, leg=leg, parameters=parameters)
    found = Findings(
        market=market,
        levels=levels,
        bias=bias,
        score=score,
        pullback=pullback.leg,
        breakout=breakout.leg,
        checks=(*_market_checks(market, health), *pullback.checks, *breakout.checks),
        gates=tuple(gates),
        health=health,
        options=options,
    )
    return _compose(found, parameters)


def _build_legs(
    market: Market,
    levels: LevelMap,
    *,
    bias: Bias,
    options: Options,
    health: Health,
    parameters: AnalysisParameters,
) -> tuple[PullbackResult, BreakoutResult]:
    pullback, breakout = PullbackResult(None, ()), BreakoutResult(None, ())
    if market.flat or health.refuse:
        return pullback, breakout
    if options.mode != "breakout":
        pullback = build_pullback(market, levels, bias=bias, options=options, parameters=parameters)
    if options.mode != "pullback":
        breakout = build_breakout(market, levels, bias=bias, options=options, parameters=parameters)
    return pullback, breakout


def _market_checks(market: Market, health: Health) -> tuple[Check, ...]:
    """What forbids any leg before one is looked for; nothing where the market can be read."""
    checks: list[Check] = []
    if health.refuse:
        checks.append(
            Check("market", say("check.data"), say("check.late_or_holed"), say("check.complete"), passed=False)
        )
    if market.flat:
        found = say("check.ticks", value=Number(market.trigger.atr / float(market.instrument.tick), 1))
        needed = say("check.at_least", value=say("check.ticks", value=Number(2)))
        checks.append(Check("market", say("check.moves"), found, needed, passed=False))
    return tuple(checks)


def _compose(found: Findings, parameters: AnalysisParameters) -> Analysis:
    market, options = found.market, found.options
    action = decide(found, parameters)
    box = market.box if market.box is not None and not market.box.broken else None
    third_missing = options.third_target and any(
        leg is not None and len(leg.targets) < 3 for leg in (found.pullback, found.breakout)
    )
    warnings = (
        *found.health.warnings,
        *nearest_gates(found.gates),
        *((say("warning.no_third_target"),) if third_missing else ()),
        *_capped(found),
    )
    return Analysis(
        symbol=market.instrument.symbol,
        venue=market.instrument.venue,
        at=market.at,
        valid_until=market.trigger.timeframe.floor(market.at) + market.context.timeframe.ms,
        timeframes=options.timeframes,
        parameters_version=parameters.version,
        options=options,
        price=market.tick(market.price),
        action=action,
        headline=headline(found, action, parameters=parameters),
        changes=changes(found, action, parameters=parameters),
        bias=found.bias,
        score=found.score,
        box=None
        if box is None
        else Box(market.grid(box.range.low, "down"), market.grid(box.range.high, "up"), box.features.timeframe),
        support=found.levels.support,
        resistance=found.levels.resistance,
        pullback=found.pullback,
        breakout=found.breakout,
        gates=found.gates,
        checks=found.checks,
        reading=read_signals(market, found.levels, parameters=parameters),
        fundamental=(),
        warnings=warnings,
        indicators=tuple(_indicators(features) for features in market.roles),
    )


def _indicators(features: TimeframeFeatures) -> Indicators:
    return Indicators(
        timeframe=features.timeframe,
        ema20=features.ema(20),
        rsi14=float(features.rsi[-1]),
        macd_hist=float(features.macd.histogram[-1]),
        volume_ratio=features.volume.ratio,
        atr14=features.atr,
    )


def _capped(found: Findings) -> tuple[Say, ...]:
    sizes = [leg.size for leg in (found.pullback, found.breakout) if leg is not None and leg.size.capped]
    return (say("warning.capped", risk=Number(sizes[0].risk_pct, 2)),) if sizes else ()
