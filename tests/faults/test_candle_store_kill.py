"""`kill -9` of a process that writes candles, at any moment: what it acknowledged is there, and nothing half-done."""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nofomo.engine.core.candles import Candles
from nofomo.features.market import Series
from tests.support.real_market import M15, RushingClock, open_market, same, walk

SERIES = Series("binance", "BTC/USDT", M15)
COUNT = 7_000
WRITER = """
import asyncio, sys
import polars
from pathlib import Path
from nofomo.adapters.candle_files import ParquetCandleStore
from nofomo.infra.clock import SystemClock
from tests.faults.test_candle_store_kill import given
from tests.support.database import create_database, sqlite_url

async def main(folder, first):
    database = await create_database(sqlite_url(folder))
    store = ParquetCandleStore(folder / "candles", database=database, clock=SystemClock(), most_rows=200)
    print("ready", flush=True)
    for number in range(first, first + 10_000):
        await store.append("binance", given(number), as_files=True)
        print(number, flush=True)

asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
"""


def given(number: int) -> Candles:
    """What the writer appends: even turns rewrite all three months, odd ones the first one and a half."""
    return walk(COUNT, seed=number // 2) if number % 2 == 0 else walk(COUNT, seed=number // 2 + 1).slice(0, 3_000)


def state(number: int) -> Candles:
    """What the store holds after that turn."""
    return given(number) if number % 2 == 0 else given(number - 1).merge(given(number))


@pytest.mark.timeout(120)
def test_a_killed_writer_leaves_the_acknowledged_state_or_the_next_one(tmp_path: Path) -> None:
    chance = random.Random(7)
    before, first, hits = Candles.empty(symbol="BTC/USDT", timeframe=M15), 2, 0
    for _ in range(5):
        process = _start(tmp_path, first)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.05, 0.8))  # a real process must be hit at a real moment
        process.send_signal(signal.SIGKILL)
        told = [int(line) for line in process.stdout.read().split()]
        process.wait()
        allowed = [state(told[-1]), state(told[-1] + 1)] if told else [before, state(first)]
        seen = asyncio.run(_read(tmp_path))
        assert any(same(seen, one) for one in allowed), f"after {told[-1:]}: {len(seen)} candles of another state"
        hits += len(told) > 0
        before, first = seen, first + (len(told) // 2 + 2) * 2
    assert hits >= 1, "it was killed while it was writing"


def _start(folder: Path, first: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), str(first)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


async def _read(folder: Path):
    async with open_market(folder, RushingClock()) as market:
        return await market.store.read(SERIES)


def test_the_next_writer_sweeps_up_after_a_killed_one(tmp_path: Path) -> None:
    process = _start(tmp_path, 2)
    assert process.stdout is not None
    for line in process.stdout:
        if line == "6\n":
            break
    process.send_signal(signal.SIGKILL)
    process.wait()

    async def write_and_read() -> None:
        async with open_market(tmp_path, RushingClock()) as market:
            await market.store.append("binance", walk(COUNT, seed=99), as_files=True)
            assert same(await market.store.read(SERIES), walk(COUNT, seed=99))

    asyncio.run(write_and_read())
    assert list((tmp_path / "candles").rglob("*.tmp")) == []
