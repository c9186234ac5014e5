"""Loading one exchange alone, reading its refusals, and turning its structures into ours."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from email.utils import format_datetime

import pytest
from tests.support.clock import MARCH
from tests.support.real_market import D1, M15

from nofomo.adapters.exchanges.ccxt_loading import exchange_names, load_exchange_class
from nofomo.adapters.exchanges.failures import Seen, failure_of
from nofomo.adapters.exchanges.wire import book_of, candles_of, instruments_of, tickers_of
from nofomo.engine.core.errors import Invalid, Unavailable
from nofomo.infra.clock import moment

SCRIPT = """
import asyncio, random, sys
from nofomo.adapters.exchanges import CcxtExchanges
from nofomo.adapters.exchanges.ccxt_venue import VenueWiring, _configure
from nofomo.adapters.exchanges.ccxt_loading import load_exchange_class
from nofomo.adapters.exchanges.courtesy import Courtesy
from nofomo.infra.clock import SystemClock

kinds = [load_exchange_class(name) for name in ("indodax", "tokocrypto", "binance")]
assert "ccxt" not in sys.modules and "ccxt.async_support" not in sys.modules
assert "ccxt.async_support.kraken" not in sys.modules and "ccxt.kraken" not in sys.modules
clock, chance, wrong = SystemClock(), random.Random(1), []

async def build():
    for offer in CcxtExchanges(clock=clock, chance=chance).offers():
        made = _configure(load_exchange_class(offer.name), VenueWiring(offer.name, offer.name),
                          seen=Courtesy(offer.name, clock=clock, chance=chance))
        if made.has.get("fetchOHLCV") is not True or made.has.get("spot") is False:
            wrong.append(offer.name)

asyncio.run(build())
print(wrong)
import ccxt.async_support as whole
assert whole.binance is kinds[2] and whole.NetworkError.__module__ == "ccxt.base.errors"
assert load_exchange_class("okx") is whole.okx
"""


def test_exchanges_are_loaded_alone_all_offered_ones_work_and_the_whole_package_still_does() -> None:
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]", "these are offered and have no spot candles"


def test_names_are_checked_before_anything_is_imported() -> None:
    assert {"binance", "okx", "bybit", "indodax", "tokocrypto"} <= set(exchange_names())
    for name in ("os", "base", "../base", "Binance", "__init__", "binance; import os", ""):
        with pytest.raises(Invalid):
            load_exchange_class(name)


class RateLimitExceeded(Exception):
    """Named as ccxt names it."""


@pytest.mark.parametrize(
    ("seen", "wait_s"),
    [
        (Seen(429, {"Retry-After": "17"}), 17),
        (Seen(418, {"retry-after": format_datetime(moment(MARCH + 45_000), usegmt=True)}), 45),
        (Seen(418, {}, f'{{"code":-1003,"msg":"Way too many requests; IP banned until {MARCH + 90_000}."}}'), 90),
        (Seen(429, {"Retry-After": "soon"}), 30),
        (Seen(), 30),
    ],
)
def test_the_wait_is_read_from_whatever_tells_it(seen: Seen, wait_s: float) -> None:
    failure = failure_of(RateLimitExceeded(), seen, venue="binance", now_ms=MARCH)
    assert isinstance(failure, Unavailable)
    assert (failure.code, failure.retry_after_s) == ("VENUE_RATE_LIMITED", wait_s)


@pytest.mark.parametrize(
    ("mode", "price", "tick"),
    [
        (4, 0.01, "0.01"),
        (4, 1e-8, "0.00000001"),
        (4, 1000.0, "1000"),
        (2, 3, "0.001"),
        (2, 0, "1"),
        (4, None, "0.00000001"),
    ],
)
def test_ticks_are_read_in_every_manner_of_ccxt(mode: int, price: float | None, tick: str) -> None:
    market = {"symbol": "BTC/USDT", "spot": True, "active": True, "precision": {"price": price, "amount": 0.001}}
    (one,) = instruments_of([market], venue="x", precision_mode=mode)
    assert one.tick == Decimal(tick)


def test_only_active_spot_markets_with_plain_names_are_listed() -> None:
    base = {"spot": True, "active": True, "precision": {"price": 0.1, "amount": 0.1}, "maker": 0.0002, "taker": None}
    markets = [
        {**base, "symbol": "BTC/USDT", "limits": {"cost": {"min": 5.0}}},
        {**base, "symbol": "ETH/USDT", "active": False},
        {**base, "symbol": "BTC/USDT:USDT", "spot": False},
        {**base, "symbol": "币安/USDT"},
        {**base, "symbol": "A/B:C"},
        {**base, "symbol": "XRP/USDT", "active": None},
    ]
    found = instruments_of(markets, venue="x", precision_mode=4)
    assert [one.symbol for one in found] == ["BTC/USDT", "XRP/USDT"]
    assert (found[0].min_notional, found[0].maker_fee, found[0].taker_fee) == (5, Decimal("0.0002"), Decimal("0.001"))


def test_candles_are_sorted_and_counted_once() -> None:
    rows = [[MARCH + M15.ms, 5, 6, 4, 5, 1], [MARCH, 5, 6, 4, 5, None], [MARCH, 5, 6, 4, 5, 1]]
    candles = candles_of(rows, venue="x", symbol="BTC/USDT", timeframe=M15)
    assert candles.ts.tolist() == [MARCH, MARCH + M15.ms]


def test_a_day_that_begins_at_another_hour_is_said() -> None:
    rows = [[D1.floor(MARCH) + i * D1.ms + 8 * 3_600_000, 5, 6, 4, 5, 1] for i in range(3)]
    with pytest.raises(Invalid) as caught:
        candles_of(rows, venue="x", symbol="BTC/USDT", timeframe=D1)
    assert (caught.value.code, caught.value.details["offsetMs"]) == ("OTHER_ROLL", 8 * 3_600_000)


@pytest.mark.parametrize("raw", [{"bids": [["a", 1]], "asks": []}, {}, {"bids": [[5, 1]], "asks": [[4, 1]]}])
def test_a_book_that_makes_no_sense_is_refused(raw: dict[str, list[list[float]]]) -> None:
    with pytest.raises(Unavailable) as caught:
        book_of(raw, venue="x", symbol="BTC/USDT", now_ms=MARCH)
    assert caught.value.code == "VENUE_NONSENSE"


def test_tickers_without_a_turnover_in_quote_are_reckoned() -> None:
    found = tickers_of({"A/B": {"last": 2.0, "percentage": 5, "baseVolume": 10}, "C/D": {"last": None}})
    assert list(found) == ["A/B"]
    assert (found["A/B"].quote_volume, found["A/B"].change) == (20, 0.05)
