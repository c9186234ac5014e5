"""The daily clean-up: what is over and done with goes, a little at a time, so that nobody waits for it."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from sqlalchemy import or_, select

from nofomo.features.operations.parts import OperationsParts
from nofomo.infra.backup.making import PARTIAL
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import LIVE, JobContext, Periodic, jobs, locks
from nofomo.infra.log_files import prune
from nofomo.infra.sweeping import delete_in_batches

log = logging.getLogger(__name__)

KIND: Final = "cleanup"
_DAY_MS: Final = 86_400_000
_HOUR_MS: Final = 3_600_000


class Cleaner:
    """Removes finished jobs, dead locks, old logs, drafts of killed processes, and what other features name."""

    def __init__(self, parts: OperationsParts) -> None:
        self._parts = parts

    @property
    def periodic(self) -> list[Periodic]:
        """Once a day, some minutes after the start."""
        return [Periodic(KIND, 86_400, deadline_s=3_600, after_start_s=900)]

    async def work(self, ctx: JobContext) -> None:
        """The job: every sweep in turn; one that fails does not keep the others from their work."""
        now = self._parts.clock.now_ms()
        sweeps: dict[str, Callable[[int], Awaitable[int]]] = {
            "jobs": self._jobs,
            "locks": self._locks,
            "logs and drafts": self._files,
            **self._parts.sweeps,
        }
        removed: dict[str, int] = {}
        failed: list[str] = []
        for number, (name, sweep) in enumerate(sweeps.items(), 1):
            await ctx.progress(number, len(sweeps), name)
            try:
                removed[name] = await sweep(now)
            except Exception:
                log.exception("Cleaning up %s failed.", name)
                failed.append(name)
        told = ", ".join(f"{name} {count}" for name, count in removed.items() if count)
        log.info("Cleaned up: %s.", told or "there was nothing to remove")
        async with self._parts.database.write(SYSTEM) as session:
            await ctx.complete(session, {"removed": removed, "failed": failed})

    async def _jobs(self, now: int) -> int:
        c = jobs.c
        old = c.created_at < now - self._parts.keep.jobs_days * _DAY_MS
        return await delete_in_batches(self._parts.database, jobs, old, c.state.not_in(LIVE))

    async def _locks(self, now: int) -> int:
        """Locks end with their jobs; one is left over only when something went very wrong."""
        live = select(jobs.c.id).where(jobs.c.id == locks.c.job_id, jobs.c.state.in_(LIVE))
        dead = or_(~live.exists(), locks.c.expires_at < now - _HOUR_MS)
        return await delete_in_batches(self._parts.database, locks, dead, locks.c.expires_at < now)

    async def _files(self, now: int) -> int:
        return await asyncio.to_thread(self._remove_files, now)

    def _remove_files(self, now: int) -> int:
        place = self._parts.place
        if self._parts.keep.log_mb:
            prune(self._parts.logs, self._parts.keep.log_mb * 1_000_000)
        folders = {place.backups, place.home, *([place.sqlite.parent] if place.sqlite else [])}
        drafts: list[Path] = [path for folder in folders for path in folder.glob(f".nofomo-*{PARTIAL}")]
        old = [path for path in drafts if path.stat().st_mtime * 1000 < now - _HOUR_MS]
        for path in old:
            shutil.rmtree(path, ignore_errors=True)
        return len(old)
