"""What the orders of one leg have bought and sold so far, and the few ways in which that changes."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from nofomo.engine.simulator.orders import LegOrders
from nofomo.engine.simulator.progress import ENTRY_KINDS, TARGET_KINDS, EventKind, LegEvent, Progress

_DIGITS: Final = 12
"""Significant digits of a price after slippage: beyond them is only binary noise."""


class Ledger:
    """The facts of one leg as they come in. All else follows from them, so that it can be set down and taken up.

    `limits` and `targets` are the prices of the orders, `fills` and `reached` those that price must come to so that
    they fill: the same on a touch, one tick beyond with `limit_fill: through`.
    """

    def __init__(self, orders: LegOrders, so_far: Progress) -> None:
        more = orders.tick if orders.limit_fill == "through" else Decimal(0)
        self.orders = orders
        self.limits = tuple(float(rung.price) for rung in orders.entries)
        self.fills = tuple(float(rung.price - more) for rung in orders.entries)
        self.targets = tuple(float(rung.price) for rung in orders.targets)
        self.reached = tuple(float(rung.price + more) for rung in orders.targets)
        self.trigger = None if orders.trigger is None else float(orders.trigger)
        self.restore(so_far)

    def progress(self) -> Progress:
        """Where the leg stands."""
        return Progress(self.checked_until, tuple(self._events), self.ambiguous, self.final, self.last_close)

    def restore(self, progress: Progress) -> None:
        """Go back, or on, to where the leg stood."""
        self.checked_until, self.final = progress.checked_until, progress.final
        self.ambiguous, self.last_close = progress.ambiguous, progress.last_close
        self._events = list(progress.events)
        self._count()

    @property
    def wanting(self) -> bool:
        """Whether orders to buy are in the book: not all filled, no target reached, the idea not over."""
        return not (self.final or self.leaving or self.hits or all(self.bought))

    @property
    def resting(self) -> bool:
        """Whether limits wait for price to fall: those of a ladder always, that of a stop-limit once it was set off."""
        return self.trigger is None or self.triggered

    def set_off(self, at: int, *, reference: float) -> None:
        """The stop-limit takes what is offered, at most at its limit; an open above that leaves the limit waiting."""
        limit, orders = self.limits[0], self.orders
        if reference > limit:
            self._tell("trigger", at, price=reference)
        else:
            price = min(limit, reference * (1 + orders.costs.slippage))
            self._tell("trigger", at, price=price, share=orders.entries[0].share)

    def buy_limits(self, at: int, *, low: float, opened: float | None = None) -> None:
        """Every limit that a price as low as `low` fills, at its own price or at the better one of an open."""
        for number, rung in enumerate(self.orders.entries):
            if not self.bought[number] and low <= self.fills[number]:
                price = self.limits[number] if opened is None else min(self.limits[number], opened)
                self._tell(ENTRY_KINDS[number], at, price=price, share=rung.share)

    def sell_at_targets(self, at: int, *, high: float, opened: float | None = None) -> None:
        """Every target that a price as high as `high` fills: its share of what was bought, the last all the rest."""
        while self.held and high >= self.reached[self.hits]:
            number = self.hits
            last = number == len(self.targets) - 1
            share = self.held if last else self.filled * self.orders.targets[number].share
            price = self.targets[number] if opened is None else max(self.targets[number], opened)
            self._tell(TARGET_KINDS[number], at, price=price, share=share)
            self.final = not self.held

    def sell_all(self, kind: EventKind, at: int, *, reference: float) -> None:
        """Take what is bid for everything that is held."""
        self._tell(kind, at, price=reference * (1 - self.orders.costs.slippage), share=self.held)
        self.final = True

    def touch(self, at: int, *, low: float) -> None:
        """Price came to the first limit and not through it: worth telling, though nothing was bought."""
        if self.trigger is None and not self.touched and low <= self.limits[0]:
            self._tell("entry1", at, price=self.limits[0])

    def run_away(self, at: int, *, high: float) -> None:
        """The first target before anything was bought: the orders are cancelled, and nobody runs after the price."""
        if self.resting and self.wanting and not self.filled and high >= self.targets[0]:
            self._tell("ranAway", at, price=self.targets[0])
            self.final = True

    def invalidate(self, at: int, *, close: float) -> None:
        """A close ends the idea; what is held goes at the next open."""
        self._tell("invalidated", at, price=close)
        self.final = not self.held

    def expire(self, price: float) -> None:
        """The orders stood to their end and bought nothing."""
        self._tell("expired", self.orders.expires, price=price)
        self.final = True

    def _tell(self, kind: EventKind, at: int, *, price: float, share: float = 0.0) -> None:
        self._events.append(LegEvent(kind, at, float(f"{price:.{_DIGITS}g}"), share))
        self._count()

    def _count(self) -> None:
        facts = Progress(self.checked_until, tuple(self._events))
        kinds = {event.kind for event in self._events}
        filled = {event.kind for event in self._events if event.share > 0}
        self.filled, self.held = facts.filled, facts.held
        self.bought = [
            self.filled > 0 if self.trigger is not None else ENTRY_KINDS[number] in filled
            for number in range(len(self.limits))
        ]
        self.hits = sum(kind in kinds for kind in TARGET_KINDS)
        self.touched, self.triggered = "entry1" in kinds, "trigger" in kinds
        self.leaving = "invalidated" in kinds
