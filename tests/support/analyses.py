"""A whole analysis made by hand, for tests of what is stored, shown and sent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args

from nofomo.engine.analysis.model import (
    Analysis,
    Bias,
    Box,
    Change,
    Check,
    Gate,
    GateName,
    Options,
    PartName,
    Score,
    ScorePart,
)
from nofomo.engine.core.plan import Breakout, Entry, Invalidation, Level, Pullback, Size, Target
from nofomo.engine.core.say import Number, Price, say
from nofomo.engine.core.timeframe import Timeframe
from tests.support.clock import MARCH

WORDS = say("text.price", price=Price(Decimal("72960.00")))
"""A sentence that exists whatever phrases the analyser brings."""


def at(text: str) -> Decimal:
    return Decimal(text)


def level(price: str, low: str, high: str) -> Level:
    return Level(at(price), at(low), at(high), 0.8, (WORDS,))


def size() -> Size:
    return Size(0.5, at("5000"), at("0.05847"), at("4261.99"), at("25.00"), at("8.51"))


def pullback() -> Pullback:
    targets = (Target(at("73570.00"), 1.24, 0.5, (WORDS,)), Target(at("74180.00"), 2.67, 0.5))
    entries = (Entry(at("72960.00"), 0.6), Entry(at("72790.00"), 0.4))
    return Pullback(entries, Invalidation(at("72610.00"), Timeframe(15)), targets, size())


def breakout() -> Breakout:
    targets = (Target(at("74180.50"), 1.5, 1.0),)
    return Breakout(
        at("73400.00"), at("73440.00"), at("73330.00"), at("73400.00"), at("73050.00"), targets, size(), (WORDS,)
    )


def gate(name: GateName, **changed: Any) -> Gate:
    return replace(Gate(name, "open", WORDS), **changed)


def failed(leg: Any) -> Check:
    found, needed = say("gate.btc"), say("text.target", number=Number(2), price=Price(at("9")))
    return Check(leg, say("text.price", price=Price(at("1"))), found, needed, passed=False)


def analysis(**changed: Any) -> Analysis:
    """BTC/USDT at noon on 14 March 2024, worth taking; any field can be replaced."""
    parts = tuple(ScorePart(name, 8, 10, (WORDS,)) for name in get_args(PartName))
    made = Analysis(
        symbol="BTC/USDT",
        venue="binance",
        at=MARCH,
        valid_until=MARCH + 4 * 3_600_000,
        timeframes=Options().timeframes,
        parameters_version=1,
        options=Options(equity=at("5000")),
        price=at("73113.70"),
        action="TRADE",
        headline=WORDS,
        changes=(Change(WORDS, at("72610.00")), Change(WORDS)),
        bias=Bias("bullish", (WORDS, WORDS)),
        score=Score(40, "priority", parts),
        box=Box(at("72500.00"), at("73361.00"), Timeframe(15)),
        support=(level("72960", "72900", "73000"), level("72735", "72700", "72800")),
        resistance=(level("73610.5", "73600", "73650"),),
        pullback=pullback(),
        breakout=breakout(),
        gates=tuple(gate(name) for name in get_args(GateName)),
        checks=(),
        reading=(WORDS,),
        fundamental=(WORDS,),
        warnings=(),
    )
    return replace(made, **changed)
