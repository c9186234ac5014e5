"""The database's layout, step by step, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from nofomo.engine.core.errors import Broken, Unavailable
from nofomo.infra.database import Database
from nofomo.migrations import row_security

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

HEAD: Final = "0006"
"""The newest step. A test compares it with the files, so that an up-to-date start need not load alembic."""
_PATIENCE: Final = 60
"""How often SQLite, which gives up after 10 s, is asked again while another process upgrades."""


async def current_version(database: Database) -> str | None:
    """The step that the database is at; None for an empty one."""
    async with database.read_engine.connect() as connection:
        return await connection.run_sync(_version)


async def upgrade(database: Database, *, target: str = "head") -> bool:
    """Bring the database to `target` in one transaction. True when something was done.

    Of several processes that start at once one does it, the others wait for it. Raises Broken (`DATABASE_TOO_NEW`) when
    the database was written by a newer version of this product.
    """
    for _ in range(_PATIENCE):
        if _is_there(await current_version(database), target):
            return False
        try:
            # as the owner of the tables: the roles that the scopes stand for may not exist yet
            async with database.engine.begin() as connection:
                return await connection.run_sync(_run, target)
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
                raise
    raise Unavailable("Another process has been writing to the database for minutes.", code="DATABASE_BUSY")


def _is_there(present: str | None, target: str) -> bool:
    if present is not None and present > HEAD:
        raise Broken(
            f"The database is at layout {present}, this version knows {HEAD}. Start the newer one or restore a backup.",
            code="DATABASE_TOO_NEW",
        )
    return target == "head" and present == HEAD


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar_one_or_none()


def _run(connection: Connection, target: str) -> bool:
    from alembic import command  # noqa: PLC0415 - alembic takes 0.4 s; an up-to-date start does without it

    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(hashtextextended('nofomo upgrade', 0))"))
    if _is_there(_version(connection), target):  # by whoever had the turn before us
        return False
    row_security.lift_owner(connection)
    command.upgrade(config(connection), target)
    row_security.bind_owner(connection)
    return True


def config(connection: Any) -> Config:
    """alembic's settings for an open connection."""
    from alembic.config import Config  # noqa: PLC0415 - see _run

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["connection"] = connection
    return made
