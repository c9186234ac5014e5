"""`nofomo doctor`: the effective settings, and whether the parts work."""

from __future__ import annotations

import asyncio
import json
import platform
import sys
from dataclasses import asdict

import click

from nofomo import __version__
from nofomo.bootstrap.diagnosis import diagnose
from nofomo.cli.settings import settings_from
from nofomo.infra.settings import describe


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def doctor(*, as_json: bool) -> None:
    """Show the effective settings (secrets masked) and what does not work; exit code 1 when something does not."""
    settings = settings_from()
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    found = asyncio.run(diagnose(settings))
    good = all(one.good for one in found)
    if as_json:
        tree = {
            "version": __version__, "machine": machine, "good": good, "settings": describe(settings),
            "checks": [asdict(one) for one in found],
        }  # fmt: skip
        click.echo(json.dumps(tree, indent=1, ensure_ascii=False))
    else:
        click.echo(f"NoFOMO {__version__}, {machine}")
        for row in describe(settings):
            click.echo(f"  {row['variable']:<26} {row['value'] or '·':<40} {row['source']}")
        for one in found:
            click.echo(f"{'✓' if one.good else '✗'} {one.name}: {one.detail}", err=not one.good)
            if one.advice:
                click.echo(f"    {one.advice}", err=not one.good)
    sys.exit(0 if good else 1)
