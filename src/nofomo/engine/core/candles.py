"""Closed candles as frozen columns that cannot hold bad data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.timeframe import Timeframe

FloatColumn = NDArray[np.float64]
IntColumn = NDArray[np.int64]
PRICE_COLUMNS: Final = ("open", "high", "low", "close")
COLUMNS: Final = ("ts", *PRICE_COLUMNS, "volume")


def iso(ts: int) -> str:
    """A moment in ms as `2024-03-14T12:00:00Z`."""
    return datetime.fromtimestamp(ts / 1000, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def milliseconds(text: str) -> int:
    """The moment that an ISO text names, in ms: the inverse of `iso`. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Gap:
    """Missing candles: open times from `first` to `last` inclusive (ms), `count` of them."""

    first: int
    last: int
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Candles:
    """Closed candles of one symbol and timeframe, oldest first.

    `ts` is the open time (int64 ms UTC) on the timeframe's grid, strictly rising; prices and volume are float64 of the
    same length, C-contiguous and read-only; volume is in base currency. Missing candles are left out, never filled.
    Building one with bad data raises Invalid (`BAD_CANDLES`) naming the row.
    """

    symbol: str
    timeframe: Timeframe
    ts: IntColumn
    open: FloatColumn
    high: FloatColumn
    low: FloatColumn
    close: FloatColumn
    volume: FloatColumn
    checked: bool = field(default=False, repr=False)

    def __post_init__(self) -> None:
        for name in COLUMNS:
            column = _column(getattr(self, name), name)
            if column is getattr(self, name) and column.flags.writeable:
                column = column.copy()
            column.flags.writeable = False
            object.__setattr__(self, name, column)
        if not self.checked:
            _check(self)
            object.__setattr__(self, "checked", True)

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[Any]], *, symbol: str, timeframe: Timeframe) -> Candles:
        """Build from rows of `(ts, open, high, low, close, volume)`; further fields are ignored."""
        table = [tuple(row[:6]) for row in rows]
        short = next((i for i, row in enumerate(table) if len(row) < len(COLUMNS)), None)
        if short is not None:
            raise Invalid(
                f"{symbol} {timeframe}: row {short} has {len(table[short])} fields, {len(COLUMNS)} are needed.",
                code="BAD_CANDLES",
                details={"row": short},
            )
        columns = list(zip(*table, strict=True)) if table else [()] * len(COLUMNS)
        named: dict[str, Any] = {name: _column(values, name) for name, values in zip(COLUMNS, columns, strict=True)}
        return cls(symbol, timeframe, **named)

    @classmethod
    def empty(cls, *, symbol: str, timeframe: Timeframe) -> Candles:
        """No candles at all."""
        return cls.from_rows((), symbol=symbol, timeframe=timeframe)

    def __len__(self) -> int:
        return len(self.ts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Candles):
            return NotImplemented
        same = self.symbol == other.symbol and self.timeframe == other.timeframe
        return same and all(np.array_equal(getattr(self, name), getattr(other, name)) for name in COLUMNS)

    def __hash__(self) -> int:
        return hash((self.symbol, self.timeframe, self.ts.tobytes(), self.close.tobytes()))

    def slice(self, start: int | None, stop: int | None) -> Candles:
        """Rows `start:stop` by position, sharing memory."""
        part = slice(start, stop)
        return Candles(
            self.symbol, self.timeframe, self.ts[part], self.open[part], self.high[part], self.low[part],
            self.close[part], self.volume[part], checked=True,
        )  # fmt: skip

    def closed_at(self, at: int) -> Candles:
        """Only the candles that are complete at the moment `at` (ms): open time + length ≤ `at`."""
        return self.slice(None, int(np.searchsorted(self.ts, at - self.timeframe.ms, side="right")))

    def since(self, ts: int) -> Candles:
        """Only the candles whose open time is at or after `ts`."""
        return self.slice(int(np.searchsorted(self.ts, ts, side="left")), None)

    def last(self, count: int) -> Candles:
        """The newest `count` candles (all of them when there are fewer)."""
        return self.slice(max(0, len(self) - count), None)

    @property
    def end(self) -> int:
        """The moment at which the newest candle closed (ms). Raises Invalid when empty."""
        if not len(self):
            raise Invalid(f"There are no {self.timeframe} candles of {self.symbol}.", code="NO_CANDLES")
        return int(self.ts[-1]) + self.timeframe.ms

    def gaps(self) -> tuple[Gap, ...]:
        """The holes between the first and the last candle."""
        step = self.timeframe.ms
        holes = np.flatnonzero(np.diff(self.ts) > step)
        return tuple(
            Gap(int(self.ts[i]) + step, int(self.ts[i + 1]) - step, int((self.ts[i + 1] - self.ts[i]) // step) - 1)
            for i in holes
        )

    def merge(self, newer: Candles) -> Candles:
        """Both together; where both have a candle of the same open time, that of `newer` stands.

        Raises Invalid `BAD_CANDLES` where they are not of one symbol and timeframe.
        """
        if (self.symbol, self.timeframe) != (newer.symbol, newer.timeframe):
            raise Invalid(
                f"{newer.symbol} {newer.timeframe} candles do not belong to {self.symbol} {self.timeframe}.",
                code="BAD_CANDLES",
            )
        if not len(newer):
            return self
        if not len(self):
            return newer
        if int(newer.ts[0]) > int(self.ts[-1]):
            parts = {name: np.concatenate((getattr(self, name), getattr(newer, name))) for name in COLUMNS}
        else:
            ts = np.concatenate((newer.ts, self.ts))
            _, keep = np.unique(ts, return_index=True)
            parts = {n: np.concatenate((getattr(newer, n), getattr(self, n)))[keep] for n in COLUMNS}
        return Candles(self.symbol, self.timeframe, **parts, checked=True)


def _column(values: Any, name: str) -> NDArray[Any]:
    """One contiguous column of the right type. Raises Invalid where something is not a number."""
    try:
        raw = np.asarray(values)
        if name == "ts" and raw.dtype.kind not in "iu":
            raw = np.asarray(values, dtype=np.float64)
            bad = np.flatnonzero(~np.isfinite(raw) | (raw != np.floor(raw)))
            if len(bad):
                raise Invalid(f"Row {int(bad[0])}: ts is not whole milliseconds.", code="BAD_CANDLES",
                              details={"row": int(bad[0])})  # fmt: skip
        column = np.ascontiguousarray(raw, dtype=np.int64 if name == "ts" else np.float64)
    except (TypeError, ValueError) as problem:
        raise Invalid(f"Column {name} holds something that is not a number.", code="BAD_CANDLES",
                      details={"column": name}) from problem  # fmt: skip
    if column.ndim != 1:
        raise Invalid(f"Column {name} is not one column of numbers.", code="BAD_CANDLES", details={"column": name})
    return column


def _check(candles: Candles) -> None:
    """Refuse the first bad row, naming it."""
    size = len(candles.ts)
    for name in COLUMNS:
        if len(getattr(candles, name)) != size:
            raise Invalid(f"Column {name} has {len(getattr(candles, name))} rows, ts has {size}.", code="BAD_CANDLES")
    if size == 0:
        return
    prices = np.stack([getattr(candles, name) for name in PRICE_COLUMNS])
    top, bottom = prices.max(axis=0), prices.min(axis=0)
    step, offset = candles.timeframe.ms, candles.timeframe.offset_ms
    falls = np.zeros(size, dtype=bool)
    falls[1:] = np.diff(candles.ts) <= 0
    with np.errstate(invalid="ignore"):
        problems = (
            (~np.isfinite(prices).all(axis=0) | ~np.isfinite(candles.volume), "holds a value that is not a number"),
            (falls, "does not come after the row before it (unsorted or duplicate ts)"),
            ((candles.ts - offset) % step != 0, f"does not open on the {candles.timeframe} grid"),
            (prices.min(axis=0) <= 0, "has a price that is not positive"),
            (candles.high < top, "has a high below its open, close or low"),
            (candles.low > bottom, "has a low above its open, close or high"),
            (candles.volume < 0, "has a negative volume"),
        )
    firsts = [(int(np.flatnonzero(bad)[0]), text) for bad, text in problems if bad.any()]
    if firsts:
        row, text = min(firsts, key=lambda item: item[0])
        raise Invalid(
            f"{candles.symbol} {candles.timeframe}: row {row} ({iso(int(candles.ts[row]))}) {text}.",
            code="BAD_CANDLES",
            details={"row": row, "ts": int(candles.ts[row])},
        )
