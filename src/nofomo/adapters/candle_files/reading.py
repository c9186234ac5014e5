"""People's candle files: CSV (also gzipped) and Parquet with `ts open high low close volume`.

`ts` is the open time: milliseconds, seconds, micro- or nanoseconds since the epoch, or a date and time (UTC unless it
says otherwise). Other usual names of the columns, Binance's headerless dumps and MetaTrader's `<DATE> <TIME>` are
understood. What had to be guessed is said in the notes. A bad row refuses the file and is named.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nofomo.adapters.candle_files.file_names import symbol_in
from nofomo.engine.core.candles import Candles, FloatColumn, IntColumn
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.instrument import spell_symbol
from nofomo.engine.core.timeframe import MINUTE_MS, Timeframe
from nofomo.features.market import CandleFile

if TYPE_CHECKING:
    import polars as pl

_NAMES: Final = {
    "ts": ("ts", "timestamp", "open_time", "opentime", "time", "datetime", "date", "unix", "unix_timestamp"),
    "open": ("open", "o"),
    "high": ("high", "h"),
    "low": ("low", "l"),
    "close": ("close", "c"),
    "volume": ("volume", "vol", "v", "base_volume", "tickvol", "tick_volume"),
}
_UNITS: Final = (
    (1e11, "seconds", 1000.0),
    (1e14, "milliseconds", 1.0),
    (1e17, "microseconds", 1e-3),
    (np.inf, "nanoseconds", 1e-6),
)
_DATES: Final = (
    "%Y-%m-%dT%H:%M:%S%.fZ", "%Y-%m-%dT%H:%M:%S%.f%:z", "%Y-%m-%d %H:%M:%S%.f%:z", "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%MZ", "%Y-%m-%d %H:%M", "%Y.%m.%d %H:%M:%S",
    "%Y.%m.%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d",
)  # fmt: skip
_SAMPLE: Final = 200


@dataclass
class _Table:
    """What was in the file: a frame of named columns, where row `i` stands in the file, and what was understood."""

    frame: pl.DataFrame
    place: Callable[[int], str]
    notes: list[str] = field(default_factory=list)


def read_candle_file(path: Path, symbol: str | None = None, *, timeframe: Timeframe | None = None) -> Candles:
    """Candles from a CSV or Parquet file. See `read_with_notes`."""
    return read_with_notes(path, symbol=symbol, timeframe=timeframe).candles


def read_with_notes(path: Path, *, symbol: str | None = None, timeframe: Timeframe | None = None) -> CandleFile:
    """Candles and what had to be understood.

    The symbol is taken from `symbol`, else from the file's name; the timeframe from `timeframe`, else from the spacing.
    Raises Invalid (`BAD_FILE`) where the file cannot be read at all, Invalid (`BAD_CANDLES`) with the row
    and the reason where its content is wrong, Invalid (`NO_SYMBOL`) where no symbol can be found.
    """
    if not path.is_file():
        raise Invalid(f"There is no file {path}.", code="BAD_FILE")
    symbol = spell_symbol(symbol) if symbol else symbol_in(path)
    table = _read_parquet(path) if _is_parquet(path) else _read_csv(path)
    if not table.frame.height:
        raise Invalid(f"{path.name} has no rows.", code="BAD_FILE")
    ts = _moments(table, path.name)
    prices = {name: _floats(table, name, file=path.name) for name in ("open", "high", "low", "close", "volume")}
    if len(ts) > 1 and (np.diff(ts) < 0).all():
        table.notes.append("Rows run from the newest to the oldest; they were turned round.")
        ts, prices = ts[::-1], {name: column[::-1] for name, column in prices.items()}
        place, size = table.place, len(ts)
        table.place = lambda row: place(size - 1 - row)
    timeframe = timeframe or _spacing(ts, path.name)
    try:
        candles = Candles(symbol, timeframe, ts, **prices, checked=False)
    except Invalid as error:
        row = error.details.get("row")
        if not isinstance(row, int):
            raise
        said = error.message.partition(": row ")[2].partition(" ")[2]
        raise _bad(path.name, table.place(row), said=said) from error
    return CandleFile(candles, tuple(table.notes))


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def _read_parquet(path: Path) -> _Table:
    import polars as pl  # noqa: PLC0415 — 0.5 s and 42 MB that most processes never need

    try:
        frame = pl.read_parquet(path, memory_map=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Invalid(f"{path.name} is not a Parquet file that can be read: {_first_line(error)}",
                      code="BAD_FILE") from error  # fmt: skip
    return _named(_Table(frame, lambda row: f"row {row + 1}"), path.name)


def _read_csv(path: Path) -> _Table:
    import polars as pl  # noqa: PLC0415 — as above

    try:
        with (
            gzip.open(path, "rt", encoding="utf-8-sig")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8-sig") as file
        ):
            first = file.readline()
        mark = max(",;\t", key=first.count)
        cells = next(csv.reader([first], delimiter=mark), [])
        headed = not all(_is_number(cell) for cell in cells)
        frame = pl.read_csv(path, has_header=headed, infer_schema=False, separator=mark, null_values=[""])
    except (pl.exceptions.PolarsError, OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise Invalid(f"{path.name} is not a CSV file that can be read: {_first_line(error)}",
                      code="BAD_FILE") from error  # fmt: skip
    table = _Table(frame, lambda row: f"line {row + 1 + headed}")
    if not headed:
        if frame.width < 6:
            raise Invalid(f"{path.name} has no header and {frame.width} columns instead of at least six.",
                          code="BAD_FILE")  # fmt: skip
        names = dict(zip(frame.columns[:6], _NAMES, strict=True))
        table.frame = frame.select(frame.columns[:6]).rename(names)
        table.notes.append("There is no header: the columns were taken as ts, open, high, low, close, volume.")
    return _named(table, path.name)


def _named(table: _Table, file: str) -> _Table:
    """The six columns under our names."""
    import polars as pl  # noqa: PLC0415 — as above

    known = {name.strip().strip("<>").strip().lower().replace(" ", "_"): name for name in table.frame.columns}
    if {"date", "time"} <= known.keys() and not known.keys() & {"ts", "timestamp"}:
        joined = pl.concat_str([known["date"], known["time"]], separator=" ").alias("ts")
        table.frame, known = table.frame.with_columns(joined), {**known, "ts": "ts"}
    chosen: dict[str, str] = {}
    for name, spellings in _NAMES.items():
        found = next((known[spelling] for spelling in spellings if spelling in known), None)
        if found is not None:
            chosen[name] = found
        elif name == "volume":
            table.frame = table.frame.with_columns(pl.lit(0.0).alias("volume"))
            chosen[name] = "volume"
            table.notes.append("There is no volume column: volumes are 0.")
        else:
            have = ", ".join(table.frame.columns[:12])
            raise Invalid(f"{file} has no column {name!r}; it has: {have}.", code="BAD_FILE",
                          details={"missing": name})  # fmt: skip
    table.frame = table.frame.select([pl.col(old).alias(new) for new, old in chosen.items()])
    return table


def _floats(table: _Table, name: str, *, file: str) -> FloatColumn:
    import polars as pl  # noqa: PLC0415 — as above

    column = table.frame[name]
    cast = column.cast(pl.Float64, strict=False)
    _refuse_nulls(table, cast, said=f"has no number as {name}", file=file)
    return cast.to_numpy().astype(np.float64)


def _moments(table: _Table, file: str) -> IntColumn:
    """Open times in ms."""
    import polars as pl  # noqa: PLC0415 — as above

    column = table.frame["ts"]
    if column.dtype.is_temporal():
        stamps = column.cast(pl.Datetime("ms")).cast(pl.Int64)
        _refuse_nulls(table, stamps, said="has no time", file=file)
        table.notes.append("Times were read as dates, in UTC.")
        return stamps.to_numpy().astype(np.int64)
    numbers = column.cast(pl.Float64, strict=False)
    if column.dtype == pl.String and numbers.head(_SAMPLE).null_count() > numbers.head(_SAMPLE).len() // 2:
        return _dates(table, column, file=file)
    _refuse_nulls(table, numbers, said="has no time that can be read", file=file)
    values = numbers.to_numpy()
    middle = float(np.median(values))
    _, unit, factor = next(row for row in _UNITS if middle < row[0])
    if unit != "milliseconds":
        table.notes.append(f"Times were read as {unit}.")
    return np.round(values * factor).astype(np.int64)


def _dates(table: _Table, column: pl.Series, *, file: str) -> IntColumn:
    import polars as pl  # noqa: PLC0415 — as above

    sample = column.head(_SAMPLE)
    best, fewest = _DATES[0], sample.len() + 1
    for form in _DATES:
        nulls = sample.str.to_datetime(form, time_unit="ms", strict=False).null_count()
        if nulls < fewest:
            best, fewest = form, nulls
    stamps = column.str.to_datetime(best, time_unit="ms", strict=False).cast(pl.Int64)
    _refuse_nulls(table, stamps, said="has no time that can be read", file=file)
    table.notes.append(
        "Times were read as dates." if "z" in best.lower() else "Times were read as dates without a zone, in UTC."
    )
    return stamps.to_numpy().astype(np.int64)


def _refuse_nulls(table: _Table, column: pl.Series, *, said: str, file: str) -> None:
    if column.null_count():
        row = column.is_null().arg_max()
        raise _bad(file, table.place(row or 0), said=f"{said}.")


def _spacing(ts: IntColumn, file: str) -> Timeframe:
    """The timeframe whose length is the smallest distance between rows."""
    steps = np.diff(ts)
    steps = steps[steps > 0]
    if not len(steps):
        raise Invalid(f"{file} has too few rows to tell the timeframe. Say it: --timeframe 15m", code="NO_TIMEFRAME")
    step = int(steps.min())
    if step % MINUTE_MS:
        raise Invalid(f"Rows of {file} are {step / 1000:g} s apart; candles last whole minutes. Is ts the open time?",
                      code="BAD_CANDLES")  # fmt: skip
    return Timeframe(step // MINUTE_MS)


def _bad(file: str, place: str, *, said: str) -> Invalid:
    details: dict[str, Any] = {"row": int(place.split()[1]), "file": file}
    return Invalid(f"{file}, {place}: {said} Nothing was imported.", code="BAD_CANDLES", details=details)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
