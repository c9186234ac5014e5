"""The newest candles in memory, shared by everyone."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Final

from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.features.market.model import Series
from nofomo.infra.clock import is_recent

MOST_CANDLES: Final = 5_000
ASK_AGAIN_MS: Final = 2_000
"""A venue that lacks the newest candle is not asked for it more often than this."""
SILENT_AGAIN_MS: Final = 30_000
"""Nor more often than this one that has been silent for hours: a market that is closed, a coin that nobody trades."""
_HOURS_OF_SILENCE_MS: Final = 2 * 3_600_000


@dataclass(frozen=True, slots=True)
class Held:
    """Candles of which all from `floor` to `through` (open times, ms) are here that exist.

    `whole` says that there are none before the first one. The venue was asked up to `asked` at the moment `asked_at`:
    where that lies after `through`, the newest candle was not there yet or was `provisional` (closed by the clock, but
    nothing newer shows yet that the venue is done with it). `version` is that of the store's files.
    """

    candles: Candles
    floor: int
    through: int
    whole: bool = False
    asked: int = 0
    asked_at: int = 0
    provisional: Candles | None = None
    version: int = 0

    @property
    def nbytes(self) -> int:
        """Memory of the columns."""
        return sum(getattr(self.candles, name).nbytes for name in COLUMNS)


class CandleCache:
    """Least recently used series leave first once `most_bytes` are held."""

    def __init__(self, *, most_bytes: int = 64 * 1024 * 1024) -> None:
        self._most_bytes = most_bytes
        self._held: OrderedDict[Series, Held] = OrderedDict()
        self._bytes = 0

    @property
    def nbytes(self) -> int:
        """Memory held now."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._held)

    def get(self, series: Series) -> Held | None:
        """What is held of a series."""
        held = self._held.get(series)
        if held is not None:
            self._held.move_to_end(series)
        return held

    def last(self, series: Series, *, end: int, count: int, now: int, version: int = 0) -> Candles | None:
        """The last `count` candles opening at or before `end`, or None where they are not all here at `now`."""
        held = self.get(series)
        if held is None or held.version != version:
            return None
        found = held.candles
        if held.through < end:
            if held.asked < end or not is_recent(held.asked_at, now=now, within_ms=_pause_ms(held, now)):
                return None
            found = found if held.provisional is None else found.merge(held.provisional)
        candles = found.closed_at(end + series.timeframe.ms)
        if len(candles) < count and not held.whole:
            return None
        return candles.last(count)

    def put(self, series: Series, held: Held) -> None:
        """Hold candles: joined to what is held where they touch, else the one that reaches further stays."""
        joined = _trim(_join(self._held.get(series), held))
        self.forget(series)
        if joined.nbytes > self._most_bytes:
            return
        self._held[series] = joined
        self._bytes += joined.nbytes
        while self._bytes > self._most_bytes:
            _, gone = self._held.popitem(last=False)
            self._bytes -= gone.nbytes

    def forget(self, series: Series) -> None:
        """Drop a series."""
        gone = self._held.pop(series, None)
        if gone is not None:
            self._bytes -= gone.nbytes


def _pause_ms(held: Held, now: int) -> int:
    """How long to wait before asking again for the first candle that is missing."""
    due = held.through + 2 * held.candles.timeframe.ms
    return SILENT_AGAIN_MS if now - due > _HOURS_OF_SILENCE_MS else ASK_AGAIN_MS


def _join(old: Held | None, new: Held) -> Held:
    step = new.candles.timeframe.ms
    if old is None or old.version != new.version:
        return new
    if new.floor > old.through + step or old.floor > new.through + step:
        return new if new.through >= old.through else old
    return Held(
        old.candles.merge(new.candles),
        floor=min(old.floor, new.floor),
        through=max(old.through, new.through),
        whole=old.whole or new.whole,
        asked=new.asked,
        asked_at=new.asked_at,
        provisional=new.provisional,
        version=new.version,
    )


def _trim(held: Held) -> Held:
    if len(held.candles) <= MOST_CANDLES:
        return held
    newest = held.candles.last(MOST_CANDLES)
    # A copy, so that the long columns behind the slice are let go.
    columns = {name: getattr(newest, name).copy() for name in COLUMNS}
    kept = Candles(newest.symbol, newest.timeframe, **columns, checked=True)
    return replace(held, candles=kept, floor=int(kept.ts[0]), whole=False)
