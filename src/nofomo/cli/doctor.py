"""`nofomo doctor`: the effective settings, and whether the parts work."""

from __future__ import annotations

import asyncio
import platform
import shutil
import sys

import click

from nofomo import __version__
from nofomo.bootstrap import open_database
from nofomo.cli.settings import settings_from
from nofomo.engine.core.errors import NofomoError
from nofomo.infra.settings import Settings, describe
from nofomo.migrations import HEAD, current_version


@click.command()
def doctor() -> None:
    """Show the effective settings (secrets masked) and what does not work."""
    settings = settings_from()
    click.echo(f"NoFOMO {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    for row in describe(settings):
        shown = row["value"] or "·"
        click.echo(f"  {row['variable']:<26} {shown:<40} {row['source']}")
    problems = [*_disk(settings), *asyncio.run(_database(settings))]
    for problem in problems:
        click.echo(f"✗ {problem}", err=True)
    if problems:
        sys.exit(1)
    click.echo("✓ Everything that can be checked here works.")


def _disk(settings: Settings) -> list[str]:
    folder = next(parent for parent in (settings.home, *settings.home.parents) if parent.exists())
    free = shutil.disk_usage(folder).free
    return [] if free > 200_000_000 else [f"Only {free // 1_000_000} MB are free at {folder}. Make room."]


async def _database(settings: Settings) -> list[str]:
    try:
        async with open_database(settings, migrate=False) as database:
            present = await current_version(database)
    except NofomoError as error:
        return [error.message]
    except OSError as error:
        return [f"The database cannot be opened: {error}."]
    return [] if present in (HEAD, None) else [f"The database is at layout {present}. Run: nofomo db upgrade"]
