"""`nofomo up`: everything in one process."""

from __future__ import annotations

import asyncio

import click

from nofomo.cli.settings import settings_from
from nofomo.infra.one_server import the_only_server


@click.command()
@click.option("--host", help="Address to listen on; by default this machine only.")
@click.option("--port", type=int, help="Port to listen on; 8000 by default, 0 takes a free one.")
@click.option("--venue", help="Venue for people who have not chosen one, such as sandbox or binance.")
def up(host: str | None, *, port: int | None, venue: str | None) -> None:
    """Start everything in one process and print a sign-in link."""
    settings = settings_from(quiet=False, host=host, port=port, venue=venue)
    with the_only_server(settings.database_url):
        from nofomo.cli.serving import run  # noqa: PLC0415 - a second of loading, after the refusal of a second server

        raise SystemExit(asyncio.run(run(settings)))
