"""Slowing down whoever tries too often.

Where one process serves everybody (SQLite), tries are counted in memory. Where several do (PostgreSQL), they are
counted in rows, so that a guesser gains nothing by asking the next process. Redis would count faster, but a limit that
guards passwords must hold while Redis is away, and whoever tries a password waits for its hash far longer than for a
row.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import Final, Protocol

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql

from nofomo.engine.core.errors import LimitReached
from nofomo.features.accounts.tables import attempts
from nofomo.infra.clock import Clock
from nofomo.infra.database import SYSTEM, Database

Change = Callable[[list[int]], list[int]]
_KEEP: Final = 10_000


class Tries(Protocol):
    """Where tries are written down: moments (ms), oldest first, by key."""

    async def change(self, key: str, work: Change, *, now: int, until: int) -> None:
        """Put what `work` makes of the key's tries in their place, in one step; nobody needs them after `until`."""
        ...


class TriesInMemory:
    """The tries of one process; the `keep` keys that were used last are remembered."""

    def __init__(self, *, keep: int = _KEEP) -> None:
        self._keep = keep
        self._seen: OrderedDict[str, list[int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    async def change(self, key: str, work: Change, *, now: int, until: int) -> None:  # noqa: ARG002
        """See `Tries`."""
        self._seen[key] = work(self._seen.get(key, []))
        self._seen.move_to_end(key)
        while len(self._seen) > self._keep:
            self._seen.popitem(last=False)


class TriesInRows:
    """The tries of all processes of a house on PostgreSQL. Keys are kept as hashes: they hold addresses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def change(self, key: str, work: Change, *, now: int, until: int) -> None:
        """See `Tries`. In a transaction of its own: a try counts even if the caller's is rolled back."""
        await asyncio.create_task(self._change(key, work, now=now, until=until))

    async def _change(self, key: str, work: Change, *, now: int, until: int) -> None:
        key = sha256(key.encode()).hexdigest()
        row = {"key": key, "times": [], "expires_at": until}
        mine = attempts.c.key == key
        old = select(attempts.c.key).where(attempts.c.expires_at <= now).with_for_update(skip_locked=True)
        async with self._database.write(SYSTEM) as session:
            await session.execute(delete(attempts).where(attempts.c.key.in_(old)))
            await session.execute(postgresql.insert(attempts).values(row).on_conflict_do_nothing())
            times = await session.scalar(select(attempts.c.times).where(mine).with_for_update())
            await session.execute(update(attempts).where(mine).values(times=work(times or []), expires_at=until))


def tries_of(database: Database) -> Tries:
    """Where this house's tries are written down."""
    return TriesInMemory() if database.is_sqlite else TriesInRows(database)


class Throttle:
    """At most `limit` attempts per key within `window_ms`. `name` keeps the keys of different limits apart.

    An attempt is counted before its work begins, so that a hundred at once cannot all slip through.
    """

    def __init__(self, name: str, limit: int, *, window_ms: int, clock: Clock, tries: Tries) -> None:
        self._name = name
        self._limit = limit
        self._window_ms = window_ms
        self._clock = clock
        self._tries = tries

    async def take(self, key: str) -> None:
        """Count one attempt. Raises LimitReached (`TOO_MANY_ATTEMPTS`) with the seconds to wait."""
        now = self._clock.now_ms()

        def one_more(times: list[int]) -> list[int]:
            # A try in the future was made before the clock was set back.
            recent = [at for at in times if now - self._window_ms < at <= now]
            if len(recent) >= self._limit:
                raise _too_many((recent[0] + self._window_ms - now) / 1000)
            return [*recent, now]

        await self._change(key, one_more, now=now)

    async def give_back(self, key: str) -> None:
        """Forget the newest attempt: it succeeded."""
        await self._change(key, lambda times: times[:-1], now=self._clock.now_ms())

    async def _change(self, key: str, work: Change, *, now: int) -> None:
        await self._tries.change(f"{self._name} {key}", work, now=now, until=now + self._window_ms)


def _too_many(wait_s: float) -> LimitReached:
    minutes = max(1, round(wait_s / 60))
    return LimitReached(
        f"Too many attempts. Wait about {minutes} min and try again.", code="TOO_MANY_ATTEMPTS", retry_after_s=wait_s
    )
