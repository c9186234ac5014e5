"""Looking at the parts of the house, quickly and not too often."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from nofomo.features.operations.model import Part, Probe, Seen
from nofomo.infra.clock import Clock

log = logging.getLogger(__name__)

PATIENCE_S = 1.8
"""Whoever asks how it is gets an answer within two seconds, also while a part hangs."""


class HealthBoard:
    """Remembers what was seen last, so that a hundred questions cost one look."""

    def __init__(self, probes: Sequence[Probe], clock: Clock) -> None:
        self._probes = tuple(probes)
        self._clock = clock
        self._looks: dict[str, asyncio.Task[Seen]] = {}
        self._looked_at: dict[str, int] = {}
        self._parts: dict[str, Part] = {}

    async def parts(self) -> list[Part]:
        """Every part as it is now."""
        tasks = {probe.name: self._look(probe) for probe in self._probes}
        waiting = [task for task in tasks.values() if not task.done()]
        if waiting:
            await asyncio.wait(waiting, timeout=PATIENCE_S)
        return [self._note(probe.name, tasks[probe.name]) for probe in self._probes]

    async def is_ready(self) -> bool:
        """Whether every vital part works."""
        vital = {probe.name for probe in self._probes if probe.vital}
        return all(part.state != "down" for part in await self.parts() if part.name in vital)

    def _look(self, probe: Probe) -> asyncio.Task[Seen]:
        now, present = self._clock.now_ms(), self._looks.get(probe.name)
        fresh = 0 <= now - self._looked_at.get(probe.name, -(10**15)) < probe.keep_s * 1000
        if present is not None and (fresh or not present.done()):
            return present
        task = asyncio.ensure_future(self._try(probe))
        self._looks[probe.name], self._looked_at[probe.name] = task, now
        return task

    async def _try(self, probe: Probe) -> Seen:
        try:
            async with asyncio.timeout(10):
                return await probe.look()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a part, it is down
            log.warning("health: %s does not answer: %s", probe.name, type(error).__name__)
            return Seen("down", f"{type(error).__name__}: {error}"[:200])

    def _note(self, name: str, task: asyncio.Task[Seen]) -> Part:
        seen = task.result() if task.done() else Seen("down", "No answer within 2 s.")
        before = self._parts.get(name)
        since = before.since if before and before.state == seen.state else self._clock.now_ms()
        part = Part(name, seen.state, seen.detail, since)
        self._parts[name] = part
        return part
