"""`nofomo db`: the database's layout."""

from __future__ import annotations

import asyncio

import click

from nofomo.bootstrap import open_database
from nofomo.cli.settings import settings_from
from nofomo.migrations import HEAD, current_version, upgrade


@click.group()
def db() -> None:
    """Bring the database to this version's layout; check it."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the layout that this version needs (`nofomo up` does it by itself)."""

    async def work() -> bool:
        async with open_database(settings_from()) as database:
            return await upgrade(database)

    click.echo("Upgraded." if asyncio.run(work()) else f"Already at layout {HEAD}.", err=True)


@db.command("check")
def check_command() -> None:
    """Say which layout the database has and which one this version needs."""

    async def work() -> str | None:
        async with open_database(settings_from(), migrate=False) as database:
            return await current_version(database)

    present = asyncio.run(work())
    click.echo(f"database: {present or 'empty'}, needed: {HEAD}", err=True)
    raise SystemExit(0 if present == HEAD else 1)
