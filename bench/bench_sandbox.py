"""The synthetic market: how fast it starts, makes candles for the first time, and answers again."""

from __future__ import annotations

import asyncio
import statistics
import time
from itertools import count

import psutil
from tests.support.clock import ManualClock

from bench.harness import Row, median_ms
from nofomo.sandbox import start_in_background
from nofomo.sandbox.klines import Window, candles
from nofomo.sandbox.listings import LISTINGS
from nofomo.sandbox.market import SyntheticMarket
from nofomo.sandbox.tape import Tapes

# Thursday 2026-11-19 12:00 UTC.
NOW = 1_795_089_600_000


def run() -> list[Row]:
    """Start-up, 1,000 candles of 4h cold and warm, and what the candles of all symbols keep in memory."""
    seeds = count(1)

    def cold() -> None:
        four_hours(Tapes(SyntheticMarket(next(seeds))), "XRPUSDT")

    warm = Tapes(SyntheticMarket(7))
    four_hours(warm, "XRPUSDT")
    before = psutil.Process().memory_info().rss
    everything = Tapes(SyntheticMarket(7))
    for symbol in LISTINGS:
        for interval in ("1m", "15m", "1h", "4h", "1d"):
            candles(everything, symbol, interval=interval, window=Window(None, None, 1000), now=NOW)
    kept = (psutil.Process().memory_info().rss - before) / 2**20
    return [
        Row("sandbox: ready to answer", asyncio.run(start_ms()), "ms", 100),
        Row("sandbox: 1,000 × 4h, first time", median_ms(cold, runs=9, warm=1), "ms", 150),
        Row("sandbox: 1,000 × 4h, again", median_ms(lambda: four_hours(warm, "XRPUSDT")), "ms", 10),
        Row("sandbox: memory for all symbols, five timeframes", kept, "MB", 80),
    ]


def four_hours(tapes: Tapes, symbol: str) -> None:
    """The longest request that an analysis makes."""
    assert len(candles(tapes, symbol, interval="4h", window=Window(None, None, 1000), now=NOW).ts) == 1000


async def start_ms() -> float:
    """Median time until the socket answers."""
    times: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        sandbox = await start_in_background(7, ManualClock(NOW))
        times.append((time.perf_counter() - began) * 1000)
        await sandbox.stop()
    return statistics.median(times)
