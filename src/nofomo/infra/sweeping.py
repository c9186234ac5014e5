"""Removing many rows so that nobody has to wait for it."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, delete, select, tuple_

from nofomo.infra.database import SYSTEM, Database

_BATCH: Final = 500


async def delete_in_batches(database: Database, table: Table, *which: ColumnElement[bool]) -> int:
    """Delete the rows for which all of `which` hold, some hundreds in each transaction; gives how many there were."""
    keys: list[Any] = list(table.primary_key.columns)
    some = select(*keys).where(*which).limit(_BATCH)
    total = 0
    while True:
        async with database.write(SYSTEM) as session:
            chosen = keys[0].in_(some) if len(keys) == 1 else tuple_(*keys).in_(some)
            count: int = getattr(await session.execute(delete(table).where(chosen)), "rowcount", 0)
        total += count
        if count < _BATCH:
            return total
        await asyncio.sleep(0)  # whoever waits for the writer goes first
