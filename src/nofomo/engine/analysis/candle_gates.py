"""The gates that look at candles: Bitcoin's mood, the dollar's, and the state of the data themselves."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import numpy as np

from nofomo.engine.analysis.dollar_index import WEIGHTS, DollarIndex, dollar_index
from nofomo.engine.analysis.gate_case import GateCase
from nofomo.engine.analysis.market_hours import closes_at_weekends, forex_age, is_crypto, weekend_at
from nofomo.engine.analysis.model import Gate
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.say import Duration, Moment, Number, Percent, Price, Say, Word, say
from nofomo.engine.core.timeframe import Timeframe
from nofomo.engine.formula.indicators import ema

_QUARTER: Final = Timeframe(15)


def btc_gate(case: GateCase) -> Gate:
    """Open while Bitcoin's last 15m close is above its EMA20 and none of the newest candles fell too far."""
    parameters, symbol = case.parameters, case.symbol
    if not is_crypto(symbol):
        return Gate("btc", "open", say("gate.btc.not_crypto", symbol=Word(symbol)))
    candles = case.inputs.btc
    if candles is None and symbol.startswith("BTC/"):
        candles = case.inputs.candles.get(_QUARTER)
    if candles is None:
        return case.unknown("btc", say("gate.btc.none"))
    candles = candles.closed_at(case.at)
    if len(candles) < parameters.btc_least:
        counts = {"count": Number(len(candles)), "needed": Number(parameters.btc_least)}
        return case.unknown("btc", say("gate.btc.short", count=counts["count"], needed=counts["needed"]), given=True)
    age = case.at - candles.end
    if age >= (1 + parameters.btc_late_candles) * candles.timeframe.ms:
        return case.unknown("btc", say("gate.btc.stale", age=Duration(age)), given=True)
    timeframe = Word(str(candles.timeframe))
    newest = candles.last(parameters.btc_drop_candles)
    changes = newest.close / newest.open - 1
    worst = int(np.argmin(changes))
    if changes[worst] < -parameters.btc_drop:
        drop, moment = Percent(float(-changes[worst])), Moment(int(newest.ts[worst]), clock=True)
        return Gate("btc", "closed", say("gate.btc.drop", drop=drop, timeframe=timeframe, at=moment))
    average = float(ema(candles.close, parameters.btc_ema)[-1])
    above = float(candles.close[-1]) > average
    code = "gate.btc.above" if above else "gate.btc.below"
    values = {"timeframe": timeframe, "period": Number(parameters.btc_ema), "ema": Price(_two_decimals(average))}
    return Gate("btc", "open" if above else "closed", Say(code, values))


def dxy_gate(case: GateCase) -> Gate:
    """Closed while the dollar index rises: over its EMA with momentum, or by one sudden candle.

    On forex weekends the last Friday's values speak, and the detail says so. Where the plan itself buys dollars a
    rising dollar is no obstacle.
    """
    pairs, parameters = case.inputs.dollar_pairs, case.parameters
    if case.symbol.startswith("USD/"):
        return Gate("dxy", "open", say("gate.dxy.buys_dollars"))
    if pairs is None or not WEIGHTS.keys() <= pairs.keys():
        return case.unknown("dxy", say("gate.dxy.unset"))
    index = dollar_index({name: pairs[name].closed_at(case.at) for name in WEIGHTS})
    if len(index.ts) < parameters.dxy_least:
        counts = {"count": Number(len(index.ts)), "needed": Number(parameters.dxy_least)}
        return case.unknown("dxy", say("gate.dxy.short", count=counts["count"], needed=counts["needed"]), given=True)
    if forex_age(index.end, case.at) >= (1 + parameters.dxy_late_candles) * index.timeframe.ms:
        return case.unknown("dxy", say("gate.dxy.stale", age=Duration(case.at - index.end)), given=True)
    gate = _dollar_verdict(index, case)
    if weekend_at(case.at) is None or case.at - index.end < (1 + parameters.dxy_late_candles) * index.timeframe.ms:
        return gate
    return Gate("dxy", gate.state, say("gate.dxy.friday", detail=gate.detail))


def _dollar_verdict(index: DollarIndex, case: GateCase) -> Gate:
    parameters, close = case.parameters, index.close
    hours = parameters.dxy_rise_candles * index.timeframe.minutes // 60
    rise = float(close[-1] / close[-1 - parameters.dxy_rise_candles] - 1)
    jump = float(close[-1] / close[-2] - 1)
    average = float(ema(close, parameters.dxy_ema)[-1])
    level = Number(float(close[-1]), 2)
    if close[-1] > average and rise >= parameters.dxy_rise:
        change, limit = Percent(rise, signed=True), Percent(parameters.dxy_rise)
        return Gate(
            "dxy",
            "closed",
            say("gate.dxy.rises", index=level, change=change, hours=Number(hours), limit=limit),
        )
    if jump >= parameters.dxy_jump:
        frame = Word(str(index.timeframe))
        return Gate("dxy", "closed", say("gate.dxy.jumps", index=level, change=Percent(jump, signed=True), frame=frame))
    return Gate(
        "dxy", "open", say("gate.dxy.calm", index=level, change=Percent(rise, signed=True), hours=Number(hours))
    )


def data_gate(case: GateCase) -> Gate:
    """Closed where a timeframe's newest candle is late or candles are missing in what the analysis reads."""
    frames = dict(sorted(case.inputs.candles.items()))
    if not frames:
        return case.unknown("data", say("gate.data.none"))
    for timeframe, candles in frames.items():
        trouble = _trouble(candles.closed_at(case.at), timeframe, case=case)
        if trouble is not None:
            return Gate("data", "closed", trouble)
    return Gate("data", "open", _complete(frames, case))


def _complete(frames: Mapping[Timeframe, Candles], case: GateCase) -> Say:
    newest = max(candles.closed_at(case.at).end for candles in frames.values())
    if closes_at_weekends(case.symbol) and weekend_at(case.at) and case.at - newest > min(frames).ms:
        return say("gate.data.weekend", last=Moment(newest))
    age = Duration(case.at - newest)
    missing = sum(
        _missing(candles.closed_at(case.at).last(case.parameters.data_window), case) for candles in frames.values()
    )
    if missing:
        return say("gate.data.few_missing", missing=Number(missing), age=age)
    return say("gate.data.complete", age=age)


def _trouble(candles: Candles, timeframe: Timeframe, *, case: GateCase) -> Say | None:
    """What is wrong with one timeframe, or None."""
    parameters, frame = case.parameters, Word(str(timeframe))
    if not len(candles):
        return say("gate.data.no_candles", timeframe=frame)
    expected = timeframe.last_closed_open(case.at - parameters.data_grace_s * 1000) + timeframe.ms
    late = forex_age(candles.end, expected) if closes_at_weekends(case.symbol) else expected - candles.end
    if late > 0:
        age, missing = Duration(case.at - candles.end), Number(max(1, late // timeframe.ms))
        return say("gate.data.stale", timeframe=frame, age=age, missing=missing)
    weekends = closes_at_weekends(case.symbol)
    share = parameters.data_missing_share_forex if weekends else parameters.data_missing_share
    window = candles.last(parameters.data_window)
    missing_all = _missing(window, case)
    missing_now = 0 if weekends else _missing(window.last(parameters.data_recent), case)
    if missing_now or missing_all > share * parameters.data_window:
        count = Number(missing_all)
        return say("gate.data.gapped", timeframe=frame, count=count, window=Number(len(window) + missing_all))
    return None


def _missing(candles: Candles, case: GateCase) -> int:
    """Candles that should be there between the first and the last; forex weekends do not count."""
    weekends, step = closes_at_weekends(case.symbol), candles.timeframe.ms
    if not weekends:
        return sum(gap.count for gap in candles.gaps())
    return sum(max(0, forex_age(gap.first, gap.last + step) // step) for gap in candles.gaps())


def _two_decimals(value: float) -> Decimal:
    """A computed average as a price to show; the price formatter cuts it to six significant digits."""
    return Decimal(str(round(value, 8)))
