"""Which failures of a database are faults that pass, which one each is, and what is none."""

from __future__ import annotations

import asyncio
import errno
import socket
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from nofomo.engine.core.errors import OutcomeUnknown, Unavailable
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.database_faults import fault_of, is_disk_full, is_fault
from tests.support.database import create_database, sqlite_url


def sqlite_error(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("made up")
    cause.sqlite_errorcode = code  # pyright: ignore[reportAttributeAccessIssue]
    return OperationalError("insert", {}, cause)


class FromPostgres(Exception):
    """What the driver raises: it bears the server's code, if the server could say one."""

    def __init__(self, state: str | None) -> None:
        super().__init__("made up")
        self.sqlstate = state


def postgres_error(state: str | None) -> DBAPIError:
    return DBAPIError("insert", {}, FromPostgres(state))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (sqlite_error(sqlite3.SQLITE_BUSY), "DATABASE_BUSY"),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), "DATABASE_BUSY"),
        (sqlite_error(sqlite3.SQLITE_FULL), "DISK_FULL"),
        (sqlite_error(sqlite3.SQLITE_IOERR_WRITE), "DISK_FULL"),
        (sqlite_error(sqlite3.SQLITE_IOERR_READ), "DATABASE_DOWN"),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), "DATABASE_DOWN"),
        (postgres_error("53100"), "DISK_FULL"),
        (postgres_error("53300"), "DATABASE_BUSY"),
        (postgres_error("55P03"), "DATABASE_BUSY"),
        (postgres_error("08003"), "DATABASE_DOWN"),
        (postgres_error("57P01"), "DATABASE_DOWN"),
        (postgres_error("57P03"), "DATABASE_DOWN"),
        (PoolTimeout("made up"), "DATABASE_BUSY"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "made up"), "DATABASE_DOWN"),
        (socket.gaierror(-2, "made up"), "DATABASE_DOWN"),
        (TimeoutError(), "DATABASE_DOWN"),
        (OSError(errno.ENOSPC, "made up"), "DISK_FULL"),
    ],
)
def test_a_fault_has_a_code_and_says_when_to_come_again(error: BaseException, code: str) -> None:
    fault = fault_of(error)
    assert isinstance(fault, Unavailable)
    assert (fault.code, is_fault(fault)) == (code, True)
    assert fault.retry_after_s is not None
    assert fault.message.endswith(".")


@pytest.mark.parametrize(
    "error",
    [
        sqlite_error(sqlite3.SQLITE_CONSTRAINT_UNIQUE),
        sqlite_error(sqlite3.SQLITE_ERROR),
        sqlite_error(sqlite3.SQLITE_READONLY),
        postgres_error("23505"),
        postgres_error("42601"),
        postgres_error("25006"),
        ValueError("made up"),
    ],
)
def test_what_a_database_objects_to_in_the_request_itself_is_no_fault(error: BaseException) -> None:
    assert fault_of(error) is None


def test_a_connection_lost_while_committing_leaves_the_outcome_unknown() -> None:
    fault = fault_of(postgres_error("08003"), committing=True)
    assert isinstance(fault, OutcomeUnknown)
    assert fault.code == "COMMIT_UNKNOWN"
    full = fault_of(postgres_error("53100"), committing=True)
    assert full is not None
    assert full.code == "DISK_FULL"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_quota_and_size_limit_are_full_disks_too(number: int) -> None:
    assert is_disk_full(OSError(number, "made up"))
    assert not is_disk_full(OSError(errno.EACCES, "made up"))


async def test_what_a_block_raises_about_files_or_rules_passes_through_unchanged(tmp_path: Path) -> None:
    database = await create_database(sqlite_url(tmp_path))
    with pytest.raises(FileNotFoundError):
        async with database.read(SYSTEM):
            (tmp_path / "nothing").read_bytes()
    with pytest.raises(IntegrityError):
        async with database.write(SYSTEM) as session:
            await session.execute(text("insert into candle_rows (venue) values (null)"))
    assert database.fault is None
    await database.close()


async def test_a_writer_waits_for_its_turn_for_seconds_and_not_for_ever(tmp_path: Path) -> None:
    database = await create_database(sqlite_url(tmp_path))
    held, let_go = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with database.write(SYSTEM):
            held.set()
            await let_go.wait()

    holding = asyncio.create_task(hold())
    await held.wait()
    with pytest.raises(Unavailable) as refused:
        async with database.write(SYSTEM):
            raise AssertionError("two writers at once")
    assert refused.value.code == "DATABASE_BUSY"
    let_go.set()
    await holding
    async with database.write(SYSTEM):
        pass
    await database.close()


async def test_every_commit_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path))
    async with database.write(SYSTEM) as session:
        assert await session.scalar(text("pragma synchronous")) == 2
        assert await session.scalar(text("pragma journal_mode")) == "wal"
    await database.close()
