"""The newest candles of each series as rows, and the spans known to be empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.features.market import EmptySpan, Series, Span
from nofomo.features.market.tables import candle_empties, candle_rows
from nofomo.infra.database import SYSTEM, Database


class CandleRows:
    """Reads and writes the two tables."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert = sqlite.insert if database.is_sqlite else postgresql.insert

    async def read(self, series: Series, *, since: int | None = None, until: int | None = None) -> Candles:
        """Rows of the series with `since` ≤ open time ≤ `until`, oldest first."""
        query = select(*(candle_rows.c[name] for name in COLUMNS)).where(_of(candle_rows, series))
        query = query if since is None else query.where(candle_rows.c.ts >= since)
        query = query if until is None else query.where(candle_rows.c.ts <= until)
        async with self._database.read(SYSTEM) as session:
            rows = (await session.execute(query.order_by(candle_rows.c.ts))).all()
        if not rows:
            return Candles.empty(symbol=series.symbol, timeframe=series.timeframe)
        table = np.array([tuple(row) for row in rows], dtype=np.float64)  # exact for ms until the year 287396
        columns = {name: np.ascontiguousarray(table[:, i]) for i, name in enumerate(COLUMNS) if name != "ts"}
        ts = table[:, 0].astype(np.int64)
        return Candles(series.symbol, series.timeframe, ts, **columns, checked=False)

    async def write(self, series: Series, candles: Candles) -> None:
        """Put candles in; one of the same open time is replaced."""
        key = _key(series)
        columns = [getattr(candles, name).tolist() for name in COLUMNS]
        values = [{**key, **dict(zip(COLUMNS, row, strict=True))} for row in zip(*columns, strict=True)]
        statement = self._insert(candle_rows)
        statement = statement.on_conflict_do_update(
            index_elements=["venue", "symbol", "minutes", "ts"],
            set_={name: statement.excluded[name] for name in COLUMNS if name != "ts"},
        )
        async with self._database.write(SYSTEM) as session:
            await session.execute(statement, values)

    async def drop(self, series: Series, *, until: int) -> None:
        """Take out rows opening at or before `until`: they are in the files now."""
        statement = delete(candle_rows).where(and_(_of(candle_rows, series), candle_rows.c.ts <= until))
        async with self._database.write(SYSTEM) as session:
            await session.execute(statement)

    async def series(self, venue: str | None) -> list[tuple[str, str, int]]:
        """(venue, symbol, minutes) of everything that has rows."""
        query = select(candle_rows.c.venue, candle_rows.c.symbol, candle_rows.c.minutes).distinct()
        if venue is not None:
            query = query.where(candle_rows.c.venue == venue)
        async with self._database.read(SYSTEM) as session:
            return [(row[0], row[1], row[2]) for row in (await session.execute(query)).all()]

    async def count(self, series: Series) -> int:
        """How many rows the series has."""
        query = select(func.count()).select_from(candle_rows).where(_of(candle_rows, series))
        async with self._database.read(SYSTEM) as session:
            return int((await session.execute(query)).scalar_one())

    async def empties(self, series: Series, *, within: Span) -> tuple[EmptySpan, ...]:
        """Spans known to be empty that touch `within`, oldest first."""
        touching = and_(candle_empties.c.last >= within.first, candle_empties.c.first <= within.last)
        query = select(candle_empties).where(_of(candle_empties, series), touching).order_by(candle_empties.c.first)
        async with self._database.read(SYSTEM) as session:
            rows = (await session.execute(query)).all()
        return tuple(EmptySpan(row.first, row.last, row.checked_at) for row in rows)

    async def remember_empty(self, series: Series, spans: Sequence[Span], *, checked_at: int) -> None:
        """Keep empty spans; older ones that they touch or overlap become one with them."""
        step = series.timeframe.ms
        known = await self.empties(series, within=Span(min(s.first for s in spans), max(s.last for s in spans)))
        joined: list[EmptySpan] = []
        for span in sorted(spans, key=lambda one: one.first):
            first, last = span.first, span.last
            if joined and first <= joined[-1].last + step:
                first, last = joined[-1].first, max(last, joined[-1].last)
                joined.pop()
            joined.append(EmptySpan(first, last, checked_at))
        covered = [old for old in known if any(new.first <= old.first and old.last <= new.last for new in joined)]
        statement = self._insert(candle_empties)
        statement = statement.on_conflict_do_update(
            index_elements=["venue", "symbol", "minutes", "first"],
            set_={"last": statement.excluded.last, "checked_at": statement.excluded.checked_at},
        )
        async with self._database.write(SYSTEM) as session:
            if covered:
                firsts = [old.first for old in covered]
                await session.execute(
                    delete(candle_empties).where(and_(_of(candle_empties, series), candle_empties.c.first.in_(firsts)))
                )
            await session.execute(
                statement,
                [{**_key(series), "first": one.first, "last": one.last, "checked_at": checked_at} for one in joined],
            )


def _key(series: Series) -> dict[str, Any]:
    return {"venue": series.venue, "symbol": series.symbol, "minutes": series.timeframe.minutes}


def _of(table: Any, series: Series) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in _key(series).items()))
