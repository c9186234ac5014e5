"""Whether the candles are fresh and whole enough to act on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nofomo.engine.analysis.market import Market
from nofomo.engine.analysis.market_hours import closes_at_weekends, forex_age
from nofomo.engine.analysis.parameters import DataParameters
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.say import Moment, Number, Percent, Say, Word, say


@dataclass(frozen=True, slots=True)
class Health:
    """`wait` forbids TRADE, `refuse` forbids any plan; `warnings` say why."""

    wait: bool
    refuse: bool
    warnings: tuple[Say, ...]


def read_health(market: Market, parameters: DataParameters) -> Health:
    """Count the candles missing at the end of the trigger timeframe, and the holes in the newest part of all three."""
    warnings: list[Say] = []
    late = _missing_at_end(market)
    if late:
        frame = Word(str(market.trigger.timeframe))
        warnings.append(
            say("warning.stale", timeframe=frame, count=Number(late), moment=Moment(market.trigger.candles.end))
        )
    worst = 0.0
    sessions = closes_at_weekends(market.instrument.symbol)
    allowed = parameters.holes_wait_sessions if sessions else parameters.holes_wait
    for features in market.roles:
        missing, share = _holes(features.candles.last(parameters.window), sessions=sessions)
        worst = max(worst, share)
        if missing:
            frame = Word(str(features.timeframe))
            warnings.append(say("warning.holes", timeframe=frame, count=Number(missing), share=Percent(share)))
    if market.daily is None:
        warnings.append(say("warning.no_daily"))
    if not market.trigger.volume.known:
        warnings.append(say("warning.no_volume"))
    return Health(
        wait=late >= parameters.stale_wait or worst > allowed,
        refuse=late >= parameters.stale_refuse or worst > parameters.holes_refuse,
        warnings=tuple(warnings),
    )


def _missing_at_end(market: Market) -> int:
    frame, end = market.trigger.timeframe, market.trigger.candles.end
    expected = frame.last_closed_open(market.at) + frame.ms
    age = forex_age(end, expected) if closes_at_weekends(market.instrument.symbol) else expected - end
    return max(0, int(age // frame.ms))


def _holes(candles: Candles, *, sessions: bool) -> tuple[int, float]:
    """How many candles are missing inside, and which share that is. Hours in which the market sleeps do not count."""
    step = candles.timeframe.ms
    gaps = np.diff(candles.ts)
    missing = 0
    for i in np.flatnonzero(gaps > step):
        start, stop = int(candles.ts[i]) + step, int(candles.ts[i + 1])
        awake = forex_age(start, stop) if sessions else stop - start
        missing += max(0, int(awake // step))
    return missing, missing / (len(candles) + missing) if missing else 0.0
