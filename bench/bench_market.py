"""Candles: from memory, from disk, from the venue, and people's files in."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.clock import MARCH
from tests.support.real_market import D1, H1, H4, M1, M15, OpenMarket, RushingClock, open_market, walk
from tests.support.sandbox_server import SandboxServer, sandbox_server

from bench.harness import Row, median_ms
from nofomo.adapters.candle_files import encode_candles, read_candle_file
from nofomo.features.market import Series

XRP = "XRP/USDT"
FOUR = (H4, H1, M15, D1)
LOADING = """
import time
def rss():
    return int(next(line for line in open("/proc/self/status") if "VmRSS" in line).split()[1]) / 1024
import aiohttp
from nofomo.adapters.exchanges.ccxt_loading import load_exchange_class
before, start = rss(), time.perf_counter()
load_exchange_class("binance")
print(time.perf_counter() - start, rss() - before)
"""


def run() -> list[Row]:
    """All of them."""
    return [*asyncio.run(_candles()), *_loading()]


async def _candles() -> list[Row]:
    clock = RushingClock()
    with tempfile.TemporaryDirectory() as name:
        async with sandbox_server(clock=clock) as server, open_market(Path(name), clock, url=server.url) as market:
            await market.service.resolve("sandbox", XRP)
            await _four(market)
            return [*await _reading(market), await _tail(market), *await _crowd(market, server), *await _files(market)]


async def _four(market: OpenMarket) -> None:
    for timeframe in FOUR:
        await market.service.closed_candles("sandbox", XRP, timeframe, at=market.clock.now_ms(), count=1_000)


async def _reading(market: OpenMarket) -> list[Row]:
    times = await _times(lambda: _four(market), runs=200)
    warm = Row("market: four timeframes × 1,000 candles, warm", times, "ms", 1.0)

    async def cold() -> None:
        for timeframe in FOUR:
            market.service.cache.forget(Series("sandbox", XRP, timeframe))
        await _four(market)

    return [warm, Row("market: the same from the store", await _times(cold, runs=20), "ms")]


async def _tail(market: OpenMarket) -> Row:
    times: list[float] = []
    for _ in range(15):
        market.clock.advance(900)  # type: ignore[attr-defined]
        await market.service.moment("sandbox")
        start = time.perf_counter()
        await market.service.closed_candles("sandbox", XRP, M15, at=market.clock.now_ms(), count=1_000)
        times.append((time.perf_counter() - start) * 1000)
    return Row("market: a new candle, fetched from the sandbox and stored", sorted(times)[7], "ms", 100)


async def _crowd(market: OpenMarket, server: SandboxServer) -> list[Row]:
    server.clock.advance(120)
    await market.service.book("sandbox", "SOL/USDT")
    before = market.service.venue_state("sandbox").used_weight or 0
    start, at = time.perf_counter(), market.clock.now_ms()
    await asyncio.gather(
        *(market.service.closed_candles("sandbox", "SOL/USDT", M15, at=at, count=1_000) for _ in range(50))
    )
    took = (time.perf_counter() - start) * 1000
    pages = ((market.service.venue_state("sandbox").used_weight or 0) - before) / 2
    return [
        Row("market: fifty people, one new coin", took, "ms"),
        Row("market: requests that they cost (pages of 1,000)", pages, "", 2, "1,000 candles and the one after them"),
    ]


async def _files(market: OpenMarket) -> list[Row]:
    path = Path(market.folder) / "BTC-USDT_1m.parquet"
    await asyncio.to_thread(path.write_bytes, encode_candles(walk(780_000, timeframe=M1, end=MARCH), "parquet"))
    start = time.perf_counter()
    report = await market.service.import_file(path)
    took = time.perf_counter() - start
    reading = median_ms(lambda: read_candle_file(path), runs=5, warm=1)
    return [
        Row("market: import 780,000 minutes", took, "s", 3.0, f"{report.added:,} candles into monthly files"),
        Row("market: read them as a file", reading, "ms"),
    ]


async def _times(work, *, runs: int) -> float:
    times: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        await work()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)[runs // 2]


def _loading() -> list[Row]:
    done = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=True)
    seconds, megabytes = (float(word) for word in done.stdout.split())
    return [
        Row("market: load one exchange's client", seconds, "s", 2.0),
        Row("market: memory that it takes", megabytes, "MB", 60),
    ]
