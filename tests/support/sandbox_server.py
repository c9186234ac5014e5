"""A sandbox exchange on a free loopback port, with a clock that the test sets."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from nofomo.sandbox import start_in_background

# Wednesday 2026-11-18 14:37:20 UTC: a weekday afternoon on which forex trades too.
NOON = 1_795_012_640_000


@dataclass
class HandClock:
    """A clock that stands still until the test moves it."""

    now: int = NOON

    def now_ms(self) -> int:
        return self.now

    def advance(self, *, seconds: float) -> None:
        self.now += int(seconds * 1000)


@dataclass(frozen=True)
class SandboxServer:
    """A serving sandbox and the clock that it follows."""

    url: str
    clock: HandClock


@asynccontextmanager
async def sandbox_server(
    seed: int = 7, clock: HandClock | None = None, *, weight_limit: int = 6000
) -> AsyncIterator[SandboxServer]:
    """Serve a sandbox over a real socket while the block runs."""
    clock = clock or HandClock()
    running = await start_in_background(seed, clock, weight_limit=weight_limit)
    try:
        yield SandboxServer(running.url, clock)
    finally:
        await running.stop()


def moved_urls(urls: dict[str, Any], url: str) -> dict[str, Any]:
    """ccxt's `urls['api']` with every host replaced by the sandbox's, paths untouched."""
    return {name: re.sub(r"^https://[^/]+", url, address) for name, address in urls.items()}
