"""The next day or two in a few sentences: Bitcoin, the dollar, releases, and when the market is awake."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, islice
from typing import Final

from nofomo.engine.analysis.gate_case import events_within
from nofomo.engine.analysis.gate_inputs import CalendarEvent, GateInputs
from nofomo.engine.analysis.gate_parameters import GATE_PARAMETERS, GateParameters
from nofomo.engine.analysis.gates import event_name
from nofomo.engine.analysis.market_hours import busiest_window, fiat_currencies, is_crypto, is_weekend
from nofomo.engine.analysis.model import Gate
from nofomo.engine.core.say import Moment, Number, Say, Word, say

_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 3_600_000
_RELEASES: Final = 4


def fundamental(
    gates: Iterable[Gate],
    inputs: GateInputs,
    *,
    at: int,
    symbol: str,
    parameters: GateParameters = GATE_PARAMETERS,
) -> tuple[Say, ...]:
    """The lines of "Fundamental Singkat (24–48 jam)", from the judged gates and the same inputs."""
    named = {gate.name: gate for gate in gates}
    lines = [*_releases(named.get("news"), inputs, at=at, symbol=symbol, parameters=parameters)]
    if "btc" in named and is_crypto(symbol):
        lines.append(say(f"fundamental.btc.{named['btc'].state}", detail=named["btc"].detail))
    if "dxy" in named:
        lines.append(say(f"fundamental.dxy.{named['dxy'].state}", detail=named["dxy"].detail))
    lines.append(_liquidity(at))
    return tuple(lines)


def _releases(
    news: Gate | None, inputs: GateInputs, *, at: int, symbol: str, parameters: GateParameters
) -> Iterable[Say]:
    if inputs.events is None or (news is not None and news.state == "unknown"):
        return [] if news is None else [say("fundamental.news.unknown", detail=news.detail)]
    before, after = parameters.news_before_min * _MINUTE_MS, parameters.news_after_min * _MINUTE_MS
    coming = events_within(
        inputs.events,
        start=at - after,
        end=at + parameters.news_ahead_h * _HOUR_MS,
        impacts=parameters.news_impacts,
        currencies=fiat_currencies(symbol),
    )
    if not coming:
        return [say("fundamental.news.none", hours=Number(parameters.news_ahead_h))]
    moments = groupby(coming, key=lambda event: event.ts)
    return [_release(ts, tuple(events), before=before, after=after) for ts, events in islice(moments, _RELEASES)]


def _release(ts: int, events: tuple[CalendarEvent, ...], *, before: int, after: int) -> Say:
    return say(
        "fundamental.news.release",
        events=tuple(Word(event_name(event)) for event in events),
        at=Moment(ts, clock=True),
        start=Moment(ts - before, bare=True),
        end=Moment(ts + after, bare=True),
    )


def _liquidity(at: int) -> Say:
    """When the book is deepest; on weekends that it is not."""
    window = busiest_window(at)
    if is_weekend(at):
        return say("fundamental.liquidity.weekend", start=Moment(window.start, clock=True))
    if window.start <= at:
        return say("fundamental.liquidity.running", end=Moment(window.end, clock=True))
    return say("fundamental.liquidity.next", start=Moment(window.start, clock=True), end=Moment(window.end, clock=True))
