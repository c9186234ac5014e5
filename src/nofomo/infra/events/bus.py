"""The bus within one process."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeVar

log = logging.getLogger(__name__)

Event = TypeVar("Event")
Handler = Callable[[Any], Awaitable[None] | None]
BusState = Literal["local", "up", "down"]
"""`local`: one process only; `up`, `down`: whether the other processes can be reached just now."""


class EventBus:
    """Brings each event to everyone who subscribed to its type (or to a type above it), in order of subscription."""

    def __init__(self) -> None:
        self._handlers: dict[type, list[Handler]] = {}

    @property
    def state(self) -> BusState:
        """How the other processes are reached."""
        return "local"

    def subscribe(self, kind: type[Event], handler: Callable[[Event], Awaitable[None] | None]) -> Callable[[], None]:
        """Call `handler` (plain or async) with every event of `kind`. Gives the function that ends it."""
        handlers = self._handlers.setdefault(kind, [])
        handlers.append(handler)

        def unsubscribe() -> None:
            if handler in handlers:
                handlers.remove(handler)

        return unsubscribe

    async def publish(self, event: object) -> None:
        """Bring `event` to its subscribers here and, as soon as may be, to those in other processes.

        A subscriber that fails is logged and does not stop the others.
        """
        self.tell_others(event)
        await self.deliver(event)

    def tell_others(self, event: object) -> None:
        """Bring `event` to other processes only. Never waits and never fails."""

    async def deliver(self, event: object) -> None:
        """Bring `event` to the subscribers of this process only."""
        for kind in type(event).__mro__:
            for handler in tuple(self._handlers.get(kind, ())):
                try:
                    answer = handler(event)
                    if inspect.isawaitable(answer):
                        await answer
                except Exception:
                    log.exception("A subscriber failed on %s.", type(event).__name__)
