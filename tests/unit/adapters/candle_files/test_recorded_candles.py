"""Real recorded candles, where they are at hand (NOFOMO_SHARED_DATA, or ../shared/data)."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest
from tests.support.real_market import D1, M1, M15, RushingClock, open_market

from nofomo.adapters.candle_files import read_candle_file
from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.engine.core.resample import resample

FOLDER = Path(os.environ.get("NOFOMO_SHARED_DATA", Path(__file__).parents[5] / "shared" / "data"))
NOW = 1_720_000_000_000

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the recorded candles are not on this machine")


async def test_a_year_and_a_half_of_minutes_is_imported_in_three_seconds(tmp_path: Path) -> None:
    async with open_market(tmp_path, RushingClock(NOW)) as market:
        read_candle_file(FOLDER / "binance_BTC-USDT_1d.parquet")  # the Parquet library is loaded
        start = time.process_time()
        report = await market.service.import_file(FOLDER / "binance_BTC-USDT_1m.parquet")
        took = time.process_time() - start
        assert (report.rows, report.added, report.replaced) == (780_400, 780_400, 0)
        assert (report.gaps, report.missing) == (1, 80)
        assert (report.series.symbol, report.series.timeframe) == ("BTC/USDT", M1)
        assert took < 3, f"{took:.1f} s of computing"
        again = await market.service.import_file(FOLDER / "binance_BTC-USDT_1m.parquet")
        assert (again.added, again.replaced) == (0, 0)
        files = sorted(path.name for path in (tmp_path / "candles").rglob("*.parquet"))
        assert len(files) == 18
        recorded = read_candle_file(FOLDER / "binance_BTC-USDT_15m.parquet")
        made = await market.service.closed_candles("file", "BTC/USDT", M15, at=NOW, count=5_000)
        assert same_prices(made, recorded.last(5_000))
        then = 1_710_417_600_000
        before = await market.service.closed_candles("file", "BTC/USDT", M15, at=then, count=1_000)
        assert same_prices(before, recorded.closed_at(then).last(1_000))


def same_prices(one: Candles, other: Candles) -> bool:
    """The same but for the last digit of a volume: sums of floats differ with their order."""
    exact = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in COLUMNS[:-1])
    return exact and np.allclose(one.volume, other.volume, rtol=1e-9)


def test_minutes_make_the_quarter_hours_that_the_exchange_recorded_itself() -> None:
    """All 52,027 of them; also the hole of 2023-03-24 is where it was."""
    recorded = read_candle_file(FOLDER / "binance_BTC-USDT_15m.parquet")
    made = resample(read_candle_file(FOLDER / "binance_BTC-USDT_1m.parquet"), M15)
    assert len(made) == len(recorded) == 52_027
    assert (made.ts == recorded.ts).all()
    for name in ("open", "high", "low", "close"):
        assert (getattr(made, name) == getattr(recorded, name)).all()
    assert abs(made.volume - recorded.volume).max() < 1e-6
    assert made.gaps() == recorded.gaps()


async def test_the_tick_of_recorded_candles_is_the_exchanges(tmp_path: Path) -> None:
    async with open_market(tmp_path, RushingClock(NOW)) as market:
        await market.service.import_file(FOLDER / "binance_BTC-USDT_1d.parquet")
        assert str((await market.service.resolve("file", "BTC/USDT")).instrument.tick) == "0.01"
        assert len(await market.service.closed_candles("file", "BTC/USDT", D1, at=NOW, count=1_000)) == 1_000
