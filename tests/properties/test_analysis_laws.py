"""Laws of the analysis over markets of every kind: no look-ahead, sound levels and plans, no crash."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nofomo.engine.analysis.analyze import analyze
from nofomo.engine.analysis.bundle import bundle
from nofomo.engine.analysis.document import document, render
from nofomo.engine.analysis.model import Mode, Options
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.resample import resample
from nofomo.engine.formula.indicators import atr
from tests.campaign.invariants import broken_rules
from tests.support.candles import D1, H1, H4, M15, market, scaled, without

ROWS = 20_000
seeds = st.integers(0, 7)
rows = st.integers(6_000, ROWS)


@st.composite
def settings_of_a_person(draw: st.DrawFn) -> Options:
    modes: tuple[Mode, ...] = ("auto", "pullback", "breakout")
    return Options(
        mode=draw(st.sampled_from(modes)),
        third_target=draw(st.booleans()),
        risk_pct=draw(st.sampled_from((0.1, 0.5, 1.0, 3.0))),
        equity=Decimal(draw(st.sampled_from((20, 1000, 250_000)))),
    )


RULES: tuple[tuple[float, dict[str, Any]], ...] = (
    (1.0, {"tick": Decimal("0.01"), "lot": Decimal("0.001"), "min_notional": Decimal(5)}),
    (1e-7, {"tick": Decimal("0.00000001"), "lot": Decimal(1), "min_notional": Decimal(1)}),
    (
        0.011,
        {"tick": Decimal("0.00001"), "lot": Decimal(1000), "maker_fee": Decimal(0), "taker_fee": Decimal("0.00002")},
    ),
    (15_000.0, {"tick": Decimal(1000), "lot": Decimal("0.00000001"), "min_notional": Decimal(10_000)}),
    (1.0, {"tick": Decimal("0.25"), "lot": Decimal("0.1"), "maker_fee": Decimal("-0.0001")}),
)


def analysed(series: Candles, at: int, *, options: Options, rules: dict[str, Any]) -> tuple[Any, Instrument, float]:
    """The analysis, the trading rules and the yardstick it was made with."""
    instrument = Instrument(series.symbol, "file", **rules)
    frames = bundle(series, options.timeframes, at=at)
    hours = frames[H1]
    yardstick = float(atr(hours.high, hours.low, close=hours.close)[-1])
    return analyze(frames, instrument=instrument, at=at, options=options), instrument, yardstick


@given(seed=seeds, row=rows, options=settings_of_a_person(), scale=st.sampled_from(RULES))
@settings(max_examples=60, deadline=None)
def test_every_analysis_keeps_its_rules_at_any_price_tick_and_account(
    seed: int, row: int, options: Options, scale: tuple[float, dict[str, Any]]
) -> None:
    factor, rules = scale
    series = scaled(market(seed), price=factor)
    at = int(series.ts[row - 1]) + M15.ms
    analysis, instrument, yardstick = analysed(series, at, options=options, rules=rules)
    assert broken_rules(analysis, instrument=instrument, atr=yardstick) == []
    for language in ("id", "en"):
        assert render(document(analysis), language=language, timezone="Asia/Jakarta")["text"]


@given(seed=seeds, row=st.integers(6_000, ROWS - 1), minute=st.integers(0, 14))
@settings(max_examples=25, deadline=None)
def test_the_answer_at_a_moment_does_not_depend_on_what_came_later(seed: int, row: int, minute: int) -> None:
    series = market(seed)
    at = int(series.ts[row]) + minute * 60_000
    rules = RULES[0][1]
    instrument = Instrument(series.symbol, "file", **rules)
    known = series.slice(0, row)
    today, hindsight = ({frame: resample(found, frame) for frame in (H4, H1, M15, D1)} for found in (known, series))
    assert analyze(today, instrument=instrument, at=at) == analyze(hindsight, instrument=instrument, at=at)


@given(seed=seeds, row=rows, hole=st.integers(1, 900), back=st.integers(1, 1200), silent=st.booleans())
@settings(max_examples=30, deadline=None)
def test_holes_and_silence_never_break_an_analysis(seed: int, row: int, hole: int, back: int, silent: bool) -> None:
    series = market(seed).slice(0, row)
    first = max(0, row - hole - back)
    holed = scaled(without(series, first, hole), volume=0.0 if silent else 1.0)
    analysis, instrument, yardstick = analysed(holed, series.end, options=Options(), rules=RULES[0][1])
    assert broken_rules(analysis, instrument=instrument, atr=yardstick) == []
    if hole > 48 and back < 144:
        assert analysis.action == "NO_TRADE"
        assert any(warning.code in ("warning.holes", "warning.stale") for warning in analysis.warnings)


@given(seed=seeds, row=rows)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_the_answer_does_not_depend_on_the_currency_unit(seed: int, row: int) -> None:
    """Quoting everything in thousandths changes prices and money, not the answer."""
    series = market(seed)
    at = int(series.ts[row - 1]) + M15.ms
    fine = {"tick": Decimal("0.0000001"), "lot": Decimal("0.0000001")}
    coarse = {"tick": Decimal("0.0001"), "lot": Decimal("0.0000001")}
    one, _, _ = analysed(series, at, options=Options(equity=Decimal(1000)), rules=fine)
    many, _, _ = analysed(scaled(series, price=1000.0), at, options=Options(equity=Decimal(1_000_000)), rules=coarse)
    assert (one.bias.direction, one.action, one.score.total) == (many.bias.direction, many.action, many.score.total)
    assert [level.price * 1000 for level in one.support] == [level.price for level in many.support]
