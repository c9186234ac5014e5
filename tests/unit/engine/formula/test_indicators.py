"""The indicators against their definitions."""

from __future__ import annotations

import numpy as np
import pytest

from nofomo.engine.core.candles import FloatColumn
from nofomo.engine.formula.indicators import atr, bollinger, ema, macd, rsi, sma, stochastic_rsi
from tests.support.candles import market


@pytest.fixture(scope="module")
def close() -> FloatColumn:
    return market(3, rows=400).close


def test_an_ema_is_seeded_with_the_mean_and_moves_by_two_over_period_plus_one(close: FloatColumn) -> None:
    expected = float(close[:20].mean())
    for value in close[20:]:
        expected += 2 / 21 * (float(value) - expected)
    assert ema(close, 20)[-1] == pytest.approx(expected, rel=1e-12)
    assert np.isnan(ema(close, 20)[:19]).all()


def test_bands_stand_two_population_deviations_around_the_mean(close: FloatColumn) -> None:
    bands, last = bollinger(close, 20), close[-20:]
    assert bands.middle[-1] == pytest.approx(last.mean())
    assert bands.upper[-1] == pytest.approx(last.mean() + 2 * last.std(), rel=1e-9)
    assert bands.lower[-1] == pytest.approx(last.mean() - 2 * last.std(), rel=1e-9)


@pytest.mark.parametrize("factor", [1e-9, 1e-6, 1e6])
def test_the_bands_of_a_very_cheap_coin_have_their_width(close: FloatColumn, factor: float) -> None:
    usual, scaled = bollinger(close), bollinger(close * factor)
    assert (scaled.upper[-1] - scaled.lower[-1]) / factor == pytest.approx(usual.upper[-1] - usual.lower[-1], rel=1e-6)
    assert rsi(close * factor)[-1] == pytest.approx(rsi(close)[-1], rel=1e-9)


def test_rsi_weighs_rises_against_falls_with_wilders_smoothing(close: FloatColumn) -> None:
    moves = np.diff(close)
    up, down = float(moves[:14].clip(0).mean()), float((-moves[:14]).clip(0).mean())
    for move in moves[14:]:
        up, down = (13 * up + max(move, 0)) / 14, (13 * down + max(-move, 0)) / 14
    assert rsi(close)[-1] == pytest.approx(100 * up / (up + down), rel=1e-9)


def test_stochastic_rsi_is_the_place_of_rsi_within_its_range_smoothed(close: FloatColumn) -> None:
    column = rsi(close)
    places = [100 * (column[i] - column[i - 13 : i + 1].min()) / np.ptp(column[i - 13 : i + 1]) for i in (-3, -2)]
    window = column[-14:]
    places.append(100 * (column[-1] - window.min()) / np.ptp(window))
    assert stochastic_rsi(close).k[-1] == pytest.approx(np.mean(places), rel=1e-9)


def test_macd_is_the_difference_of_two_averages_and_its_histogram_the_distance_to_the_signal(
    close: FloatColumn,
) -> None:
    found = macd(close)
    assert found.histogram[-1] == pytest.approx(found.line[-1] - found.signal[-1])
    assert found.line[-1] == pytest.approx(ema(close, 12)[-1] - ema(close, 26)[-1], rel=1e-3)


def test_atr_smooths_the_true_range_with_wilders_average() -> None:
    series = market(3, rows=400)
    before = series.close[:-1]
    ranges = np.maximum(series.high[1:], before) - np.minimum(series.low[1:], before)
    expected = float(ranges[:14].mean())
    for value in ranges[14:]:
        expected = (13 * expected + float(value)) / 14
    assert atr(series.high, series.low, close=series.close)[-1] == pytest.approx(expected, rel=1e-9)


def test_no_indicator_changes_its_past_when_candles_are_added() -> None:
    series = market(5, rows=600)
    part = series.slice(0, 400)
    pairs = [
        (ema(part.close, 50), ema(series.close, 50)),
        (sma(part.volume, 20), sma(series.volume, 20)),
        (bollinger(part.close).upper, bollinger(series.close).upper),
        (rsi(part.close), rsi(series.close)),
        (stochastic_rsi(part.close).d, stochastic_rsi(series.close).d),
        (macd(part.close).histogram, macd(series.close).histogram),
        (atr(part.high, part.low, close=part.close), atr(series.high, series.low, close=series.close)),
    ]
    for early, late in pairs:
        np.testing.assert_array_equal(early, late[:400])
