"""Candles for open legs, in pieces of bounded size, and smaller ones where those alone cannot tell."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson
from sqlalchemy import Row

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import NofomoError, TryLater
from nofomo.engine.core.timeframe import Timeframe
from nofomo.engine.simulator.orders import LegOrders
from nofomo.engine.simulator.outcome import resolve
from nofomo.engine.simulator.progress import Progress
from nofomo.features.plans.ports import CandleSource
from nofomo.features.plans.services.outcome_rows import orders_of, progress_of

_PIECE: Final = 1_000
"""So many candles are looked at in one go; a plan of thirty days on 15m is three times that."""
_MINUTE: Final = Timeframe(1)


@dataclass(slots=True)
class OpenLeg:
    """A leg that is still open: its row as it was read, how far it has come, and how much of that is kept and told."""

    row: Row[Any]
    orders: LegOrders
    progress: Progress
    kept_until: int
    told: int

    @classmethod
    def of(cls, row: Row[Any]) -> OpenLeg:
        """From a row of the outcome with its plan's `document`, `tick` and `fee_rate`."""
        orders = orders_of(orjson.loads(row.document), row.leg, tick=row.tick, taker=row.fee_rate)
        progress = progress_of(row)
        return cls(row, orders, progress, progress.checked_until, len(progress.events))

    def kept(self) -> None:
        """What it has come to is in its row now."""
        self.kept_until, self.told = self.progress.checked_until, len(self.progress.events)


class Resolver:
    """Walks open legs of one series forward to now."""

    def __init__(self, market: CandleSource) -> None:
        self._market = market

    async def moves(self, legs: Sequence[OpenLeg], frame: Timeframe, *, now: int) -> AsyncIterator[list[OpenLeg]]:
        """The legs that have come further, piece by piece; the caller keeps them before the next piece is looked at.

        A leg whose smaller candles cannot be had now stays before the candle that needs them. Raises what the venue
        answers with.
        """
        end = frame.floor(now)
        going = [leg for leg in legs if leg.progress.checked_until < end]
        cursor = frame.floor(min((leg.progress.checked_until for leg in going), default=end))
        while going and cursor < end:
            until = min(end, cursor + _PIECE * frame.ms)
            series, count = going[0].row, (until - cursor) // frame.ms + 1
            candles = await self._market.closed_candles(series.venue, series.symbol, frame, at=until, count=count)
            finer: dict[int, Candles] = {}
            moved: list[OpenLeg] = []
            for leg in tuple(going):
                before = leg.progress.checked_until
                went_on = await self._move(leg, candles, finer=finer)
                if leg.progress.final or not went_on:
                    going.remove(leg)
                if leg.progress.checked_until > before:
                    moved.append(leg)
            if moved:
                yield moved
            cursor = until

    async def _move(self, leg: OpenLeg, candles: Candles, *, finer: dict[int, Candles]) -> bool:
        """Take one leg over the candles; False where it has to wait for smaller ones."""
        progress = replace(leg.progress, last_close=_close_at(candles, leg.progress.checked_until))
        while True:
            # a month of candles is some milliseconds of arithmetic, and nobody else should wait for it
            made = await asyncio.to_thread(resolve, leg.orders, candles, so_far=progress, finer=finer, ask=True)
            leg.progress = progress = made.progress
            if made.undecided is None:
                return True
            try:
                finer[made.undecided] = await self._minutes(leg.row, candles.timeframe, ts=made.undecided)
            except TryLater:
                return False

    async def _minutes(self, row: Row[Any], frame: Timeframe, *, ts: int) -> Candles:
        """The minutes that make up the candle that opened at `ts`; none where the venue has no such candles."""
        nothing = Candles.empty(symbol=row.symbol, timeframe=_MINUTE)
        if frame <= _MINUTE:
            return nothing
        try:
            found = await self._market.closed_candles(
                row.venue, row.symbol, _MINUTE, at=ts + frame.ms, count=frame.minutes
            )
        except TryLater:
            raise
        except NofomoError:
            return nothing
        return found.since(ts)


def _close_at(candles: Candles, moment: int) -> float | None:
    """The close of the candle that ended at the moment (ms), where it is among them."""
    before = candles.closed_at(moment)
    return float(before.close[-1]) if len(before) and before.end == moment else None
