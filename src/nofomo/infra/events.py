"""Telling others what has happened, inside one process.

Events are frozen dataclasses named in the past tense. They are published after the commit that made them true. Whoever
must not miss one reads it from the rows; the bus only saves waiting.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

log = logging.getLogger(__name__)

Event = TypeVar("Event")
Handler = Callable[[Any], Awaitable[None] | None]


class EventBus:
    """Brings each event to everyone who subscribed to its type (or to a type above it), in order of subscription."""

    def __init__(self) -> None:
        self._handlers: dict[type, list[Handler]] = {}

    def subscribe(self, kind: type[Event], handler: Callable[[Event], Awaitable[None] | None]) -> Callable[[], None]:
        """Call `handler` (plain or async) with every event of `kind`. Gives the function that ends it."""
        handlers = self._handlers.setdefault(kind, [])
        handlers.append(handler)

        def unsubscribe() -> None:
            if handler in handlers:
                handlers.remove(handler)

        return unsubscribe

    async def publish(self, event: object) -> None:
        """Bring `event` to its subscribers. One that fails is logged and does not stop the others."""
        for kind in type(event).__mro__:
            for handler in tuple(self._handlers.get(kind, ())):
                try:
                    answer = handler(event)
                    if inspect.isawaitable(answer):
                        await answer
                except Exception:
                    log.exception("A subscriber failed on %s.", type(event).__name__)
