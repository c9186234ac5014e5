"""The library's face: `import nofomo as nf`. Candles in, one analysis out, without a server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any, Literal

from nofomo.adapters.candle_files import read_candle_file
from nofomo.engine.analysis import (
    PARAMETERS,
    Analysis,
    GateInputs,
    Options,
    bundle,
    document,
    evaluate_gates,
    fundamental,
    render,
)
from nofomo.engine.analysis import analyze as analyze_bundle
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.instrument import Instrument, seen_instrument
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import FILE_VENUE
from nofomo.features.plans.documents import Sheet, render_pdf, render_png
from nofomo.infra.documents import Theme, Typesetter

Language = Literal["id", "en"]
_QUARTER = Timeframe(15)
_LATEST_MS = 4_102_444_800_000


@dataclass(frozen=True, slots=True)
class AnalysisResult:
    """An analysis with its words: `analysis` is the typed structure, `to_dict()` the promised payload.

    `candles` are those that its chart shows: of the smallest timeframe, closed at its moment.
    """

    analysis: Analysis
    candles: Candles

    def to_dict(self, *, language: Language = "en", timezone: str = "Asia/Jakarta") -> dict[str, Any]:
        """The payload of DESIGN, as the API sends it: JSON-able, sentences in `language`, times in `timezone`."""
        return render(document(self.analysis), language=language, timezone=timezone)

    def to_pdf(
        self, *, language: Language = "en", timezone: str = "Asia/Jakarta", theme: Theme = "light", sizes: bool = True
    ) -> bytes:
        """One A4 page; without `sizes` it does not tell quantities, money and equity."""
        return render_pdf(Typesetter(), self._sheet(language, timezone), theme=theme, sizes=sizes)

    def to_png(
        self, *, language: Language = "en", timezone: str = "Asia/Jakarta", theme: Theme = "light"
    ) -> bytes:  # fmt: skip
        """The chart with its verdict as a picture of 1280 × 720 pixels."""
        return render_png(Typesetter(), self._sheet(language, timezone), theme=theme)

    def _sheet(self, language: Language, timezone: str) -> Sheet:
        return Sheet(self.to_dict(language=language, timezone=timezone), self.candles, language, timezone)


def read_candles(
    path: str | PathLike[str], *, symbol: str | None = None, timeframe: str | Timeframe | None = None
) -> Candles:
    """Candles from a CSV or Parquet file with `ts` (ms, open time, UTC), `open high low close volume`.

    The symbol is taken from the file's name and the timeframe from the spacing of the rows where they are not given.
    Raises Invalid naming the row that is wrong.
    """
    frame = Timeframe.parse(timeframe) if isinstance(timeframe, str) else timeframe
    return read_candle_file(Path(path), symbol, timeframe=frame)


def analyze(
    candles: Candles,
    *,
    at: str | int | datetime | None = None,
    options: Options = Options(),
    instrument: Instrument | None = None,
    others: Sequence[Candles] = (),
    timezone: str = "Asia/Jakarta",
) -> AnalysisResult:
    """The SPOT I analysis of `candles` (of the smallest timeframe asked for, or finer) at the moment `at`.

    `at` is ISO text, ms or an aware datetime; by default the moment at which the newest candle closed. Without an
    `instrument` the tick is the smallest step seen before `at`. Candles of `BTC/…` among `others` serve the BTC gate;
    gates without a source are unknown. Later candles never change the answer. Raises Invalid.
    """
    moment = candles.end if at is None else to_ms(at)
    known = candles.closed_at(moment)
    used = instrument or seen_instrument(known, venue=FILE_VENUE)
    series = bundle(known, options.timeframes, at=moment, keep=PARAMETERS.history.keep)
    bitcoin = candles if used.base == "BTC" else next((c for c in others if c.symbol.startswith("BTC/")), None)
    inputs = GateInputs(
        timezone=timezone,
        candles={frame: series[frame] for frame in options.timeframes},
        btc=_quarters(bitcoin, moment),
        loss_today=Decimal(0),
        risk_amount=options.equity * Decimal(str(options.risk_pct)) / 100,
        planned=options.equity,
    )
    gates = evaluate_gates(inputs, at=moment, symbol=used.symbol)
    result = analyze_bundle(series, instrument=used, at=moment, options=options, gates=gates)
    told = replace(result, fundamental=fundamental(gates, inputs, at=moment, symbol=used.symbol))
    return AnalysisResult(told, series[options.timeframes[-1]])


def to_ms(at: str | int | datetime) -> int:
    """A moment from 1970 to 2100 as ms UTC. Text without a zone is UTC. Raises Invalid (`INVALID_TIME`)."""
    ms = at if isinstance(at, int) else _ms_of(at)
    if not 0 <= ms < _LATEST_MS:
        raise Invalid(f"{at!r} lies outside the years 1970 to 2099.", code="INVALID_TIME")
    return ms


def _ms_of(at: str | datetime) -> int:
    try:
        moment = datetime.fromisoformat(at.strip().replace("Z", "+00:00")) if isinstance(at, str) else at
    except ValueError:
        raise Invalid(f"{at!r} is not a moment. Write it like 2024-03-14T12:00Z.", code="INVALID_TIME") from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(aware.timestamp() * 1000)


def _quarters(candles: Candles | None, at: int) -> Candles | None:
    """15m candles for the BTC gate, where the series is fine enough."""
    if candles is None or candles.timeframe > _QUARTER:
        return None
    rows = 300 * _QUARTER.ms // candles.timeframe.ms
    return resample(candles.closed_at(at).last(rows), _QUARTER, at=at)
