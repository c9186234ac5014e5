"""The candle store: what goes in comes out, whatever the order, and people can open its files."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.clock import MARCH
from tests.support.database import create_database, sqlite_url
from tests.support.real_market import D1, H4, M1, M15, OpenMarket, RushingClock, open_market, same, walk, without

from nofomo.adapters.candle_files import ParquetCandleStore
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Broken, Conflict
from nofomo.features.market import Series, Span, StoreChange
from nofomo.infra.clock import SystemClock

MARCH_1 = 1_709_251_200_000
SERIES = Series("binance", "BTC/USDT", M15)


@pytest.fixture
async def market(tmp_path: Path):
    async with open_market(tmp_path, RushingClock()) as market:
        yield market


def files_of(market: OpenMarket) -> list[str]:
    return sorted(path.name for path in (market.folder / "candles").rglob("*.parquet"))


async def test_few_candles_become_rows_and_come_back(market: OpenMarket) -> None:
    candles = walk(50)
    assert await market.store.append("binance", candles) == StoreChange(50, 0)
    assert files_of(market) == []
    assert same(await market.store.read(SERIES), candles)


async def test_many_candles_become_monthly_files_that_polars_opens(market: OpenMarket) -> None:
    candles = walk(5_000)
    await market.store.append("binance", candles)
    assert files_of(market) == ["2024-01.parquet", "2024-02.parquet", "2024-03.parquet"]
    folder = market.folder / "candles" / "binance" / "BTC-USDT" / "15m"
    frame = pl.read_parquet(folder / "2024-02.parquet")
    assert frame.columns == ["ts", "open", "high", "low", "close", "volume"]
    assert frame.height == 29 * 96
    assert same(await market.store.read(SERIES), candles)


async def test_rows_are_folded_into_files_when_there_are_enough(market: OpenMarket) -> None:
    candles = walk(2_500)
    for start in range(0, 2_500, 100):
        await market.store.append("binance", candles.slice(start, start + 100))
    assert files_of(market) != []
    assert same(await market.store.read(SERIES), candles)


async def test_a_correction_replaces_and_is_counted(market: OpenMarket) -> None:
    candles = walk(50)
    await market.store.append("binance", candles)
    again = walk(50, seed=2)
    corrected = candles.slice(0, 48).merge(again.slice(48, None))
    assert await market.store.append("binance", corrected) == StoreChange(0, 2)
    assert same(await market.store.read(SERIES), corrected)


async def test_older_candles_join_newer_ones(market: OpenMarket) -> None:
    candles = walk(3_000)
    await market.store.append("binance", candles.slice(2_900, None), as_files=True)
    await market.store.append("binance", candles.slice(0, 2_900))
    assert same(await market.store.read(SERIES), candles)


async def test_reading_a_span_takes_both_its_ends(market: OpenMarket) -> None:
    candles = walk(300)
    await market.store.append("binance", candles.slice(0, 200), as_files=True)
    await market.store.append("binance", candles.slice(200, None))
    part = await market.store.read(SERIES, since=int(candles.ts[150]), until=int(candles.ts[250]))
    assert same(part, candles.slice(150, 251))
    assert len(await market.store.read(SERIES, since=int(candles.ts[-1]) + 1)) == 0


async def test_the_last_candles_are_found_over_holes_of_months(market: OpenMarket) -> None:
    old, new = walk(100, end=MARCH - 300 * D1.ms), walk(30)
    await market.store.append("binance", old, as_files=True)
    await market.store.append("binance", new, as_files=True)
    assert same(await market.store.last(SERIES, 60), old.last(30).merge(new))
    assert same(await market.store.last(SERIES, 10, until=int(old.ts[-1])), old.last(10))


async def test_what_is_stored_is_listed_with_its_holes(market: OpenMarket) -> None:
    candles = without(walk(100), [10, 11, 40])
    await market.store.append("binance", candles)
    (info,) = await market.store.list()
    assert (info.series, info.rows, info.missing) == (SERIES, 97, 3)
    assert (info.first, info.last) == (int(candles.ts[0]), int(candles.ts[-1]))


async def test_series_do_not_mix(market: OpenMarket) -> None:
    await market.store.append("binance", walk(10))
    await market.store.append("okx", walk(10, seed=3))
    await market.store.append("binance", walk(10, symbol="ETH/USDT", seed=4))
    await market.store.append("binance", walk(10, timeframe=M1, seed=5), as_files=True)
    assert len(await market.store.names()) == 4
    assert same(await market.store.read(Series("okx", "BTC/USDT", M15)), walk(10, seed=3))


async def test_leftover_rows_of_an_interrupted_fold_are_not_looked_at(market: OpenMarket, tmp_path: Path) -> None:
    candles = walk(40)
    await market.store.append("binance", candles)
    elsewhere = await create_database(sqlite_url_of(tmp_path, "other"))
    other = ParquetCandleStore(market.folder / "candles", database=elsewhere, clock=RushingClock())
    newer = walk(40, seed=9)
    await other.append("binance", newer, as_files=True)
    assert same(await market.store.read(SERIES), newer), "the rows of `market` are what a cut-off fold leaves behind"
    assert same(await market.store.last(SERIES, 5), newer.last(5))
    await elsewhere.close()


def sqlite_url_of(folder: Path, name: str) -> str:
    (folder / name).mkdir()
    return sqlite_url(folder / name)


async def test_a_change_that_became_true_is_finished_and_one_that_did_not_is_swept_away(market: OpenMarket) -> None:
    candles = walk(4_000)
    await market.store.append("binance", candles, as_files=True)
    folder = market.folder / "candles" / "binance" / "BTC-USDT" / "15m"
    newer = walk(4_000, seed=8)
    for month in ("2024-02", "2024-03"):
        part = newer.since(MARCH_1) if month == "2024-03" else newer.closed_at(MARCH_1)
        frame = pl.DataFrame({name: getattr(part, name) for name in ("ts", "open", "high", "low", "close", "volume")})
        frame.write_parquet(folder / f"{month}.cut.tmp")
    assert same(await market.store.read(SERIES), candles), "before the commit, nothing of it is seen"
    (folder / ".commit").write_text('{"2024-02.parquet": "2024-02.cut.tmp", "2024-03.parquet": "2024-03.cut.tmp"}')
    seen = await market.store.read(SERIES, since=int(newer.ts[-2_000]))
    assert same(seen, newer.last(2_000)), "after the commit, all of it"
    (folder / "2024-02.cut.tmp").replace(folder / "2024-02.parquet")
    assert same(await market.store.read(SERIES, since=int(newer.ts[-2_000])), newer.last(2_000)), "and half-renamed too"
    (folder / "2023-01.junk.tmp").write_bytes(b"half a file")
    await market.store.append("binance", newer.last(1), as_files=True)
    await market.store.append("binance", walk(1, end=MARCH + M15.ms), as_files=True)
    assert [path.name for path in folder.glob("*.tmp")] == []
    assert not (folder / ".commit").exists()
    assert same((await market.store.read(SERIES)).slice(-2_001, -1), newer.last(2_000))


async def test_a_damaged_file_is_named(market: OpenMarket) -> None:
    await market.store.append("binance", walk(50), as_files=True)
    (path,) = (market.folder / "candles").rglob("*.parquet")
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(Broken) as caught:
        await market.store.read(SERIES)
    assert caught.value.code == "CANDLE_FILE_DAMAGED"
    assert str(path) in caught.value.message


async def test_a_second_writer_waits_its_turn(market: OpenMarket, tmp_path: Path) -> None:
    elsewhere = await create_database(sqlite_url_of(tmp_path, "other"))
    other = ParquetCandleStore(market.folder / "candles", database=elsewhere, clock=market.clock)
    candles = walk(3_000)
    async with market.store._one_writer(SERIES):
        with pytest.raises(Conflict) as caught:
            await other.append("binance", candles)
    assert caught.value.code == "SERIES_LOCKED"
    both = [
        ParquetCandleStore(market.folder / "candles", database=database, clock=SystemClock())
        for database in (market.database, elsewhere)
    ]
    await asyncio.gather(*(
        store.append("binance", candles.slice(i * 100, i * 100 + 100), as_files=True)
        for i, store in enumerate(both * 15)
    ))  # fmt: skip
    assert same(await market.store.read(SERIES), candles)
    await elsewhere.close()


async def test_readers_see_whole_states_while_files_are_rewritten(market: OpenMarket) -> None:
    states = [walk(6_000, seed=seed) for seed in (1, 2)]
    await market.store.append("binance", states[0], as_files=True)
    done = asyncio.Event()

    async def rewrite() -> None:
        for turn in range(1, 9):
            await market.store.append("binance", states[turn % 2], as_files=True)
        done.set()

    writing = asyncio.create_task(rewrite())
    reads = 0
    while not done.is_set():
        seen = await market.store.read(SERIES)
        assert any(same(seen, state) for state in states)
        reads += 1
    await writing
    assert reads > 3


async def test_empty_spans_are_kept_and_joined(market: OpenMarket) -> None:
    step = M15.ms
    await market.store.remember_empty(SERIES, [Span(0, step), Span(5 * step, 6 * step)], checked_at=10)
    await market.store.remember_empty(SERIES, [Span(2 * step, 4 * step)], checked_at=20)
    await market.store.remember_empty(SERIES, [Span(4 * step, 8 * step), Span(9 * step, 9 * step)], checked_at=30)
    spans = await market.store.empty_spans(SERIES, within=Span(0, 100 * step))
    assert [(e.first // step, e.last // step, e.checked_at) for e in spans] == [(0, 1, 10), (2, 4, 20), (4, 9, 30)]
    spans = await market.store.empty_spans(SERIES, within=Span(2 * step, 3 * step))
    assert [e.first // step for e in spans] == [2]


pieces = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 120), st.integers(1, 3), st.booleans()), min_size=1, max_size=6
)


WHOLE = {seed: walk(3_000, seed=seed, timeframe=H4) for seed in (1, 2, 3)}


@given(pieces)
@settings(max_examples=20, deadline=None)
def test_appending_is_merging(pieces: list[tuple[int, int, int, bool]]) -> None:
    """Whatever is appended in whatever order and form, the store holds what `Candles.merge` says."""

    async def run() -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            database = await create_database(sqlite_url(folder))
            store = ParquetCandleStore(folder / "candles", database=database, clock=RushingClock(), most_rows=150)
            expected = Candles.empty(symbol="BTC/USDT", timeframe=H4)
            for start, length, seed, as_files in pieces:
                part = WHOLE[seed].slice(2_500 + start, 2_500 + start + length)
                before, fresh = len(expected), len(np.setdiff1d(part.ts, expected.ts))
                expected = expected.merge(part)
                change = await store.append("binance", part, as_files=as_files)
                assert change.added == fresh == len(expected) - before
                assert same(await store.read(Series("binance", "BTC/USDT", H4)), expected)
            series = Series("binance", "BTC/USDT", H4)
            assert same(await store.last(series, 40), expected.last(40))
            middle = int(expected.ts[len(expected) // 2])
            assert same(await store.read(series, since=middle), expected.since(middle))
            await database.close()

    asyncio.run(run())
