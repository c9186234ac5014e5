"""Write the next step of the database's layout from the difference to the tables in the code.

    .venv/bin/python scripts/new_migration.py 0002 "Plans get outcomes"

Read what it wrote, and set HEAD in src/nofomo/migrations/__init__.py.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile

from alembic import command

from nofomo.infra.database import SYSTEM, Database
from nofomo.migrations import config, upgrade


async def main(number: str, message: str) -> None:
    """Compare a fresh database at the newest step with the tables."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/compare.db")
        if number != "0001":
            await upgrade(database)
        async with database.write(SYSTEM) as session:
            connection = await session.connection()
            await connection.run_sync(
                lambda c: command.revision(config(c), message=message, autogenerate=True, rev_id=number)
            )
        await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
