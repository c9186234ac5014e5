"""Candles, books and calendars that the gates are tried with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nofomo.engine.analysis import CalendarEvent, GateInputs, evaluate_gates
from nofomo.engine.analysis.dollar_index import WEIGHTS
from nofomo.engine.analysis.gate_inputs import Impact
from nofomo.engine.analysis.model import Gate, GateName
from nofomo.engine.analysis.speech import Reader, sentence_node
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.timeframe import Timeframe

QUARTER, HOUR = Timeframe(15), Timeframe(60)


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


NOON = at("2024-03-14T12:00")


def closes(values: ArrayLike, *, end: int = NOON, timeframe: Timeframe = QUARTER, symbol: str = "BTC/USDT") -> Candles:
    """Candles that open at the close before and end at `end`."""
    close = np.array(values, dtype=np.float64)
    opened = np.concatenate(([close[0]], close[:-1]))
    ts = end - timeframe.ms * np.arange(len(close), 0, -1, dtype=np.int64)
    high, low = np.maximum(opened, close), np.minimum(opened, close)
    return Candles(symbol, timeframe, ts, opened, high, low, close, np.ones(len(close)))


def without(candles: Candles, *rows: int) -> Candles:
    keep = np.delete(np.arange(len(candles)), rows)
    parts = {name: getattr(candles, name)[keep] for name in ("ts", "open", "high", "low", "close", "volume")}
    return Candles(candles.symbol, candles.timeframe, **parts)


def rising(count: int = 300, *, step: float = 1.0001) -> list[float]:
    return [70_000 * step**i for i in range(count)]


def dollars(index: Sequence[float], *, end: int = NOON) -> dict[str, Candles]:
    """Six pairs of which only EUR/USD moves, so that the dollar index has this shape."""
    shape = np.array(index, dtype=np.float64)
    euro = (shape / shape[0]) ** (1 / WEIGHTS["EUR/USD"])
    flat = np.ones(len(shape))
    return {
        name: closes(1.09 * euro if name == "EUR/USD" else flat, end=end, timeframe=HOUR, symbol=name)
        for name in WEIGHTS
    }


@dataclass(frozen=True)
class Book:
    bids: Sequence[tuple[Decimal, Decimal]]
    asks: Sequence[tuple[Decimal, Decimal]]
    ts: int = NOON


def book(*, spread: str = "10", middle: str = "73000", amount: str = "5", levels: int = 20, ts: int = NOON) -> Book:
    """Levels of `amount` every 10 quote units on both sides."""
    half, centre, step = Decimal(spread) / 2, Decimal(middle), Decimal(10)
    bids = [(centre - half - step * i, Decimal(amount)) for i in range(levels)]
    asks = [(centre + half + step * i, Decimal(amount)) for i in range(levels)]
    return Book(bids, asks, ts)


def event(moment: str, title: str = "PPI m/m", *, currency: str = "USD", impact: Impact = "high") -> CalendarEvent:
    return CalendarEvent(at(moment), currency, impact, title)


@dataclass
class Seen:
    """One judged gate and its detail in both languages."""

    gate: Gate
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        return self.gate.state

    @property
    def id(self) -> str:
        return self.texts["id"]

    @property
    def en(self) -> str:
        return self.texts["en"]


def judge(
    name: GateName, inputs: GateInputs | None = None, *, moment: int = NOON, symbol: str = "SOL/USDT", **given: Any
) -> Seen:
    """Judge one gate on these inputs alone."""
    gates = {gate.name: gate for gate in evaluate_gates(inputs or GateInputs(**given), at=moment, symbol=symbol)}
    node = sentence_node(gates[name].detail)
    zone = given.get("timezone", "Asia/Jakarta")
    return Seen(gates[name], {lang: Reader(lang, zone, moment).read(node) for lang in ("id", "en")})
