"""The database's layout, step by step, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import inspect, text

from nofomo.engine.core.errors import Broken
from nofomo.infra.database import SYSTEM, Database

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

HEAD: Final = "0003"
"""The newest step. A test compares it with the files, so that an up-to-date start need not load alembic."""


async def current_version(database: Database) -> str | None:
    """The step that the database is at; None for an empty one."""
    async with database.read(SYSTEM) as session:
        connection = await session.connection()
        if not await connection.run_sync(lambda c: inspect(c).has_table("alembic_version")):
            return None
        return (await session.execute(text("select version_num from alembic_version"))).scalar_one_or_none()


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
    async with database.write(SYSTEM) as session:
        connection = await session.connection()
        await connection.run_sync(_run, target)
    return True


def _run(connection: Connection, target: str) -> None:
    from alembic import command  # noqa: PLC0415 - alembic takes 0.4 s; an up-to-date start does without it

    command.upgrade(config(connection), target)


def config(connection: Any) -> Config:
    """alembic's settings for an open connection."""
    from alembic.config import Config  # noqa: PLC0415 - see _run

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["connection"] = connection
    return made
