"""The database's layout, step by step, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import inspect, text

from nofomo.engine.core.errors import Broken
from nofomo.infra.database import Database
from nofomo.migrations import row_security

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

HEAD: Final = "0005"
"""The newest step. A test compares it with the files, so that an up-to-date start need not load alembic."""


async def current_version(database: Database) -> str | None:
    """The step that the database is at; None for an empty one."""
    async with database.read_engine.connect() as connection:
        return await connection.run_sync(_version)


async def upgrade(database: Database, *, target: str = "head") -> bool:
    """Bring the database to `target` in one transaction. True when something was done.

    Raises Broken when the database was written by a newer version of this product.
    """
    present = await current_version(database)
    if target == "head" and present == HEAD:
        return False
    if present is not None and present > HEAD:
        raise Broken(
            f"The database is at layout {present}, this version knows {HEAD}. Start the newer one or restore a backup.",
            code="DATABASE_TOO_NEW",
        )
    # as the owner of the tables: the roles that the scopes stand for may not exist yet
    async with database.engine.begin() as connection:
        await connection.run_sync(_run, target)
    return True


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar_one_or_none()


def _run(connection: Connection, target: str) -> None:
    from alembic import command  # noqa: PLC0415 - alembic takes 0.4 s; an up-to-date start does without it

    row_security.lift_owner(connection)
    command.upgrade(config(connection), target)
    row_security.bind_owner(connection)


def config(connection: Any) -> Config:
    """alembic's settings for an open connection."""
    from alembic.config import Config  # noqa: PLC0415 - see _run

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["connection"] = connection
    return made
