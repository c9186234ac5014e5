"""ccxt's own Binance client, with nothing changed but its URLs, against the sandbox over a real socket."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import ccxt.async_support as ccxt
import pytest

from nofomo.engine.core.timeframe import DAY_MS, MINUTE_MS
from nofomo.sandbox.listings import LISTINGS, ORIGIN_MS
from tests.support.clock import MARCH
from tests.support.sandbox_server import SandboxServer, moved_urls, sandbox_server

HOUR_MS = 60 * MINUTE_MS


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxServer]:
    async with sandbox_server() as server:
        yield server


@pytest.fixture
async def binance(sandbox: SandboxServer) -> AsyncIterator[Any]:
    client = client_of(sandbox)
    yield client
    await client.close()


def client_of(sandbox: SandboxServer, **options: Any) -> Any:
    binance: Any = ccxt.binance
    client = binance({"enableRateLimit": False, **options})
    client.urls["api"] = moved_urls(client.urls["api"], sandbox.url)
    return client


async def test_an_unmodified_client_loads_its_markets(binance: Any) -> None:
    markets = await binance.load_markets()
    assert set(markets) == {f"{listing.base}/{listing.quote}" for listing in LISTINGS.values()}
    xrp = markets["XRP/USDT"]
    assert xrp["spot"]
    assert xrp["active"]
    assert xrp["precision"]["price"] == 0.0001
    assert xrp["precision"]["amount"] == 0.1
    assert xrp["limits"]["cost"]["min"] == 5.0
    assert markets["EUR/USD"]["precision"]["price"] == 0.00001


async def test_a_client_with_a_key_loads_them_too(sandbox: SandboxServer) -> None:
    client = client_of(sandbox, apiKey="key", secret="secret", options={"fetchMargins": True})
    try:
        assert "BTC/USDT" in await client.load_markets()
        assert client.currencies["BTC"]["deposit"] is False
    finally:
        await client.close()


async def test_pages_of_candles_join_without_hole_or_repetition(binance: Any) -> None:
    since = MARCH - 40 * DAY_MS
    rows: list[list[float]] = []
    while not rows or rows[-1][0] < MARCH - 15 * MINUTE_MS:
        start = int(rows[-1][0]) + 15 * MINUTE_MS if rows else since
        rows += await binance.fetch_ohlcv("XRP/USDT", "15m", since=start, limit=700)
    assert [row[0] for row in rows] == list(range(since, MARCH + 1, 15 * MINUTE_MS))
    whole = await binance.fetch_ohlcv("XRP/USDT", "15m", limit=1000)
    assert rows[-1000:] == whole


async def test_candles_end_with_the_forming_one(binance: Any, sandbox: SandboxServer) -> None:
    sandbox.clock.set(MARCH + 47 * MINUTE_MS + 12_345)
    for timeframe, opened in (
        ("1m", MARCH + 47 * MINUTE_MS),
        ("1h", MARCH),
        ("4h", MARCH),
        ("1d", MARCH - HOUR_MS * 12),
    ):
        rows = await binance.fetch_ohlcv("SOL/USDT", timeframe, limit=3)
        assert rows[-1][0] == opened
        last = (await binance.fetch_ticker("SOL/USDT"))["last"]
        assert rows[-1][4] == last
    monday = MARCH - 3 * DAY_MS - HOUR_MS * 12
    assert (await binance.fetch_ohlcv("SOL/USDT", "1w", limit=2))[-1][0] == monday
    first = MARCH - 13 * DAY_MS - HOUR_MS * 12
    assert [row[0] for row in await binance.fetch_ohlcv("SOL/USDT", "1M", limit=2)][-1] == first


async def test_forex_candles_leave_the_weekend_out(binance: Any) -> None:
    rows = await binance.fetch_ohlcv("EUR/USD", "1h", limit=400)
    steps = {int(later[0] - earlier[0]) for earlier, later in itertools.pairwise(rows)}
    assert len(rows) == 400
    assert steps == {HOUR_MS, 49 * HOUR_MS}


async def test_the_ticker_fits_candles_and_book(binance: Any) -> None:
    ticker = await binance.fetch_ticker("ETH/USDT")
    quarter_hours = (await binance.fetch_ohlcv("ETH/USDT", "15m", limit=97))[-97:]
    day = [row for row in quarter_hours if row[0] >= MARCH - DAY_MS]
    assert ticker["timestamp"] == MARCH
    assert ticker["open"] == day[0][1]
    assert ticker["high"] == max(row[2] for row in day)
    assert ticker["low"] == min(row[3] for row in day)
    assert ticker["last"] == day[-1][4]
    assert ticker["baseVolume"] == pytest.approx(sum(row[5] for row in day))
    assert ticker["quoteVolume"] / ticker["baseVolume"] == pytest.approx(ticker["vwap"])
    assert ticker["change"] == pytest.approx(ticker["last"] - ticker["open"])
    book = await binance.fetch_order_book("ETH/USDT", limit=5)
    assert (ticker["bid"], ticker["ask"]) == (book["bids"][0][0], book["asks"][0][0])


async def test_all_tickers_come_at_once(binance: Any) -> None:
    tickers = await binance.fetch_tickers()
    assert len(tickers) == len(LISTINGS)
    assert all(ticker["bid"] < ticker["ask"] and ticker["quoteVolume"] > 0 for ticker in tickers.values())
    few = await binance.fetch_tickers(["BTC/USDT", "XAU/USD"])
    assert few["XAU/USD"]["last"] == tickers["XAU/USD"]["last"]
    prices = await binance.fetch_last_prices()
    assert prices["BTC/USDT"]["price"] == tickers["BTC/USDT"]["last"]
    best = await binance.fetch_bids_asks()
    assert best["OP/USDT"]["ask"] == tickers["OP/USDT"]["ask"]


@pytest.mark.parametrize("limit", [5, 100, 1000, 5000])
async def test_the_book_has_as_many_levels_as_asked_for(binance: Any, limit: int) -> None:
    book = await binance.fetch_order_book("BTC/USDT", limit=limit)
    assert len(book["bids"]) == len(book["asks"]) == limit
    assert book["bids"][0][0] < book["asks"][0][0]
    assert book["nonce"] > 0


async def test_trades_are_those_of_the_candle(binance: Any) -> None:
    minute = MARCH - MINUTE_MS
    trades = await binance.fetch_trades("BTC/USDT", since=minute, limit=1000, params={"until": MARCH - 1})
    candle = (await binance.fetch_ohlcv("BTC/USDT", "1m", since=minute, limit=1))[0]
    prices = [trade["price"] for trade in trades]
    assert [prices[0], max(prices), min(prices), prices[-1]] == candle[1:5]
    assert sum(trade["amount"] for trade in trades) == pytest.approx(candle[5])
    assert {trade["side"] for trade in trades} == {"buy", "sell"}
    latest = await binance.fetch_trades("BTC/USDT", limit=400)
    assert len({trade["id"] for trade in latest}) == 400
    assert latest[-1]["timestamp"] <= MARCH


async def test_time_is_the_clocks(binance: Any, sandbox: SandboxServer) -> None:
    assert await binance.fetch_time() == MARCH
    sandbox.clock.advance(61)
    assert await binance.fetch_time() == MARCH + 61_000


async def test_the_same_seed_answers_the_same_bytes_and_another_seed_others() -> None:
    path = "/api/v3/klines?symbol=BTCUSDT&interval=4h&limit=300"
    answers: list[bytes] = []
    for seed in (7, 7, 8):
        async with sandbox_server(seed) as server, aiohttp.ClientSession() as http, http.get(server.url + path) as got:
            answers.append(await got.read())
    assert answers[0] == answers[1]
    assert answers[0] != answers[2]


async def test_every_answer_says_that_it_is_synthetic(sandbox: SandboxServer) -> None:
    async with aiohttp.ClientSession() as http:
        for path in ("/api/v3/ping", "/api/v3/klines", "/nowhere", "/sandbox/state", "/calendar.csv"):
            async with http.get(sandbox.url + path) as answer:
                assert answer.headers["X-NoFOMO-Synthetic"] == "1"
        async with http.get(f"{sandbox.url}/api/v3/exchangeInfo") as answer:
            info = await answer.json()
    assert info["synthetic"] is True
    assert "Synthetic" in info["notice"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("klines?symbol=NOPEUSDT&interval=1h", -1121),
        ("klines?symbol=btcusdt&interval=1h", -1100),
        ("klines?interval=1h", -1102),
        ("klines?symbol=&interval=1h", -1105),
        ("klines?symbol=BTCUSDT", -1102),
        ("klines?symbol=BTCUSDT&interval=7h", -1120),
        ("klines?symbol=BTCUSDT&interval=1h&limit=many", -1100),
        ("klines?symbol=BTCUSDT&interval=1h&limit=0", -1130),
        ("klines?symbol=BTCUSDT&interval=1h&startTime=-5", -1130),
        ("klines?symbol=BTCUSDT&interval=1h&colour=red", -1104),
        ("ping?colour=red", -1101),
        ("depth?symbol=NOPE", -1121),
        ("trades", -1102),
        ("aggTrades?symbol=BTCUSDT&fromId=1&startTime=5", -1128),
        ("ticker/24hr?symbol=BTCUSDT&symbols=%5B%22ETHUSDT%22%5D", -1128),
        ("ticker/24hr?symbols=BTCUSDT", -1100),
        ("ticker/price?symbols=%5B%22NOPE%22%5D", -1121),
    ],
)
async def test_bad_parameters_are_refused_in_binances_words(sandbox: SandboxServer, query: str, code: int) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"{sandbox.url}/api/v3/{query}") as answer:
        assert answer.status == 400
        body = await answer.json()
    assert body["code"] == code
    assert body.keys() == {"code", "msg"}


async def test_candle_windows_follow_binances_rules(sandbox: SandboxServer) -> None:
    async with aiohttp.ClientSession() as http:

        async def opens(query: str) -> list[int]:
            async with http.get(f"{sandbox.url}/api/v3/klines?symbol=BTCUSDT&interval=1h{query}") as answer:
                return [row[0] for row in await answer.json()]

        assert len(await opens("")) == 500
        assert len(await opens("&limit=5000")) == 1000
        start, end = MARCH - 10 * HOUR_MS, MARCH - 4 * HOUR_MS
        assert await opens(f"&startTime={start}&endTime={end}") == list(range(start, end + 1, HOUR_MS))
        assert await opens(f"&startTime={start + 1}&endTime={end - 1}") == list(range(start + HOUR_MS, end, HOUR_MS))
        assert await opens(f"&endTime={end}&limit=2") == [end - HOUR_MS, end]
        assert await opens(f"&startTime={start}&limit=2") == [start, start + HOUR_MS]
        assert await opens(f"&startTime={end}&endTime={start}") == []
        assert await opens(f"&startTime={MARCH + HOUR_MS}") == []
        assert (await opens("&startTime=0&limit=3"))[0] == ORIGIN_MS
        async with http.get(f"{sandbox.url}/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=2") as answer:
            row = (await answer.json())[0]
    assert [type(cell) for cell in row] == [int, str, str, str, str, str, int, str, int, str, str, str]
    assert row[6] == row[0] + HOUR_MS - 1
    assert all(len(cell.split(".")[1]) == 8 for cell in (row[1], row[5], row[7], row[9], row[10]))
