"""A market made from seeds, in memory: the same candles in every process that uses the same seed."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from functools import lru_cache

import numpy as np

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid, NofomoError
from nofomo.engine.core.instrument import Instrument, resolve_symbol
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import Book, ResolvedInstrument
from nofomo.infra.clock import Clock
from tests.support.clock import MARCH

PRICES = {"BTC/USDT": 72_000.0, "ETH/USDT": 3_900.0, "XRP/USDT": 0.68, "USDT/IDR": 15_600.0}
_QUARTER = Timeframe(15)
_ROWS = 32_000


class SeededMarket:
    """Walks around the prices above, from 300 days before MARCH to 30 days after it.

    `problem` is raised by every question, one of `problems` by those about its timeframe; while `held` is set, candles
    do not arrive; `draw` replaces the candles of a symbol from a moment on, `script` those of a series altogether; a
    market that `stands_at` a moment has ended there.
    """

    def __init__(self, clock: Clock, *, last: int = MARCH + 30 * 86_400_000) -> None:
        self._clock = clock
        self._last = last
        self.problem: NofomoError | None = None
        self.problems: dict[str, NofomoError] = {}
        self.held: asyncio.Event | None = None
        self.asked: list[tuple[str, str]] = []
        self.stands_at: int | None = None
        self._drawn: dict[str, tuple[int, float, float]] = {}
        self._scripts: dict[tuple[str, Timeframe], Candles] = {}

    def draw(self, symbol: str, since: int, *, close: float, low: float | None = None) -> None:
        """From `since` (ms) on, every candle opens and closes at `close` and has been as low as `low`."""
        self._drawn[symbol] = (since, close, close if low is None else low)

    def script(self, symbol: str, candles: Candles) -> None:
        """The candles of a symbol in their timeframe, and nothing but these."""
        self._scripts[symbol, candles.timeframe] = candles

    async def resolve(self, venue: str, text: str) -> ResolvedInstrument:
        if self.problem is not None:
            raise self.problem
        found = resolve_symbol(text, PRICES)
        tick = Decimal("0.0001") if PRICES[found.symbol] < 10 else Decimal("0.01")
        instrument = Instrument(found.symbol, venue, tick=tick, lot=Decimal("0.00001"))
        return ResolvedInstrument(instrument, found.substituted)

    async def closed_candles(self, venue: str, symbol: str, timeframe: Timeframe, *, at: int, count: int) -> Candles:
        self.asked.append((symbol, str(timeframe)))
        if self.held is not None:
            await self.held.wait()
        problem = self.problems.get(str(timeframe), self.problem)
        if problem is not None:
            raise problem
        if (symbol, timeframe) in self._scripts:
            return self._scripts[symbol, timeframe].closed_at(at).last(count)
        base = _walk(symbol, self._last)
        if symbol in self._drawn:
            since, price, low = self._drawn[symbol]
            past = base.closed_at(since)
            ts = np.arange(past.end, self._last, _QUARTER.ms, dtype=np.int64)
            flat = np.full(len(ts), price)
            base = past.merge(Candles(symbol, _QUARTER, ts, flat, flat, np.full(len(ts), low), flat, np.ones(len(ts))))
        return resample(base.closed_at(at), timeframe, at=at).last(count)

    async def book(self, venue: str, symbol: str) -> Book:
        now = self._clock.now_ms()
        price = Decimal(str(_walk(symbol, self._last).closed_at(now).close[-1]))
        step, amount = price * Decimal("0.0001"), Decimal(1_000_000) / price
        rungs = range(1, 11)
        bids = tuple((price - step * n, amount) for n in rungs)
        asks = tuple((price + step * n, amount) for n in rungs)
        return Book(symbol, bids, asks, now)

    async def moment(self, venue: str, symbol: str | None = None) -> int:
        now = self._clock.now_ms()
        return now if self.stands_at is None else min(now, self.stands_at)


@lru_cache(maxsize=16)
def _walk(symbol: str, last: int) -> Candles:
    """A gentle rise with waves and noise, so that plans of every kind come about."""
    if symbol not in PRICES:
        raise Invalid(f"{symbol} is not traded here.", code="INVALID_SYMBOL")
    chance = np.random.default_rng([ord(letter) for letter in symbol])
    steps = chance.normal(0.00001, 0.0016, _ROWS) + 0.0002 * np.sin(np.arange(_ROWS) / 150)
    close = PRICES[symbol] * np.exp(np.cumsum(steps) - steps.sum())
    first = np.concatenate(([close[0]], close[:-1]))
    spread = np.abs(chance.normal(0, 0.0008, (2, _ROWS))) * close
    high, low = np.maximum(first, close) + spread[0], np.minimum(first, close) - spread[1]
    ts = last - _QUARTER.ms * np.arange(_ROWS, 0, -1, dtype=np.int64)
    return Candles(symbol, _QUARTER, ts, first, high, low, close, chance.gamma(2.0, 50.0, _ROWS))
