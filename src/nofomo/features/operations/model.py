"""What is seen of the parts of the house, and how long things are kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from nofomo.infra.jobs import JobFailure

PartState = Literal["up", "degraded", "down"]


@dataclass(frozen=True, slots=True)
class Seen:
    """How a part is found. `detail` is for administrators."""

    state: PartState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """How a part is looked at. Without a `vital` part nothing can be answered. A look counts for `keep_s` seconds."""

    name: str
    look: Callable[[], Awaitable[Seen]]
    vital: bool = False
    keep_s: float = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it is now; `since` (ms UTC) is when it was first seen in this state."""

    name: str
    state: PartState
    detail: str
    since: int


@dataclass(frozen=True, slots=True)
class Keep:
    """For how many days things are kept, and how many megabytes of logs. Analyses and the journal stay for ever."""

    jobs_days: int = 30
    audit_days: int = 400
    scans_days: int = 90
    backup_days: int = 7
    log_mb: int = 50


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which jobs, and which page of them: those asked for before the job `before`."""

    state: str | None = None
    kind: str | None = None
    before: UUID | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as administrators see it. Moments are ms UTC; `symbol` is what it is about, where it is about one."""

    job_id: UUID
    kind: str
    lane: str
    state: str
    email: str | None
    symbol: str | None
    attempts: int
    worker: str | None
    created_at: int
    started_at: int | None
    finished_at: int | None
    error: JobFailure | None

    @property
    def took_ms(self) -> int | None:
        """From the beginning to the end; None before both."""
        if self.started_at is None or self.finished_at is None:
            return None
        return max(0, self.finished_at - self.started_at)


@dataclass(frozen=True, slots=True)
class JobCounts:
    """How busy it is. `today` is the day of the server's zone."""

    queued: int = 0
    running: int = 0
    failed_today: int = 0
    done_today: int = 0
    oldest_queued_s: float | None = None
    by_lane: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
