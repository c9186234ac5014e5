"""Time and identity are handed in, so that a test can hold them still."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """Tells the time (ms since the epoch, UTC) and waits."""

    def now_ms(self) -> int: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's clock."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def is_recent(since: int, *, now: int, within_ms: int) -> bool:
    """Whether `since` (ms) lies less than `within_ms` before `now`.

    A moment in the future is not recent: the clock was set back, and what was learned then must not count for an hour
    longer than it should.
    """
    return 0 <= now - since < within_ms


NewId = Callable[[], UUID]


def system_new_id() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits; sorts by the time it was made."""
    ms = time.time_ns() // 1_000_000
    value = (ms << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def moment(ms: int) -> datetime:
    """Milliseconds as an aware UTC datetime."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC)
