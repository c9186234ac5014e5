"""One fine series in, the timeframes of an analysis out."""

from __future__ import annotations

from collections.abc import Sequence

from nofomo.engine.analysis.market import DAILY
from nofomo.engine.analysis.parameters import PARAMETERS
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import Timeframe


def bundle(
    candles: Candles, timeframes: Sequence[Timeframe], *, at: int, keep: int = PARAMETERS.history.keep
) -> dict[Timeframe, Candles]:
    """The newest `keep` closed candles at `at` (ms) of each timeframe and of 1d, made of one finer series.

    1d is there for the bias even where it was not asked for; it is left out where the series is coarser. Raises Invalid
    `INVALID_TIMEFRAME` where a timeframe that was asked for cannot be made of the series.
    """
    wanted = dict.fromkeys(timeframes)
    if DAILY.ms % candles.timeframe.ms == 0 and candles.timeframe <= DAILY:
        wanted[DAILY] = None
    return {frame: _newest(candles, frame, at=at, keep=keep) for frame in wanted}


def _newest(candles: Candles, timeframe: Timeframe, *, at: int, keep: int) -> Candles:
    """Resample no more rows than are needed: two spare candles cover the one cut open and the unfinished one."""
    rows = (keep + 2) * max(1, timeframe.ms // candles.timeframe.ms)
    return resample(candles.closed_at(at).last(rows), timeframe, at=at).last(keep)
