"""The synthetic market behaves like markets do: these are the facts that analyses and tests of analyses rely on."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from nofomo.engine.core.timeframe import DAY_MS
from nofomo.sandbox.listings import LISTINGS, ORIGIN_MS
from nofomo.sandbox.market import Stretch, SyntheticMarket
from nofomo.sandbox.rows import CLOSE, HIGH, LOW, OPEN, VOLUME

MARKET = SyntheticMarket(20)
YEAR = (ORIGIN_MS + 400 * DAY_MS, ORIGIN_MS + 765 * DAY_MS)
CRYPTO = [name for name, listing in LISTINGS.items() if listing.session == "crypto"]
FOREX = [name for name, listing in LISTINGS.items() if listing.session == "forex"]


@lru_cache(maxsize=32)
def quarters(symbol: str) -> Stretch:
    return MARKET.stretch(symbol, start=YEAR[0], end=YEAR[1], step=15)


def returns(symbol: str) -> np.ndarray:
    return np.diff(np.log(quarters(symbol).rows[CLOSE]))


def annual_volatility(symbol: str) -> float:
    days = 365 if LISTINGS[symbol].session == "crypto" else 260
    return float(returns(symbol).std() * np.sqrt(96 * days))


def test_bitcoin_moves_35_to_90_percent_a_year_and_the_euro_5_to_12() -> None:
    assert 0.35 < annual_volatility("BTCUSDT") < 0.90
    assert 0.05 < annual_volatility("EURUSD") < 0.12


@pytest.mark.parametrize("symbol", [name for name in CRYPTO if name != "BTCUSDT"])
def test_alts_follow_bitcoin_but_not_slavishly(symbol: str) -> None:
    assert 0.3 < np.corrcoef(returns(symbol), returns("BTCUSDT"))[0, 1] < 0.9


def test_most_alts_move_more_than_bitcoin() -> None:
    alts = [annual_volatility(name) for name in CRYPTO if name not in ("BTCUSDT", "BNBUSDT", "TRXUSDT")]
    assert min(alts) > annual_volatility("BTCUSDT")


def test_dollar_pairs_move_together_by_their_side_of_the_dollar() -> None:
    against, euro = ("USDJPY", "USDCAD", "USDSEK", "USDCHF"), returns("EURUSD")
    assert np.corrcoef(returns("GBPUSD"), euro)[0, 1] > 0.3
    assert all(np.corrcoef(returns(name), euro)[0, 1] < -0.3 for name in against)


@pytest.mark.parametrize("symbol", ["BTCUSDT", "XRPUSDT", "OPUSDT", "EURUSD", "XAUUSD"])
def test_tails_are_fat_and_volatility_clusters(symbol: str) -> None:
    moves = returns(symbol)
    size = np.abs(moves)
    excess = ((moves - moves.mean()) ** 4).mean() / moves.var() ** 2 - 3
    assert excess > 1
    assert np.corrcoef(size[1:], size[:-1])[0, 1] > 0.05
    assert np.corrcoef(size[96:], size[:-96])[0, 1] > 0.02
    assert abs(np.corrcoef(moves[1:], moves[:-1])[0, 1]) < 0.06


def test_volume_rises_with_the_size_of_the_move_and_in_the_afternoon() -> None:
    rows = quarters("ETHUSDT").rows
    spans, volume = np.log(rows[HIGH] / rows[LOW]), np.log(rows[VOLUME])
    assert np.corrcoef(spans, volume)[0, 1] > 0.5
    hours = (quarters("ETHUSDT").ts // 3_600_000) % 24
    assert rows[VOLUME][hours == 14].mean() > 1.4 * rows[VOLUME][hours == 4].mean()


def test_candles_have_wicks_on_both_sides() -> None:
    rows = quarters("SOLUSDT").rows
    span = rows[HIGH] - rows[LOW]
    upper = (rows[HIGH] - np.maximum(rows[OPEN], rows[CLOSE])) / span
    lower = (np.minimum(rows[OPEN], rows[CLOSE]) - rows[LOW]) / span
    assert 0.15 < upper.mean() < 0.4
    assert 0.15 < lower.mean() < 0.4


def test_weeks_of_trend_and_weeks_of_range_both_occur() -> None:
    """Kaufman's efficiency over a week of hours: 1 is a straight line, 0 ends where it began."""
    closes = np.log(MARKET.stretch("BTCUSDT", start=YEAR[0], end=YEAR[1], step=60).rows[CLOSE])
    ends = np.arange(168, len(closes), 24)
    straight = np.array([abs(closes[e] - closes[e - 168]) / np.ptp(closes[e - 168 : e]) for e in ends])
    assert (straight > 0.75).mean() > 0.15
    assert (straight < 0.35).mean() > 0.15
    rising = np.array([closes[e] - closes[e - 168] for e in ends])
    assert 0.3 < (rising > 0).mean() < 0.7


@pytest.mark.parametrize("symbol", sorted(LISTINGS))
def test_prices_keep_their_order_of_magnitude_for_years(symbol: str) -> None:
    starts = [ORIGIN_MS + 70 * week * 7 * DAY_MS for week in range(14)]
    closes = np.array([MARKET.stretch(symbol, start=at, end=at + DAY_MS, step=1440).rows[CLOSE, -1] for at in starts])
    level = closes / 10.0 ** LISTINGS[symbol].tick_digits / LISTINGS[symbol].price
    assert level.min() > 0.25
    assert level.max() < 4


def test_forex_is_livelier_when_payrolls_are_published() -> None:
    """First Fridays at 13:30 UTC in winter, against the same minute of other weekdays."""
    found = MARKET.stretch("EURUSD", start=ORIGIN_MS, end=ORIGIN_MS + 8 * 7 * DAY_MS)
    spans = (found.rows[HIGH] - found.rows[LOW]).astype(float)
    payrolls = [ORIGIN_MS + 4 * DAY_MS + 48_600_000, ORIGIN_MS + 32 * DAY_MS + 48_600_000]
    usual = np.median(spans[(found.ts % DAY_MS) == 48_600_000])
    assert all(spans[found.ts == at][0] > 3 * usual for at in payrolls)
