"""Candles on disk: the store, and people's own files."""

from __future__ import annotations

from nofomo.adapters.candle_files.store import FileCandleStore

__all__ = ["FileCandleStore"]
