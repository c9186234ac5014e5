"""Rows: one door for reading and one for writing, the same on SQLite and PostgreSQL.

Every transaction says for whom it works: `as_user(id)` sees one person's rows, `SYSTEM` serves many. On PostgreSQL
the scope becomes the role of the transaction and its `app.user_id`, which row-level security reads; on SQLite the
filter in each query is the wall. SQLite has one writer: writing transactions queue in this process and begin IMMEDIATE.
Reading transactions cannot write on either database.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from time import monotonic
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, LargeBinary, MetaData, String, event, make_url, text
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.types import TypeDecorator, TypeEngine

from nofomo.engine.core.errors import Broken
from nofomo.infra.database_faults import busy, fault_of

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
PATIENCE_S: Final = 5
"""So long a transaction waits for its turn, for a connection, for another program to let go; then it is refused."""
STATEMENT_S: Final = 30
"""So long may one statement of a person's transaction take on PostgreSQL."""
_RESTED_S: Final = 1.0


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


class ZippedText(TypeDecorator[str]):
    """A long text kept compressed (zlib): a stored analysis takes a quarter of its size, and so does its backup."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Compress it."""
        return None if value is None else zlib.compress(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Read it back unchanged."""
        return None if value is None else zlib.decompress(value).decode()


class Milliseconds(TypeDecorator[int]):
    """A moment as whole milliseconds since the epoch, UTC."""

    impl: TypeEngine[int] | type[TypeEngine[int]] = BigInteger
    cache_ok = True


USER_ROLE: Final = "nofomo_user"
SYSTEM_ROLE: Final = "nofomo_system"
"""What a transaction works as on PostgreSQL. Neither owns a table; migrations/row_security.py says what each may do."""


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a transaction works: one user, or the system (user_id None)."""

    user_id: UUID | None


SYSTEM: Final = Scope(None)


def as_user(user_id: UUID) -> Scope:
    """The scope of one person."""
    return Scope(user_id)


_ENTER_SYSTEM: Final = text(f"select set_config('role', '{SYSTEM_ROLE}', true), set_config('app.user_id', '', true)")
_ENTER_USER: Final = text(
    f"select set_config('role', '{USER_ROLE}', true), set_config('app.user_id', :user, true),"
    f" set_config('statement_timeout', '{STATEMENT_S}s', true), set_config('lock_timeout', '{PATIENCE_S}s', true)"
)
"""One statement, and so one way to the server and back."""


@dataclass(slots=True)
class _Stage:
    """How far a transaction has come."""

    entered: bool = False
    committing: bool = False


class Database:
    """An open database. `read` and `write` give a session inside one transaction; `write` commits at the end."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self._engine, self._read_engine = _sqlite_engine(url, writes=True), _sqlite_engine(url, writes=False)
        else:
            self._engine = _postgres_engine(url)
            self._read_engine = self._engine.execution_options(postgresql_readonly=True)
        self._writers = async_sessionmaker(self._engine, expire_on_commit=False)
        self._readers = async_sessionmaker(self._read_engine, expire_on_commit=False)
        self._one_writer = asyncio.Lock()
        self._writing: set[asyncio.Task[Any] | None] = set()
        self.fault: str | None = None
        """The code of the fault that the newest transaction met; None when it went well."""

    @property
    def engine(self) -> AsyncEngine:
        """The writing engine below, for migrations: on PostgreSQL it works as the owner of the tables."""
        return self._engine

    @property
    def read_engine(self) -> AsyncEngine:
        """The same for looking only."""
        return self._read_engine

    @asynccontextmanager
    async def read(self, scope: Scope) -> AsyncIterator[AsyncSession]:
        """A transaction that only looks; the database refuses a write inside it.

        Raises Unavailable (`DATABASE_DOWN`, `DATABASE_BUSY`, `DISK_FULL`) when the database cannot serve it now.
        """
        async with self._telling_faults() as stage, self._readers() as session, session.begin():
            await self._enter(session, scope)
            stage.entered = True
            yield session

    @asynccontextmanager
    async def write(self, scope: Scope) -> AsyncIterator[AsyncSession]:
        """A transaction that commits at the end of the block, or leaves nothing behind.

        Keep it short: on SQLite everybody else who wants to write waits, for a few seconds at most. Raises Unavailable
        as `read` does, OutcomeUnknown (`COMMIT_UNKNOWN`) when the connection broke while it was being committed, and
        Broken when it is opened inside another one of the same task, which on SQLite would wait for itself for ever.
        """
        task = asyncio.current_task()
        if task in self._writing:
            raise Broken("A writing transaction was opened inside another one.", code="NESTED_WRITE")
        async with (
            self._queue_of_writers() if self.is_sqlite else nullcontext(),
            self._telling_faults() as stage,
            self._writers() as session,
            session.begin(),
        ):
            self._writing.add(task)
            try:
                await self._enter(session, scope)
                stage.entered = True
                yield session
                stage.committing = True
            finally:
                self._writing.discard(task)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._read_engine.dispose()
        await self._engine.dispose()

    @asynccontextmanager
    async def _queue_of_writers(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._one_writer.acquire()
        except TimeoutError:
            raise busy() from None
        try:
            yield
        finally:
            self._one_writer.release()

    @asynccontextmanager
    async def _telling_faults(self) -> AsyncIterator[_Stage]:
        """Names what drivers raise; remembers how the newest transaction fared."""
        stage = _Stage()
        try:
            yield stage
        except Exception as error:
            # what the block itself raises about files or sockets is not the database's
            fault = (
                None if stage.entered and isinstance(error, OSError) else fault_of(error, committing=stage.committing)
            )
            if fault is None:
                raise
            self.fault = fault.code
            raise fault from error
        if stage.committing or self.fault == "DATABASE_DOWN":
            self.fault = None

    async def _enter(self, session: AsyncSession, scope: Scope) -> None:
        session.info["scope"] = scope
        await session.connection()
        if self.is_sqlite:
            return
        if scope.user_id is None:
            await session.execute(_ENTER_SYSTEM)
        else:
            await session.execute(_ENTER_USER, {"user": str(scope.user_id)})


def after_commit(session: AsyncSession, react: Callable[[], None]) -> None:
    """Call `react` once this transaction has been committed; never, if it is rolled back."""
    event.listen(session.sync_session, "after_commit", lambda _session: react(), once=True)


def _postgres_engine(url: str) -> AsyncEngine:
    """A connection that rested is asked whether it still lives before it is used; one just used is believed."""
    engine = create_async_engine(
        url, pool_size=5, max_overflow=10, pool_timeout=PATIENCE_S, pool_use_lifo=True,
        connect_args={"timeout": PATIENCE_S, "server_settings": {"application_name": "nofomo"}},
    )  # fmt: skip

    @event.listens_for(engine.sync_engine, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def wake(connection: Any, record: Any, _proxy: Any) -> None:
        if monotonic() - record.info.get("rests_since", monotonic()) < _RESTED_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except (engine.dialect.loaded_dbapi.Error, OSError) as error:
            raise InvalidatePoolError from error

    return engine


def _sqlite_engine(url: str, *, writes: bool) -> AsyncEngine:
    """Readers and the writer use separate connections: a reader never waits, and `query_only` keeps it from writing."""
    where = make_url(url).database
    if where and where != ":memory:":
        Path(where).parent.mkdir(parents=True, exist_ok=True)
    size = {"pool_size": 1, "max_overflow": 1} if writes else {"pool_size": 5, "max_overflow": 10}
    engine = create_async_engine(url, connect_args={"timeout": PATIENCE_S}, pool_timeout=PATIENCE_S, **size)
    # FULL: what was acknowledged survives a power cut, for a fraction of a millisecond per commit (decision 0012).
    settings = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={PATIENCE_S * 1000}"]
    if not writes:
        settings.append("query_only=ON")

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for line in settings:
            cursor.execute(f"PRAGMA {line}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")

    return engine
