"""Being told at once, instead of asking again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from nofomo.infra.clock import Clock

T = TypeVar("T")


class Signal(Generic[T]):
    """Calls everyone who listens, with a value; `carry`, if set, takes it to other processes too."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[T], None]] = []
        self.carry: Callable[[T], None] | None = None

    @contextmanager
    def heard_by(self, react: Callable[[T], None]) -> Iterator[None]:
        """Within the block, `react` is called with each value sent, here or elsewhere."""
        self._listeners.append(react)
        try:
            yield
        finally:
            self._listeners.remove(react)

    def send(self, value: T) -> None:
        """Call the listeners now, and let the value be carried on."""
        self.hear(value)
        if self.carry is not None:
            self.carry(value)

    def hear(self, value: T) -> None:
        """Call the listeners now: the value came from elsewhere."""
        for react in tuple(self._listeners):
            react(value)


async def first_of(event: asyncio.Event, clock: Clock, *, seconds: float) -> bool:
    """Wait for `event`, but no longer than `seconds`; True when the event came."""
    if event.is_set():
        return True
    waits = {asyncio.ensure_future(event.wait()), asyncio.ensure_future(clock.sleep(seconds))}
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return event.is_set()
