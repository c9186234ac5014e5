"""Two legs worked out by hand, and candles for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.timeframe import Timeframe
from nofomo.engine.simulator.orders import FillCosts, LegOrders, Rung
from nofomo.engine.simulator.outcome import resolve
from nofomo.engine.simulator.progress import Progress
from nofomo.engine.simulator.stops import Stop
from tests.support.candles import H1, M1, M15, candles

AT = 1_710_417_600_000
"""2024-03-14T12:00:00Z: on the grid of every timeframe used here."""
QUARTER, HOUR = 900_000, 3_600_000
FREE = FillCosts(maker=0.0, taker=0.0, slippage=0.0)


def ladder(**changed: Any) -> LegOrders:
    """60 % at 100, 40 % at 98, wrong on a 15m close below 95, half at 106 and half at 110; valid for four hours.

    The average entry is 99.2; one unit loses 4.2 when wrong. Nothing costs anything unless a test says so.
    """
    made = LegOrders(
        leg="pullback",
        entries=(Rung(Decimal(100), 0.6), Rung(Decimal(98), 0.4)),
        targets=(Rung(Decimal(106), 0.5), Rung(Decimal(110), 0.5)),
        stop=Stop(95.0, M15),
        starts=AT,
        expires=AT + 4 * HOUR,
        tick=Decimal("0.1"),
        unit_loss=4.2,
        costs=FREE,
    )
    return replace(made, **changed)


def stop_limit(**changed: Any) -> LegOrders:
    """A stop-limit at 100 with its limit at 100.5, wrong at a touch of 97, half at 104 and half at 107."""
    made = LegOrders(
        leg="breakout",
        entries=(Rung(Decimal("100.5"), 1.0),),
        targets=(Rung(Decimal(104), 0.5), Rung(Decimal(107), 0.5)),
        stop=Stop(97.0),
        starts=AT,
        expires=AT + 4 * HOUR,
        tick=Decimal("0.1"),
        unit_loss=3.5,
        trigger=Decimal(100),
        costs=FREE,
    )
    return replace(made, **changed)


def bars(rows: Sequence[tuple[float, float, float, float]], *, start: int = AT, timeframe: Timeframe = M15) -> Candles:
    """Consecutive candles of (open, high, low, close)."""
    return candles(rows, start=start, timeframe=timeframe)


def flat(price: float, count: int, *, start: int = AT) -> Candles:
    """Candles that do not move."""
    return bars([(price, price, price, price)] * count, start=start)


def minutes(prices: Sequence[float], *, start: int = AT) -> Candles:
    """1m candles that go from one price to the next; the first opens at the first price."""
    opens = [prices[0], *prices[:-1]]
    rows = [(o, max(o, c), min(o, c), c) for o, c in zip(opens, prices, strict=True)]
    return bars(rows, start=start, timeframe=M1)


def told(progress: Progress) -> list[tuple[str, int, float, float]]:
    """The facts as (kind, quarters of an hour since the plan, price, share)."""
    return [(event.kind, (event.at - AT) // QUARTER, event.price, round(event.share, 9)) for event in progress.events]


def outcome(orders: LegOrders, *rows: tuple[float, float, float, float], **more: Any) -> Progress:
    """What becomes of the orders over consecutive 15m candles from the plan's moment on."""
    return resolve(orders, bars(rows), **more).progress


__all__ = ["AT", "FREE", "H1", "HOUR", "M1", "M15", "QUARTER", "bars", "flat", "ladder", "minutes", "outcome",
           "stop_limit", "told"]  # fmt: skip
