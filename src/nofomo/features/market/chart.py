"""The columns that the chart draws: candles and the lines that the analysis reads."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.engine.formula.indicators import bollinger, ema, sma

WINDOW: Final = 1_000
"""Lines are computed over exactly the candles that an analysis reads, so that both show the same numbers."""
_EMAS: Final = (5, 20, 50, 100, 200)
_BANDS: Final = 20
_VOLUME: Final = 20


def chart_columns(candles: Candles, *, limit: int) -> dict[str, NDArray[Any]]:
    """The last `limit` rows of every column; NaN where a line has not warmed up."""
    columns: dict[str, NDArray[Any]] = {name: getattr(candles, name) for name in COLUMNS}
    if len(candles):
        for period in _EMAS:
            columns[f"ema{period}"] = _line(ema, candles.close, period=period)
        bands = bollinger(candles.close, _BANDS) if len(candles) >= _BANDS else None
        blank = np.full(len(candles), np.nan)
        columns["bbUpper"], columns["bbMiddle"], columns["bbLower"] = (
            (bands.upper, bands.middle, bands.lower) if bands else (blank, blank, blank)
        )
        columns["volumeMa"] = _line(sma, candles.volume, period=_VOLUME)
    else:
        for name in (*(f"ema{period}" for period in _EMAS), "bbUpper", "bbMiddle", "bbLower", "volumeMa"):
            columns[name] = candles.close
    return {name: np.ascontiguousarray(column[-limit:]) for name, column in columns.items()}


def _line(average: Any, values: NDArray[np.float64], *, period: int) -> NDArray[np.float64]:
    return average(values, period) if len(values) >= period else np.full(len(values), np.nan)
