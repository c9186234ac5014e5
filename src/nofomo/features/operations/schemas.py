"""What goes out over HTTP to administrators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from nofomo.features.market import VenueState
from nofomo.features.operations.model import JobLine, Part
from nofomo.infra.backup import ShelvedBackup
from nofomo.infra.clock import moment
from nofomo.infra.log_files import LogLine
from nofomo.infra.processes import LivingProcess
from nofomo.infra.web import ApiModel

State = Literal["up", "degraded", "down"]


class AliveShown(ApiModel):
    """The process answers."""

    alive: bool = True
    version: str


class ReadyShown(ApiModel):
    """Whether requests can be answered."""

    ready: bool
    version: str


class PartShown(ApiModel):
    """A part of the house; `since` is when it was first seen in this state."""

    name: str
    state: State
    detail: str
    since: datetime

    @classmethod
    def of(cls, part: Part) -> PartShown:
        """From a part."""
        return cls(name=part.name, state=part.state, detail=part.detail, since=moment(part.since))


class DatabaseShown(ApiModel):
    """Where rows live."""

    kind: Literal["sqlite", "postgresql"]
    layout: str
    size_bytes: int


class DiskShown(ApiModel):
    """The disk of the home folder."""

    free_bytes: int
    total_bytes: int
    path: str


class ProcessShown(ApiModel):
    """A living process of this house."""

    name: str
    role: str
    started_at: datetime
    last_seen_at: datetime
    host: str

    @classmethod
    def of(cls, process: LivingProcess) -> ProcessShown:
        """From the register."""
        return cls(
            name=process.name, role=process.role, host=process.host, started_at=moment(process.started_at),
            last_seen_at=moment(process.last_seen_at),
        )  # fmt: skip


class JobCountsShown(ApiModel):
    """How busy it is."""

    queued: int
    running: int
    failed_today: int
    done_today: int
    oldest_queued_s: float | None


class CandlesShown(ApiModel):
    """What the candle store holds."""

    series: int
    size_bytes: int


class BackupsSumShown(ApiModel):
    """What the backups of this machine amount to."""

    count: int
    newest_at: datetime | None
    size_bytes: int


class AdminVenueProblemShown(ApiModel):
    """Why a venue does not answer."""

    code: str
    message: str


class AdminVenueShown(ApiModel):
    """How a venue in use is doing."""

    venue: str
    state: Literal["unknown", "up", "down", "paused"]
    latency_ms: float | None
    last_answer_at: datetime | None
    problem: AdminVenueProblemShown | None

    @classmethod
    def of(cls, state: VenueState) -> AdminVenueShown:
        """From a state."""
        problem = state.problem
        return cls(
            venue=state.name, state=state.state, latency_ms=state.latency_ms,
            last_answer_at=None if state.last_answer_at is None else moment(state.last_answer_at),
            problem=None if problem is None else AdminVenueProblemShown(code=problem.code, message=problem.message),
        )  # fmt: skip


class StatusShown(ApiModel):
    """Everything about this server at a glance."""

    version: str
    started_at: datetime
    uptime_s: int
    parts: list[PartShown]
    database: DatabaseShown
    disk: DiskShown
    memory_bytes: int | None
    processes: list[ProcessShown]
    jobs: JobCountsShown
    candles: CandlesShown
    backups: BackupsSumShown
    venues: list[AdminVenueShown]

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> StatusShown:
        """From what the service found."""
        newest = facts["backups"]["newest_at"]
        shown = {
            "started_at": moment(facts["started_at"]),
            "parts": [PartShown.of(part) for part in facts["parts"]],
            "processes": [ProcessShown.of(process) for process in facts["processes"]],
            "jobs": JobCountsShown.model_validate(
                {name: getattr(facts["jobs"], name) for name in JobCountsShown.model_fields}
            ),
            "backups": facts["backups"] | {"newest_at": None if newest is None else moment(newest)},
            "venues": [AdminVenueShown.of(state) for state in facts["venues"]],
        }
        return cls.model_validate(dict(facts) | shown)


class LogLineShown(ApiModel):
    """One line of the log, without secrets."""

    id: str
    at: datetime
    level: str
    logger: str
    message: str
    request_id: str | None
    job_id: str | None
    fields: dict[str, Any]
    traceback: str | None

    @classmethod
    def of(cls, line: LogLine) -> LogLineShown:
        """From a line."""
        return cls.model_validate(line)


class LogsShown(ApiModel):
    """A page of lines, newest first; `next` is the `before` of the page after it."""

    lines: list[LogLineShown]
    next: str | None


class AdminJobErrorShown(ApiModel):
    """Why a job failed."""

    code: str
    message: str


class AdminJobShown(ApiModel):
    """Anybody's job, without what was asked for beyond the symbol."""

    job_id: UUID
    kind: str
    lane: str
    state: str
    email: str | None
    symbol: str | None
    attempts: int
    worker: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    took_ms: int | None
    error: AdminJobErrorShown | None

    @classmethod
    def of(cls, job: JobLine) -> AdminJobShown:
        """From a line."""
        return cls(
            job_id=job.job_id, kind=job.kind, lane=job.lane, state=job.state, email=job.email, symbol=job.symbol,
            attempts=job.attempts, worker=job.worker, created_at=moment(job.created_at), took_ms=job.took_ms,
            started_at=None if job.started_at is None else moment(job.started_at),
            finished_at=None if job.finished_at is None else moment(job.finished_at),
            error=None if job.error is None else AdminJobErrorShown(code=job.error.code, message=job.error.message),
        )  # fmt: skip


class AdminJobsShown(ApiModel):
    """A page of jobs, newest first; `before` of the next page is the last one's id."""

    jobs: list[AdminJobShown]
    total: int


class BackupShown(ApiModel):
    """A backup in the home folder of this machine."""

    name: str
    at: datetime
    size_bytes: int
    layout: str
    reason: Literal["manual", "upgrade", "daily"]

    @classmethod
    def of(cls, backup: ShelvedBackup) -> BackupShown:
        """From the shelf."""
        return cls(
            name=backup.name, at=moment(backup.at), size_bytes=backup.size_bytes, layout=backup.layout,
            reason=backup.reason,
        )  # fmt: skip


class BackupsShown(ApiModel):
    """The backups, the newest first."""

    backups: list[BackupShown]


class BackupAsked(ApiModel):
    """The job that makes a backup."""

    job_id: UUID = Field(description="Ask GET /api/jobs/{jobId} how far it is.")
