"""Candles on disk: the store, and people's own files."""

from __future__ import annotations

from nofomo.adapters.candle_files.reading import read_candle_file, read_with_notes
from nofomo.adapters.candle_files.store import ParquetCandleStore
from nofomo.adapters.candle_files.writing import CandleFileReader, encode_candles

__all__ = ["CandleFileReader", "ParquetCandleStore", "encode_candles", "read_candle_file", "read_with_notes"]
