"""What can be asked of operations."""

from __future__ import annotations

import asyncio
import hmac
import os
import resource
import shutil
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from nofomo.engine.core.errors import NotFound
from nofomo.features.accounts import Actor
from nofomo.features.operations.model import JobFilter, JobLine, Part
from nofomo.features.operations.parts import OperationsParts
from nofomo.features.operations.services.backups import KIND as BACKUP
from nofomo.features.operations.services.backups import BackupDesk
from nofomo.features.operations.services.cleanup import KIND as CLEANUP
from nofomo.features.operations.services.cleanup import Cleaner
from nofomo.features.operations.services.health import HealthBoard
from nofomo.features.operations.services.jobs import JobsDesk
from nofomo.infra.backup import ShelvedBackup
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import JobContext, Periodic
from nofomo.infra.log_files import LogPage, read_logs
from nofomo.infra.processes import living

_CANDLES_KEPT_MS: Final = 60_000


class OperationsService:
    """Health, status, logs, jobs and backups; and the upkeep that goes on by itself."""

    def __init__(self, parts: OperationsParts) -> None:
        self._parts = parts
        self.board: Final = HealthBoard(parts.probes, parts.clock)
        self.jobs: Final = JobsDesk(parts.database, parts.clock, timezone=parts.timezone)
        self.backups: Final = BackupDesk(parts)
        self._cleaner = Cleaner(parts)
        self._candles: tuple[int, int, int] | None = None

    @property
    def handlers(self) -> Mapping[str, Callable[[JobContext], Awaitable[None]]]:
        """What the worker does of ours."""
        return {BACKUP: self.backups.work, CLEANUP: self._cleaner.work}

    @property
    def periodic(self) -> list[Periodic]:
        """What comes back every day."""
        return [*self.backups.periodic, *self._cleaner.periodic]

    async def health(self) -> dict[str, Any]:
        """Up or down, part by part, and the version; what anybody may know."""
        parts, ready = await self.board.parts(), await self.board.is_ready()
        return {"ready": ready, "version": self._parts.process.version, "parts": {one.name: one.state for one in parts}}

    async def parts(self) -> list[Part]:
        """The parts with what is known of them."""
        return await self.board.parts()

    async def status(self) -> dict[str, Any]:
        """Everything about this server at a glance, as schemas.StatusShown wants it."""
        parts = self._parts
        now, place = parts.clock.now_ms(), parts.place
        shelved = await self.backups.list()
        series, candle_bytes = await self._candle_files(now)
        folder = next(one for one in (place.home, *place.home.parents) if one.exists())
        disk = await asyncio.to_thread(shutil.disk_usage, folder)
        return {
            "version": parts.process.version,
            "started_at": parts.process.started_at,
            "uptime_s": max(0, now - parts.process.started_at) // 1000,
            "parts": await self.parts(),
            "database": {
                "kind": place.kind,
                "layout": parts.layouts.head,
                "size_bytes": await self._database_bytes(),
            },
            "disk": {"free_bytes": disk.free, "total_bytes": disk.total, "path": str(folder)},
            "memory_bytes": memory_bytes(),
            "processes": await living(parts.database, now),
            "jobs": await self.jobs.counts(),
            "candles": {"series": series, "size_bytes": candle_bytes},
            "backups": {
                "count": len(shelved),
                "newest_at": shelved[0].at if shelved else None,
                "size_bytes": sum(one.size_bytes for one in shelved),
            },
            "venues": parts.venues(),
        }

    async def logs(self, *, least: str, text: str, before: str | None, limit: int) -> LogPage:
        """A page of this machine's log lines, newest first."""
        return await asyncio.to_thread(read_logs, self._parts.logs, least=least, text=text, before=before, limit=limit)

    async def cancel_job(self, actor: Actor, job_id: UUID) -> JobLine:
        """End anybody's job. Raises NotFound (`JOB_NOT_FOUND`), Conflict (`JOB_FINISHED`)."""
        job = await self._parts.queue.cancel(SYSTEM, job_id)
        await self._note(actor, "job-cancel", details={"jobId": str(job_id), "kind": job.kind})
        line = await self.jobs.one(job_id)
        if line is None:
            raise NotFound("There is no such job.", code="JOB_NOT_FOUND")
        return line

    async def list_jobs(self, wanted: JobFilter) -> tuple[list[JobLine], int]:
        """One page of everybody's jobs, and how many there are in all."""
        return await self.jobs.list(wanted)

    async def list_backups(self) -> list[ShelvedBackup]:
        """The backups in the home folder of this machine."""
        return await self.backups.list()

    async def make_backup(self, actor: Actor) -> UUID:
        """Ask for a backup; gives the job."""
        assert actor.user_id is not None
        async with self._parts.database.write(SYSTEM) as session:
            job_id = await self.backups.ask(session, actor.user_id)
            await self._parts.accounts.note(session, actor, action="backup-make", details={"jobId": str(job_id)})
        return job_id

    async def download(self, actor: Actor, name: str) -> Path:
        """The file of a backup, and a line in the audit log. Raises NotFound (`BACKUP_NOT_FOUND`)."""
        path = self.backups.path_of(name)
        await self._note(actor, "backup-download", details={"name": name})
        return path

    def may_read_metrics(self, given: str | None) -> bool:
        """Whether this bearer token is the one that was set for a monitoring program."""
        wanted = self._parts.metrics_token
        return wanted is not None and given is not None and hmac.compare_digest(given.encode(), wanted.encode())

    async def metrics(self) -> bytes:
        """Prometheus' text, with the queue and the parts as they are now."""
        metrics, counts = self._parts.metrics, await self.jobs.counts()
        metrics.queue.clear()
        for (lane, state), count in counts.by_lane.items():
            metrics.queue.labels(lane, state).set(count)
        metrics.oldest_s.set(counts.oldest_queued_s or 0)
        for part in await self.board.parts():
            metrics.parts.labels(part.name).set({"up": 1.0, "degraded": 0.5, "down": 0.0}[part.state])
        return metrics.text()

    async def _note(self, actor: Actor, action: str, *, details: Mapping[str, Any]) -> None:
        async with self._parts.database.write(SYSTEM) as session:
            await self._parts.accounts.note(session, actor, action=action, details=details)

    async def _database_bytes(self) -> int:
        path = self._parts.place.sqlite
        if path is not None:
            return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*") if one.is_file())
        async with self._parts.database.read(SYSTEM) as session:
            return await session.scalar(text("select pg_database_size(current_database())")) or 0

    async def _candle_files(self, now: int) -> tuple[int, int]:
        """Series and bytes; counting many files takes a while, so not more than once a minute."""
        if self._candles is None or not 0 <= now - self._candles[0] < _CANDLES_KEPT_MS:
            series = len(await self._parts.market.stored_series())
            self._candles = now, series, await asyncio.to_thread(_bytes_below, self._parts.place.candles)
        return self._candles[1], self._candles[2]


def memory_bytes() -> int | None:
    """What this process holds in memory now (on Linux; elsewhere the most it ever held)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def _bytes_below(folder: Path | None) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.parquet")) if folder is not None else 0
