"""`nofomo api`: the page and the API, without workers."""

from __future__ import annotations

import asyncio

import click

from nofomo.cli.serving import run
from nofomo.cli.settings import settings_from


@click.command()
@click.option("--host", help="Address to listen on; by default this machine only.")
@click.option("--port", type=int, help="Port to listen on; 8000 by default, 0 takes a free one.")
def api(host: str | None, *, port: int | None) -> None:
    """Answer requests only; jobs are left to `nofomo worker`. Any number may run on one PostgreSQL."""
    raise SystemExit(asyncio.run(run(settings_from(quiet=False, host=host, port=port), role="api")))
