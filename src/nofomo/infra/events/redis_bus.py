"""The bus between processes: Redis publish/subscribe beside the bus of the process itself.

Nothing depends on it. While Redis is away, events reach the subscribers of their own process as always and are lost for
the others, who find what has changed in the rows a little later; when it is back, the bus is too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from typing_extensions import override

from nofomo.infra.clock import Clock
from nofomo.infra.events.bus import BusState, EventBus
from nofomo.infra.events.registry import EventRegistry

log = logging.getLogger(__name__)

_PATIENCE_S: Final = 2.0
_IDLE_S: Final = 15.0
"""After so long a silence the connection is tried with a ping; a second one means that it is dead."""
_FIRST_PAUSE_S: Final = 0.2
_LONGEST_PAUSE_S: Final = 5.0
_MOST_WAITING: Final = 10_000
_TROUBLES: Final = (RedisError, OSError, TimeoutError)


class RedisEventBus(EventBus):
    """An EventBus that also tells the other processes of the house, and hears from them.

    The processes of one house share a Redis database; its number is part of the channel's name, so that several houses
    may share a server. `origin` tells this bus's own messages from the others'.
    """

    def __init__(self, url: str, *, registry: EventRegistry, clock: Clock, origin: str) -> None:
        super().__init__()
        self._redis: Any = Redis.from_url(
            url, socket_connect_timeout=_PATIENCE_S, retry=Retry(NoBackoff(), 0), health_check_interval=0
        )
        self._channel = f"nofomo:{self._redis.connection_pool.connection_kwargs.get('db', 0)}:events"
        self._registry = registry
        self._clock = clock
        self._origin = origin
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue(_MOST_WAITING)
        self._up: bool | None = None
        self.listening = asyncio.Event()
        """Set while what other processes tell is heard."""

    @property
    @override
    def state(self) -> BusState:
        """Whether the other processes can be reached just now."""
        return "up" if self._up else "down"

    @override
    def tell_others(self, event: object) -> None:
        """Put the event in line for the other processes; with Redis away, forget it."""
        if not self._up or not self._registry.knows(event):
            return
        try:
            self._waiting.put_nowait(self._registry.write(event, origin=self._origin))
        except (asyncio.QueueFull, TypeError, ValueError):
            log.exception("An event could not be sent to other processes.")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Within the block the other processes are told and heard, whenever Redis is there."""
        tasks = [
            asyncio.create_task(self._listen(), name="events in"),
            asyncio.create_task(self._send(), name="events out"),
        ]
        try:
            yield
        finally:
            await self._send_the_rest()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._redis.aclose()

    async def _listen(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.subscribe(self._channel)
                    await self._hear(channel)
            except _TROUBLES as error:
                pause_s = _FIRST_PAUSE_S if self.listening.is_set() else min(2 * pause_s, _LONGEST_PAUSE_S)
                self._is_away(error)
            await self._clock.sleep(pause_s)

    async def _hear(self, channel: PubSub) -> None:
        silent = False
        while True:
            message: dict[str, Any] | None = await channel.get_message(timeout=_IDLE_S)
            if message is None:
                if silent:
                    raise TimeoutError("no answer")
                silent = True
                await channel.ping()
                continue
            silent = False
            if message["type"] == "subscribe":
                self._is_back()
            elif message["type"] == "message":
                await self._receive(message["data"])

    async def _receive(self, message: bytes) -> None:
        try:
            event = self._registry.read(message, but_from=self._origin)
        except ValueError as error:
            log.warning("A message of other processes cannot be read: %s", str(error).splitlines()[0][:200])
            return
        if event is not None:
            await self.deliver(event)

    async def _send(self) -> None:
        while True:
            await self._publish(await self._waiting.get())

    async def _send_the_rest(self) -> None:
        """What a stopping process has put back should be heard of at once."""
        while self._up and not self._waiting.empty():
            await self._publish(self._waiting.get_nowait())

    async def _publish(self, message: bytes) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._redis.publish(self._channel, message)
        except _TROUBLES as error:
            log.debug("An event did not reach Redis: %s", error)

    def _is_back(self) -> None:
        self.listening.set()
        if self._up is False:
            log.info("Redis is back: events reach the other processes again.")
        self._up = True

    def _is_away(self, error: Exception) -> None:
        self.listening.clear()
        if self._up is not False:
            log.warning("Redis is away (%s): events stay within this process until it is back. Nothing is lost.", error)
        self._up = False
