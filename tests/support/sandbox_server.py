"""A sandbox exchange on a free loopback port, with a clock that the test holds."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from nofomo.sandbox import start_in_background
from tests.support.clock import ManualClock


@dataclass(frozen=True)
class SandboxServer:
    """A serving sandbox and the clock that it follows."""

    url: str
    clock: ManualClock


@asynccontextmanager
async def sandbox_server(
    seed: int = 7, clock: ManualClock | None = None, *, weight_limit: int = 6000
) -> AsyncIterator[SandboxServer]:
    """Serve a sandbox over a real socket while the block runs; without a clock it is 2024-03-14T12:00Z, a Thursday."""
    clock = clock or ManualClock()
    running = await start_in_background(seed, clock, weight_limit=weight_limit)
    try:
        yield SandboxServer(running.url, clock)
    finally:
        await running.stop()


def moved_urls(urls: dict[str, Any], url: str) -> dict[str, Any]:
    """ccxt's `urls["api"]` with every host replaced by the sandbox's, paths untouched."""
    return {name: re.sub(r"^https://[^/]+", url, address) for name, address in urls.items()}
