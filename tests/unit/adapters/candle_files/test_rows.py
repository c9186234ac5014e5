"""The rows of the store behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.support.real_market import M15, RushingClock, same, walk

from nofomo.adapters.candle_files import ParquetCandleStore
from nofomo.features.market import Series, Span, StoreChange
from nofomo.infra.database import Database

SERIES = Series("binance", "BTC/USDT", M15)


@pytest.fixture
async def store(database_url: str, tmp_path: Path) -> AsyncIterator[ParquetCandleStore]:
    database = Database(database_url)
    yield ParquetCandleStore(tmp_path / "candles", database=database, clock=RushingClock(), most_rows=300)
    await database.close()


async def test_rows_keep_every_digit_and_are_replaced_in_place(store: ParquetCandleStore) -> None:
    candles = walk(100, tick=1e-8)
    assert await store.append("binance", candles) == StoreChange(100, 0)
    assert same(await store.read(SERIES), candles)
    newer = walk(100, tick=1e-8, seed=2)
    assert await store.append("binance", newer.last(3)) == StoreChange(0, 3)
    assert same(await store.read(SERIES), candles.slice(0, 97).merge(newer.last(3)))
    since, until = int(candles.ts[10]), int(candles.ts[20])
    assert same(await store.read(SERIES, since=since, until=until), candles.slice(10, 21))


async def test_too_many_rows_go_into_files_and_nothing_is_lost(store: ParquetCandleStore) -> None:
    candles = walk(700)
    for start in range(0, 700, 140):
        await store.append("binance", candles.slice(start, start + 140))
    assert same(await store.read(SERIES), candles)
    assert same(await store.last(SERIES, 200), candles.last(200))
    await store.fold(SERIES)
    assert same(await store.read(SERIES), candles)
    assert await store.names() == (SERIES,)


async def test_empty_spans_are_joined(store: ParquetCandleStore) -> None:
    step = M15.ms
    await store.remember_empty(SERIES, [Span(step, 2 * step)], checked_at=1)
    await store.remember_empty(SERIES, [Span(0, 5 * step)], checked_at=2)
    assert [(e.first, e.last) for e in await store.empty_spans(SERIES, within=Span(0, step))] == [(0, 5 * step)]
