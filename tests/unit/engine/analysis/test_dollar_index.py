"""The dollar index out of its six pairs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nofomo.engine.analysis.dollar_index import WEIGHTS, dollar_index
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.timeframe import Timeframe

HOUR = Timeframe(60)


def candles(symbol: str, closes: list[float], *, first: int = 0, timeframe: Timeframe = HOUR) -> Candles:
    ts = np.arange(first, first + len(closes), dtype=np.int64) * timeframe.ms
    close = np.array(closes, dtype=np.float64)
    return Candles(symbol, timeframe, ts, close, close, close, close, np.ones(len(closes)))


def pairs(**closes: list[float]) -> dict[str, Candles]:
    # Rates of 18 November 2025, about.
    rates = {
        "EUR/USD": 1.0820, "USD/JPY": 154.30, "GBP/USD": 1.2940,
        "USD/CAD": 1.3950, "USD/SEK": 10.620, "USD/CHF": 0.8790,
    }  # fmt: skip
    return {name: candles(name, closes.get(name.replace("/", ""), [rate])) for name, rate in rates.items()}


def test_rates_of_one_everywhere_give_the_constant() -> None:
    ones = {name: candles(name, [1.0]) for name in WEIGHTS}
    assert dollar_index(ones).close.tolist() == pytest.approx([50.14348112])


def test_known_rates_give_the_index_worked_out_by_logarithms() -> None:
    given = pairs()
    by_hand = math.exp(
        math.log(50.14348112) - 0.576 * math.log(1.0820) + 0.136 * math.log(154.30) - 0.119 * math.log(1.2940)
        + 0.091 * math.log(1.3950) + 0.042 * math.log(10.620) + 0.036 * math.log(0.8790)
    )  # fmt: skip
    assert dollar_index(given).close[0] == pytest.approx(by_hand, rel=1e-12)
    assert 100 < by_hand < 112


def test_a_stronger_euro_lowers_the_index_and_a_weaker_yen_raises_it() -> None:
    before = dollar_index(pairs()).close[0]
    assert dollar_index(pairs(EURUSD=[1.0820 * 1.01])).close[0] / before == pytest.approx(1.01**-0.576)
    assert dollar_index(pairs(USDJPY=[154.30 * 1.01])).close[0] / before == pytest.approx(1.01**0.136)


def test_only_closes_that_all_pairs_have_count() -> None:
    given = pairs()
    for name in given:
        given[name] = candles(name, [1.0, 2.0, 3.0, 4.0])
    given["USD/SEK"] = candles("USD/SEK", [2.0, 3.0], first=1)
    given["EUR/USD"] = candles("EUR/USD", [1.0, 1.0, 1.0], first=0)
    index = dollar_index(given)
    assert index.ts.tolist() == [HOUR.ms, 2 * HOUR.ms]
    assert index.end == 3 * HOUR.ms
    assert index.close[0] == pytest.approx(50.14348112 * 2 ** (0.136 - 0.119 + 0.091 + 0.042 + 0.036))


def test_a_missing_pair_is_named() -> None:
    given = pairs()
    del given["USD/SEK"]
    with pytest.raises(Invalid, match="USD/SEK"):
        dollar_index(given)


def test_pairs_of_different_timeframes_are_refused() -> None:
    given = pairs()
    given["USD/SEK"] = candles("USD/SEK", [10.0], timeframe=Timeframe(15))
    with pytest.raises(Invalid):
        dollar_index(given)
