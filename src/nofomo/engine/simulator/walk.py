"""The fill rules (DESIGN, section 4) for one leg, one candle after the other."""

from __future__ import annotations

from nofomo.engine.core.candles import Candles
from nofomo.engine.simulator.bars import Bar, fine_bars
from nofomo.engine.simulator.ledger import Ledger
from nofomo.engine.simulator.orders import LegOrders
from nofomo.engine.simulator.progress import Progress


class Undecided(Exception):
    """Smaller candles are needed, and were asked to be waited for."""


class Walk:
    """One leg on its way over the candles."""

    def __init__(self, orders: LegOrders, so_far: Progress) -> None:
        self._orders = orders
        self._book = Ledger(orders, so_far)

    @property
    def final(self) -> bool:
        """Whether nothing can change any more."""
        return self._book.final

    def progress(self) -> Progress:
        """Where the leg stands."""
        return self._book.progress()

    def pass_over(self, bar: Bar, finer: Candles | None, *, ask: bool) -> None:
        """One more candle. With `ask`, one that alone cannot tell and has no `finer` ones raises Undecided and leaves
        everything as it was."""
        ask = ask and finer is None
        before = self._book.progress() if ask else None
        try:
            self._step(bar, finer, ask=ask)
        except Undecided:
            if before is not None:
                self._book.restore(before)
            raise
        self._look_past(bar)

    def _look_past(self, bar: Bar) -> None:
        self._book.checked_until, self._book.last_close = bar.end, bar.close

    def _step(self, bar: Bar, finer: Candles | None, *, ask: bool) -> None:
        """What the candle decides in the order of certainty: before it, at its open, within it, at its close.

        Of one that was running when the orders were placed only the close is certain; of one that outlasts them what
        its open decides.
        """
        book, orders = self._book, self._orders
        running, late = bar.ts < orders.starts, bar.end > orders.expires
        if bar.end <= orders.starts:
            return
        if not running:
            self._before(bar)
            if not book.final:
                self._at_open(bar)
        if book.final:
            return
        if self._cannot_tell(bar, blurred=running or late):
            if parts := fine_bars(bar, finer):
                self._step_finely(bar, parts)
                return
            if ask:
                raise Undecided
            book.ambiguous = True
        self._within(bar.only_close() if running else bar, live=not late)
        if not book.final:
            self._at_close(bar)

    def _step_finely(self, bar: Bar, parts: tuple[Bar, ...]) -> None:
        for part in parts:
            if self.final:
                return
            self._step(part, None, ask=False)
            self._look_past(part)
        if not self.final and parts[-1].end < bar.end:
            self._at_close(bar)

    def _before(self, bar: Bar) -> None:
        """What stood over when the candle opened: an exit at the market, the end of patience, the end of the orders."""
        book, orders = self._book, self._orders
        if book.last_close is not None and bar.ts > book.checked_until:
            self._judge_close(book.last_close, before=book.checked_until, after=bar.ts)
        if book.held and book.leaving:
            book.sell_all("stop", bar.ts, reference=bar.open)
        elif book.held and bar.ts >= orders.starts + orders.longest:
            book.sell_all("time", bar.ts, reference=bar.open)
        elif not book.filled and not book.final and bar.ts >= orders.expires:
            book.expire(bar.open if book.last_close is None else book.last_close)

    def _at_open(self, bar: Bar) -> None:
        """An open beyond an order fills it there, which is never ambiguous."""
        book = self._book
        if book.held and self._orders.stop.touched_by(bar.open):
            book.sell_all("stop", bar.ts, reference=bar.open)
            return
        book.sell_at_targets(bar.ts, high=bar.open, opened=bar.open)
        if not book.wanting or bar.ts >= self._orders.expires:
            return
        if book.resting:
            book.buy_limits(bar.ts, low=bar.open, opened=bar.open)
        elif book.trigger is not None and bar.open >= book.trigger:
            book.set_off(bar.ts, reference=bar.open)
        book.run_away(bar.ts, high=bar.open)

    def _entering(self, bar: Bar) -> bool:
        """Whether the candle's range fills an order to buy."""
        book = self._book
        if not book.wanting or bar.ts >= self._orders.expires:
            return False
        if not book.resting:
            return book.trigger is not None and bar.high >= book.trigger
        return any(not bought and bar.low <= fill for bought, fill in zip(book.bought, book.fills, strict=True))

    def _cannot_tell(self, bar: Bar, *, blurred: bool) -> bool:
        """Whether smaller candles may tell another story. `blurred`: the orders stood during a part of the candle only.

        Two things may have come in either order: stop and target; an entry and a target; an entry at strength and its
        stop, unless the candle closed beyond it.
        """
        book, stop = self._book, self._orders.stop
        entering, stopped = self._entering(bar), stop.touched_by(bar.low)
        if blurred and book.wanting and not book.filled and bar.ts < self._orders.expires:
            came = book.trigger is None and not book.touched and bar.low <= book.limits[0]
            return entering or came or (book.resting and bar.high >= book.targets[0])
        if entering:
            back = stopped and not book.resting and bar.close > stop.price
            return blurred or back or bar.high >= book.targets[0]
        return bool(book.held) and stopped and bar.high >= book.reached[book.hits]

    def _within(self, bar: Bar, *, live: bool) -> None:
        """After an entry within the candle only the stop may act in it; the stop comes before any target."""
        book, stop = self._book, self._orders.stop
        entered = live and self._entering(bar)
        if entered and book.resting:
            book.buy_limits(bar.end, low=bar.low)
        elif entered and book.trigger is not None:
            book.set_off(bar.end, reference=book.trigger)
        if book.held and stop.touched_by(bar.low):
            book.sell_all("stop", bar.end, reference=stop.price)
        elif not entered:
            book.sell_at_targets(bar.end, high=bar.high)
            if live and book.wanting:
                book.touch(bar.end, low=bar.low)
                book.run_away(bar.end, high=bar.high)

    def _at_close(self, bar: Bar) -> None:
        book = self._book
        self._judge_close(bar.close, before=bar.end, after=bar.end)
        if not book.filled and not book.final and bar.end >= self._orders.expires:
            book.expire(bar.close)

    def _judge_close(self, close: float, *, before: int, after: int) -> None:
        """A close below the stop ends the idea, for what is held and for orders that still stand."""
        book = self._book
        concerned = book.held or (book.wanting and after <= self._orders.expires)
        if concerned and not book.leaving and self._orders.stop.broken_by(close, before=before, after=after):
            book.invalidate(after, close=close)
