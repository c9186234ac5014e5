"""One errand for all who want the same thing at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

Answer = TypeVar("Answer")


class SingleFlight:
    """Several callers who want the same thing at the same time share one errand, its success and its failure."""

    def __init__(self) -> None:
        self._flights: dict[object, asyncio.Task[object]] = {}

    async def join(self, key: object) -> bool:
        """Wait for the errand of `key` that is under way; False where there is none. Raises what it raises."""
        flight = self._flights.get(key)
        if flight is None:
            return False
        await asyncio.shield(flight)
        return True

    async def run(self, key: object, errand: Callable[[], Awaitable[Answer]]) -> Answer:
        """Do the errand. A caller who leaves does not stop it: others wait for it, or its result is kept anyway."""

        async def work() -> Answer:
            return await errand()

        flight = asyncio.create_task(work())
        self._flights[key] = flight  # type: ignore[assignment]

        def landed(task: asyncio.Task[Answer]) -> None:
            self._flights.pop(key, None)
            if not task.cancelled():
                task.exception()  # seen, so that asyncio does not complain when everyone has left

        flight.add_done_callback(landed)
        return await asyncio.shield(flight)

    async def share(self, key: object, errand: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer of the errand of `key`: of the one that is under way, or of this one."""
        flight = self._flights.get(key)
        if flight is None:
            return await self.run(key, errand)
        return cast("Answer", await asyncio.shield(flight))
