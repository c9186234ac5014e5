"""`nofomo sandbox`: the make-believe market alone."""

from __future__ import annotations

import click

from nofomo.sandbox import serve


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8099, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free port.")
@click.option("--seed", default=1, show_default=True, type=int, help="Another seed is another market.")
def sandbox(host: str, *, port: int, seed: int) -> None:
    """A synthetic market that speaks Binance's spot REST wire. Nothing in it is real."""
    click.echo(
        f"Synthetic market (seed {seed}) on http://{host}:{port or '…'} — none of its prices are real.", err=True
    )
    serve(host, port=port, seed=seed)
