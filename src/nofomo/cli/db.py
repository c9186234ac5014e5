"""`nofomo db`: backups, and the database's layout and health."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from nofomo.bootstrap import open_database
from nofomo.bootstrap.backups import back_up, restore
from nofomo.bootstrap.examination import examine
from nofomo.cli.settings import settings_from
from nofomo.infra.clock import moment
from nofomo.migrations import HEAD, current_version


@click.group()
def db() -> None:
    """Back up and restore; bring the database to this version's layout; check it."""


@db.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--with-candles", is_flag=True, help="Take the candles of exchanges along, not only imported ones.")
def backup_command(file: Path | None, *, with_candles: bool) -> None:
    """Write a backup to FILE, by default among those of the home folder, and print its path. A server may run on."""
    path, manifest = asyncio.run(back_up(settings_from(), file, all_candles=with_candles))
    rows = sum(manifest.tables.values())
    click.echo(
        f"Backed up {rows} rows (layout {manifest.layout}) and {len(manifest.members) - 1} files, "
        f"{path.stat().st_size / 1e6:.1f} MB. Keep the file safe: it opens every door that this installation has.",
        err=True,
    )
    click.echo(str(path))


@db.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace what is there; it is backed up first.")
def restore_command(file: Path, *, replace: bool) -> None:
    """Make this installation what FILE holds. Stop the server first."""
    done = asyncio.run(restore(settings_from(), file, replace=replace))
    if done.kept is not None:
        click.echo(f"What was there before is kept in {done.kept}.", err=True)
    click.echo(
        f"Restored {sum(done.manifest.tables.values())} rows of {moment(done.manifest.made_at):%Y-%m-%d %H:%M} UTC.",
        err=True,
    )


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the layout that this version needs, after a backup (`nofomo up` does it by itself)."""

    async def work() -> str | None:
        async with open_database(settings_from(), migrate=False) as database:
            before = await current_version(database)
        async with open_database(settings_from(), beside_server=True):
            return before

    before = asyncio.run(work())
    click.echo(f"Already at layout {HEAD}." if before == HEAD else f"Upgraded from {before or 'nothing'} to {HEAD}.",
               err=True)  # fmt: skip


@db.command("check")
def check_command() -> None:
    """Look for whatever is wrong with the rows and files; exit code 1 when something is."""
    found = asyncio.run(examine(settings_from()))
    for line in found:
        click.echo(f"{'✓' if line.good else '✗'} {line.name}: {line.detail}", err=True)
    raise SystemExit(0 if all(line.good for line in found) else 1)
