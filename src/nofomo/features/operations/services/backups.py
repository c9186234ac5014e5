"""Backups as jobs, and those that are there."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.features.operations.parts import OperationsParts
from nofomo.infra.backup import Reason, Shelf, ShelvedBackup, Stamp, make_backup
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import JobContext, JobRequest, Periodic
from nofomo.infra.jobs.schedule import KEY

log = logging.getLogger(__name__)

KIND: Final = "backup"
_DEADLINE_S: Final = 3_600.0
_DAY_S: Final = 86_400.0


class BackupDesk:
    """Backups in the home folder of this machine."""

    def __init__(self, parts: OperationsParts) -> None:
        self._parts = parts
        self.shelf: Final = Shelf(parts.place.backups)

    @property
    def periodic(self) -> list[Periodic]:
        """The daily backup, unless it is switched off."""
        if not self._parts.keep.backup_days:
            return []
        daily: dict[str, Any] = {"reason": "daily"}
        return [Periodic(KIND, _DAY_S, deadline_s=_DEADLINE_S, after_start_s=600, payload=daily)]

    async def list(self) -> list[ShelvedBackup]:
        """Those that are there, the newest first."""
        return await asyncio.to_thread(self.shelf.list)

    async def ask(self, session: AsyncSession, user_id: UUID) -> UUID:
        """Ask for one; a backup that is being made anyway is the one that was asked for."""
        request = JobRequest(
            KIND, user_id, {"reason": "manual"}, key=KEY, lane="upkeep", deadline_s=_DEADLINE_S, max_attempts=2
        )
        return (await self._parts.queue.enqueue(session, request)).job_id

    def path_of(self, name: str) -> Path:
        """Where a backup lies. Raises NotFound (`BACKUP_NOT_FOUND`)."""
        return self.shelf.path_of(name)

    async def work(self, ctx: JobContext) -> None:
        """The job: make one, then let old ones go."""
        parts, now = self._parts, self._parts.clock.now_ms()
        reason: Reason = "daily" if ctx.job.payload.get("reason") == "daily" else "manual"
        await ctx.progress(1, 2, "rows")
        path = await asyncio.to_thread(self.shelf.new_path, now)
        stamp = Stamp(parts.process.version, now, reason)
        manifest = await make_backup(parts.place, path, layouts=parts.layouts, stamp=stamp)
        try:
            await ctx.progress(2, 2, "old backups")
            gone = await asyncio.to_thread(self.shelf.prune, now, keep_days=parts.keep.backup_days)
            async with parts.database.write(SYSTEM) as session:
                await ctx.complete(session, {"name": path.name, "removed": gone})
        except (Exception, asyncio.CancelledError):
            # another attempt makes the one that counts
            path.unlink(missing_ok=True)
            raise
        log.info("Made the backup %s (%d versions); removed %d old ones.", path.name,
                 manifest.tables.get("plans", 0), len(gone))  # fmt: skip
