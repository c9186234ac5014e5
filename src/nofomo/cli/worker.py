"""`nofomo worker`: jobs, without a page."""

from __future__ import annotations

import asyncio

import click

from nofomo.bootstrap import open_house
from nofomo.cli.serving import on_signal, print_lines
from nofomo.cli.settings import settings_from
from nofomo.infra.clock import Clock
from nofomo.infra.settings import Settings


@click.command()
@click.option("--slots", "job_slots", type=click.IntRange(1, 32),
              help="Analyses that run at the same time in this process; 3 by default.")  # fmt: skip
def worker(job_slots: int | None) -> None:
    """Do jobs only: analyses and upkeep. Any number may run on one PostgreSQL."""
    raise SystemExit(asyncio.run(run(settings_from(quiet=False, job_slots=job_slots))))


async def run(settings: Settings, clock: Clock | None = None) -> int:
    """Work until a signal says stop: then finish what can be finished soon, and put the rest back for others."""
    stopping = asyncio.Event()
    with on_signal(stopping.set):
        async with open_house(settings, clock=clock, role="worker") as house:
            print_lines(f"NoFOMO works as {house.process.name} (Ctrl+C stops it)")
            stopped = asyncio.create_task(stopping.wait())
            working = {house.working} if house.working is not None else set[asyncio.Task[None]]()
            await asyncio.wait({stopped, *working}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            for broken in (task for task in working if task.done()):
                broken.result()
    return 0
