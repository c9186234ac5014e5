"""Candles as files for people: CSV, Parquet, Excel."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from nofomo.adapters.candle_files.reading import read_with_notes
from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import CandleFile, FileFormat

EXCEL_ROWS: Final = 1_048_575


def encode_candles(candles: Candles, form: FileFormat) -> bytes:
    """The candles as a file: the six columns of an import, and the time as a date where a person would look for it.

    Raises Invalid (`TOO_MANY_ROWS`) beyond Excel's 1,048,575 rows.
    """
    import polars as pl  # noqa: PLC0415 — 0.5 s and 42 MB that most processes never need

    frame = pl.DataFrame({name: getattr(candles, name) for name in COLUMNS})
    out = io.BytesIO()
    if form == "parquet":
        frame.write_parquet(out, compression="zstd")
        return out.getvalue()
    time = pl.from_epoch("ts", time_unit="ms").alias("time")
    if form == "csv":
        frame.with_columns(time.dt.strftime("%Y-%m-%dT%H:%M:%SZ")).write_csv(out)
        return out.getvalue()
    if len(candles) > EXCEL_ROWS:
        raise Invalid(f"Excel holds {EXCEL_ROWS:,} rows, these are {len(candles):,}. Choose CSV or Parquet.",
                      code="TOO_MANY_ROWS")  # fmt: skip
    name = f"{candles.symbol.replace('/', '-')} {candles.timeframe}"
    frame = frame.with_columns(time).select("time", *COLUMNS)
    frame.write_excel(out, worksheet=name[:31], autofit=True, freeze_panes=(1, 0), float_precision=8)
    return out.getvalue()


class CandleFileReader:
    """Implements the port `CandleFiles`."""

    def read(self, path: Path, *, symbol: str | None = None, timeframe: Timeframe | None = None) -> CandleFile:
        """Read CSV or Parquet."""
        return read_with_notes(path, symbol=symbol, timeframe=timeframe)

    def encode(self, candles: Candles, form: FileFormat) -> bytes:
        """The candles as a file."""
        return encode_candles(candles, form)
