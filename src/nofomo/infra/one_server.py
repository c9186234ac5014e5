"""One server per SQLite file.

A SQLite file serves one process that keeps caches of it and queues its writers. The claim is a lock of the operating
system on a small file beside the database.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.engine import make_url

from nofomo.engine.core.errors import Conflict
from nofomo.infra.file_lock import try_lock, unlock


def sqlite_file(database_url: str) -> Path | None:
    """The file behind the URL, symbolic links followed; None for PostgreSQL and for a database in memory."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database).resolve()


@contextmanager
def the_only_server(database_url: str) -> Iterator[None]:
    """Within the block no other server may use this SQLite file. Raises Conflict (`DATABASE_IN_USE`).

    Commands that look or change a few rows beside a running server need no claim. PostgreSQL serves many processes:
    nothing is claimed there.
    """
    database = sqlite_file(database_url)
    if database is None:
        yield
        return
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    claim = database.with_name(f"{database.name}.lock")
    handle = try_lock(claim)
    if handle is None:
        raise _in_use(database, claim)
    try:
        # The lock holds without its holder's name; a full disk must not keep the server from starting.
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.write(handle, f" {os.getpid()}".encode())
        yield
    finally:
        unlock(handle)


def _in_use(database: Path, claim: Path) -> Conflict:
    pid = ""
    with suppress(OSError), claim.open("rb") as file:
        file.seek(1)  # Windows keeps the first byte of a locked file to its holder
        pid = file.read(20).decode("ascii", "replace").strip()
    who = f"process {pid}" if pid.isdigit() else "another process"
    return Conflict(
        f"A server is already running on {database} ({who}). Stop that one first; to run several processes, "
        "set NOFOMO_DATABASE_URL to PostgreSQL.",
        code="DATABASE_IN_USE",
        details={"pid": int(pid)} if pid.isdigit() else {},
    )
