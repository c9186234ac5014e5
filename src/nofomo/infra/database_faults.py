"""What it means when the database fails: away, kept busy by another program, or out of room.

A fault says nothing about the request: the same one succeeds when the fault is over. Everything else that a database
objects to (a broken rule, a wrong statement) is passed on as it is.
"""

from __future__ import annotations

import errno
import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from nofomo.engine.core.errors import NofomoError, OutcomeUnknown, Unavailable

FAULTS: Final = frozenset({"DATABASE_DOWN", "DATABASE_BUSY", "DISK_FULL", "COMMIT_UNKNOWN"})
"""The codes of faults: whoever can repeat the work in full may do so."""
RETRY_S: Final = 5.0
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# SQLite's primary result codes (the low byte) and PostgreSQL's classes and codes.
_SQLITE_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_SQLITE_AWAY: Final = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})
_SQLITE_NO_ROOM: Final = frozenset({sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_FULL})
_POSTGRES_NO_ROOM: Final = "53100"
# too many connections, a lock not had in time, a statement over its time, and the victims of a deadlock or a conflict
_POSTGRES_BUSY: Final = ("53300", "55P03", "57014", "40P01", "40001")
_POSTGRES_AWAY: Final = ("08", "57P", "58")


def is_fault(error: BaseException | None) -> bool:
    """Whether it is one of ours, as raised by `Database` and by whoever writes files."""
    return isinstance(error, NofomoError) and error.code in FAULTS


def busy() -> Unavailable:
    """Another program, or too many of our own tasks, keep the database to themselves."""
    message = "The database is busy with something else. Nothing was changed; try again in a moment."
    return Unavailable(message, code="DATABASE_BUSY", retry_after_s=RETRY_S)


def down() -> Unavailable:
    """It does not answer, or cannot be opened."""
    message = "The database cannot be reached. Nothing was changed; try again in a moment."
    return Unavailable(message, code="DATABASE_DOWN", retry_after_s=RETRY_S)


def disk_full() -> Unavailable:
    """There is no room to write."""
    message = "The server has no room left to write. Nothing was changed; make room on its disk."
    return Unavailable(message, code="DISK_FULL", retry_after_s=60)


def commit_unknown() -> OutcomeUnknown:
    """The connection broke between the wish to commit and its answer."""
    message = "The database went away while this was being saved. Look whether it is there before you repeat it."
    return OutcomeUnknown(message, code="COMMIT_UNKNOWN")


def is_disk_full(error: OSError) -> bool:
    """Whether a file could not be written for want of room: a full disk, a spent quota, a size limit."""
    return error.errno in _NO_ROOM


def fault_of(error: BaseException, *, committing: bool = False) -> NofomoError | None:
    """The fault behind what a database driver raised; None where it is no fault of the database's state."""
    if isinstance(error, PoolTimeout):
        return busy()
    if isinstance(error, DBAPIError):
        return _of_statement(error, committing=committing)
    if isinstance(error, OSError | TimeoutError):  # raised while connecting, by the driver itself
        return disk_full() if isinstance(error, OSError) and is_disk_full(error) else down()
    return _of_postgres(getattr(error, "sqlstate", None), committing=committing)


def _of_statement(error: DBAPIError, *, committing: bool) -> NofomoError | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        if code in _SQLITE_NO_ROOM:
            return disk_full()
        primary = code & 0xFF
        return busy() if primary in _SQLITE_BUSY else down() if primary in _SQLITE_AWAY else None
    found = _of_postgres(getattr(error.orig, "sqlstate", None), committing=committing)
    if found is not None:
        return found
    if error.connection_invalidated or (isinstance(error, InterfaceError | OperationalError) and _lost(error.orig)):
        return commit_unknown() if committing else down()
    return None


def _of_postgres(state: str | None, *, committing: bool) -> NofomoError | None:
    if state is None:
        return None
    if state == _POSTGRES_NO_ROOM:
        return disk_full()
    if state in _POSTGRES_BUSY:
        return busy()
    if state.startswith(_POSTGRES_AWAY):
        return commit_unknown() if committing else down()
    return None


def _lost(cause: BaseException | None) -> bool:
    """Without a code of the server's, only a broken connection explains an operational error of PostgreSQL's driver."""
    return cause is not None and getattr(cause, "sqlstate", None) is None and not isinstance(cause, sqlite3.Error)
