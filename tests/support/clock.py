"""Time and identity that a test holds in its hand."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable
from uuid import UUID

MARCH = 1_710_417_600_000
"""2024-03-14T12:00:00Z in ms: a Thursday noon, 19:00 in Jakarta."""


class ManualClock:
    """A clock that moves only when the test says so; whoever sleeps wakes when the time has come."""

    def __init__(self, now_ms: int = MARCH) -> None:
        self._now = now_ms
        self._count = itertools.count()
        self._sleepers: list[tuple[int, int, asyncio.Event]] = []

    def now_ms(self) -> int:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        due = asyncio.Event()
        heapq.heappush(self._sleepers, (self._now + round(seconds * 1000), next(self._count), due))
        await due.wait()

    def set(self, now_ms: int) -> None:
        """Jump to a moment and wake everyone whose time has come."""
        self._now = now_ms
        while self._sleepers and self._sleepers[0][0] <= now_ms:
            heapq.heappop(self._sleepers)[2].set()

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.set(self._now + round(seconds * 1000))


class CountingIds:
    """Ids that count up, so that they sort in the order in which they were made."""

    def __init__(self, start: int = 1) -> None:
        self._count = itertools.count(start)

    def __call__(self) -> UUID:
        return UUID(int=(7 << 76) | (2 << 62) | next(self._count))


async def eventually(condition: Callable[[], object], *, within_s: float = 5) -> None:
    """Give the event loop time until `condition` holds; fail when it does not come true."""
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110 (a condition over anything has no event)
            await asyncio.sleep(0.002)
