"""Rows: one door for reading and one for writing, the same on SQLite and PostgreSQL.

Every transaction says for whom it works: `as_user(id)` sees one person's rows, `SYSTEM` serves many. On PostgreSQL
the scope becomes the `app.user_id` of the transaction, which row-level security reads; on SQLite the filter in each
query is the wall. SQLite has one writer: writing transactions queue in this process and begin IMMEDIATE.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, MetaData, String, event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every feature's `tables.py` hangs its tables here."""


class DecimalText(TypeDecorator[Decimal]):
    """A Decimal kept digit for digit as text (SQLite's NUMERIC would lose digits)."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write it digit for digit."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Read it back unchanged."""
        return None if value is None else Decimal(value)


class Milliseconds(TypeDecorator[int]):
    """A moment as whole milliseconds since the epoch, UTC."""

    impl: TypeEngine[int] | type[TypeEngine[int]] = BigInteger
    cache_ok = True


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a transaction works: one user, or the system (user_id None)."""

    user_id: UUID | None


SYSTEM: Final = Scope(None)


def as_user(user_id: UUID) -> Scope:
    """The scope of one person."""
    return Scope(user_id)


class Database:
    """An open database. `read` and `write` give a session inside one transaction; `write` commits at the end."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self._engine = _make_engine(url)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)
        self._one_writer = asyncio.Lock()

    @property
    def engine(self) -> AsyncEngine:
        """The engine below, for migrations."""
        return self._engine

    @asynccontextmanager
    async def read(self, scope: Scope) -> AsyncIterator[AsyncSession]:
        """A transaction that only looks."""
        async with self._sessions() as session, session.begin():
            await self._enter(session, scope)
            yield session

    @asynccontextmanager
    async def write(self, scope: Scope) -> AsyncIterator[AsyncSession]:
        """A transaction that commits at the end of the block, or leaves nothing behind."""
        if not self.is_sqlite:
            async with self._sessions() as session, session.begin():
                await self._enter(session, scope)
                yield session
            return
        async with self._one_writer, self._sessions() as session:
            await session.connection(execution_options={"nofomo_write": True})
            async with session.begin() if not session.in_transaction() else _commit(session):
                await self._enter(session, scope)
                yield session

    async def _enter(self, session: AsyncSession, scope: Scope) -> None:
        session.info["scope"] = scope
        if not self.is_sqlite and scope.user_id is not None:
            await session.execute(text("select set_config('app.user_id', :u, true)"), {"u": str(scope.user_id)})

    async def close(self) -> None:
        """Let go of all connections."""
        await self._engine.dispose()


@asynccontextmanager
async def _commit(session: AsyncSession) -> AsyncIterator[None]:
    try:
        yield
    except BaseException:
        await session.rollback()
        raise
    await session.commit()


def _make_engine(url: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        return create_async_engine(url, pool_pre_ping=True)
    engine = create_async_engine(url, pool_size=5, connect_args={"timeout": 10})

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for line in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000"):
            cursor.execute(f"PRAGMA {line}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("nofomo_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN DEFERRED")

    return engine
