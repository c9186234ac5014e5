"""Small work that must not make the answer wait (or let its duration tell a secret)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from nofomo.engine.core.errors import NofomoError

log = logging.getLogger(__name__)


class Afterwards:
    """Runs coroutines beside the request; failures go to the log, and `close` waits for what is under way."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def do(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        """Start `work`; `what` names it in the log (never put a secret or an address there)."""
        task = asyncio.create_task(self._guard(what, work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self._running:
            await asyncio.gather(*self._running)

    async def _guard(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except NofomoError as problem:
            log.warning("%s failed: %s (%s)", what, problem.message, problem.code)
        except Exception:
            log.exception("%s failed", what)
