"""Analysis of three timeframes × 1,000 candles and the day from memory, and what surrounds it."""

from __future__ import annotations

from tests.support.candles import instrument, market

from bench.harness import Row, median_ms
from nofomo.engine.analysis import analyze, bundle, document, render
from nofomo.engine.analysis.model import Options

RUNS = 200


def run() -> list[Row]:
    """Medians in ms; only the analysis itself is promised (below 10 ms)."""
    options, rules = Options(), instrument()
    series = market(1, rows=17_000)
    at = series.end
    frames = bundle(series, options.timeframes, at=at)
    analysis = analyze(frames, instrument=rules, at=at, options=options)
    stored = document(analysis)
    work = median_ms(lambda: analyze(frames, instrument=rules, at=at, options=options), runs=RUNS)
    cut = median_ms(lambda: bundle(series, options.timeframes, at=at), runs=RUNS)
    text = median_ms(lambda: render(stored, language="id", timezone="Asia/Jakarta"), runs=RUNS)
    return [
        Row("analysis: three timeframes × 1,000 candles", work, "ms", 10),
        Row("analysis: 17,000 candles of 15m into four timeframes", cut, "ms"),
        Row("analysis: stored document into words", text, "ms"),
    ]
