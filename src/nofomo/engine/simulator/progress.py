"""How far the market has taken one leg: the facts so far, and what they amount to.

The facts are enough to go on from: everything else is worked out of them. They are what is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from nofomo.engine.simulator.orders import LegOrders

EventKind = Literal[
    "entry1", "entry2", "entry3", "trigger", "tp1", "tp2", "tp3", "invalidated", "stop", "expired", "ranAway", "time"
]
LegState = Literal[
    "waiting", "touched", "triggered", "tp1", "tp2", "tp3", "invalidated", "expired", "ranAway", "time"
]  # fmt: skip
ENTRY_KINDS: Final[tuple[EventKind, ...]] = ("entry1", "entry2", "entry3")
TARGET_KINDS: Final[tuple[EventKind, ...]] = ("tp1", "tp2", "tp3")
_BUYS: Final = frozenset(("trigger", *ENTRY_KINDS))
_SELLS: Final = frozenset(("stop", "time", *TARGET_KINDS))
_TAKEN: Final = frozenset(("trigger", "stop", "time"))
_NOTHING: Final = 1e-9
"""Shares are fractions of the planned size; less than this is rounding."""


@dataclass(frozen=True, slots=True)
class LegEvent:
    """One fact. `share` is the fraction of the planned size that was bought or sold, 0 where nothing changed hands.

    `at` (ms) is when it was certain: the close of the candle that shows it, or the open where the open decided.
    `price` is that of the fill, slippage included; of an event without a fill the price that made it true.
    """

    kind: EventKind
    at: int
    price: float
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """The facts of one leg, oldest first, as far as candles were looked at: up to `checked_until` (ms).

    `ambiguous` is true once the order of two facts within one candle could not be told and the worse was taken.
    `last_close` is the price at `checked_until`, where it is known.
    """

    checked_until: int
    events: tuple[LegEvent, ...] = ()
    ambiguous: bool = False
    final: bool = False
    last_close: float | None = None

    @property
    def filled(self) -> float:
        """The share of the planned size that was bought, 0 to 1."""
        return min(1.0, sum(event.share for event in self._buys()))

    @property
    def held(self) -> float:
        """The share of the planned size that is still held."""
        left = self.filled - sum(event.share for event in self.events if event.kind in _SELLS)
        return left if left > _NOTHING else 0.0

    @property
    def average_entry(self) -> float | None:
        """The mean price of what was bought; None before."""
        bought = sum(event.share for event in self._buys())
        return sum(event.price * event.share for event in self._buys()) / bought if bought else None

    @property
    def deciding(self) -> LegEvent | None:
        """The event that the state is named after: the furthest target; else what ended the leg; else the first sign
        of an entry. None while waiting."""
        for wanted in (*((kind,) for kind in reversed(TARGET_KINDS)), ("invalidated", "stop"), ("time",),
                       ("ranAway", "expired"), ("trigger",), ("entry1",)):  # fmt: skip
            for event in self.events:
                if event.kind in wanted:
                    return event
        return None

    @property
    def state(self) -> LegState:
        """The furthest thing that happened. A leg that reached a target is named after it, however it ended."""
        event = self.deciding
        if event is None:
            return "waiting"
        match event.kind:
            case "entry1" | "entry2" | "entry3":
                return "touched"
            case "trigger":
                return "triggered"
            case "stop":
                return "invalidated"
            case kind:
                return kind

    def result(self, orders: LegOrders) -> float | None:
        """What the leg brought in R once all that was bought is sold; None before, and where nothing was bought.

        R = (Σ sold share × price × (1 − fee) − Σ bought share × price × (1 + fee)) / unit_loss. Shares are fractions of
        the planned size, so that −1 R is the loss that was planned for, whatever part of it was filled.
        """
        if not self.final or self.filled == 0:
            return None
        cash, costs = 0.0, orders.costs
        for event in self.events:
            fee = costs.taker if event.kind in _TAKEN else costs.maker
            if event.kind in _SELLS:
                cash += event.share * event.price * (1 - fee)
            elif event.kind in _BUYS:
                cash -= event.share * event.price * (1 + fee)
        return cash / orders.unit_loss

    def _buys(self) -> Iterator[LegEvent]:
        return (event for event in self.events if event.kind in _BUYS)
