"""What a job is, and how it may fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

from nofomo.engine.core import errors
from nofomo.engine.core.errors import Broken, Conflict, NofomoError, TryLater

JobState = Literal["queued", "running", "done", "failed", "cancelled"]
Lane = Literal["interactive", "batch", "heavy", "upkeep"]
LIVE: Final = ("queued", "running")
"""The states in which a job still has work to do."""

_TYPES: Final[Mapping[str, type[NofomoError]]] = {
    kind.__name__: kind
    for kind in (
        errors.Refused, errors.Invalid, errors.NotFound, errors.Conflict, errors.Unauthenticated, errors.Forbidden,
        errors.TryLater, errors.LimitReached, errors.Unavailable, errors.OutcomeUnknown, errors.Broken,
    )
}  # fmt: skip


class JobStopped(Conflict):
    """The job is no longer this worker's: it was cancelled, or the lease was lost. Stop and write nothing."""

    default_code = "JOB_STOPPED"


class NotYet(Exception):
    """What the job needs is in use: a handler raises it before it has done anything, and is called again later."""

    def __init__(self, pause_s: float) -> None:
        super().__init__(f"again in {pause_s:g} s")
        self.pause_s = pause_s


@dataclass(frozen=True, slots=True)
class Ending:
    """How a job came to its end: `result` where it was done, `error` where it failed."""

    job_id: UUID
    state: JobState
    result: Mapping[str, Any] | None = None
    error: JobFailure | None = None


@dataclass(frozen=True, slots=True)
class JobRequest:
    """The wish for a piece of work.

    `key`: at most one live job per kind and key. `lock`: held from now until the job ends or `lock_ttl_s` have passed
    without a sign of life. `deadline_s` counts for each attempt. `payload` is JSON-able.
    """

    kind: str
    user_id: UUID | None
    payload: Mapping[str, Any]
    key: str | None = None
    lane: Lane = "interactive"
    max_attempts: int = 3
    deadline_s: float = 30.0
    lock: str | None = None
    lock_ttl_s: float = 45.0


@dataclass(frozen=True, slots=True)
class Enqueued:
    """The job that now does the work; `is_new` is False where a live one of the same key was there already."""

    job_id: UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: step `step` (from 1) of `of`, and what it is called."""

    step: int
    of: int
    name: str


@dataclass(frozen=True, slots=True)
class JobFailure:
    """Why a job failed, kept so that the same error can be raised again elsewhere."""

    code: str
    message: str
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    type: str = "Broken"
    retry_after_s: float | None = None

    @classmethod
    def of(cls, error: NofomoError) -> JobFailure:
        """The failure that an error means."""
        kind = next(base.__name__ for base in type(error).__mro__ if base.__name__ in _TYPES or base is NofomoError)
        retry = error.retry_after_s if isinstance(error, TryLater) else None
        return cls(error.code, error.message, error.details, kind if kind in _TYPES else "Broken", retry)

    def to_error(self) -> NofomoError:
        """The error as it was raised."""
        kind = _TYPES.get(self.type, Broken)
        if issubclass(kind, TryLater):
            return kind(self.message, code=self.code, retry_after_s=self.retry_after_s, details=self.details)
        return kind(self.message, code=self.code, details=self.details)


@dataclass(frozen=True, slots=True)
class Job:
    """One job as its row stands. Moments are ms UTC; `attempts` counts the times that a worker took it."""

    id: UUID
    kind: str
    lane: Lane
    user_id: UUID | None
    key: str | None
    payload: Mapping[str, Any]
    state: JobState
    progress: Progress | None
    result: Mapping[str, Any] | None
    error: JobFailure | None
    attempts: int
    max_attempts: int
    deadline_s: float
    worker: str | None
    lease_until: int | None
    created_at: int
    started_at: int | None
    finished_at: int | None

    @property
    def is_live(self) -> bool:
        """Whether there is still work to do."""
        return self.state in LIVE


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things take, in seconds.

    `lease`: how long a silent worker keeps its job. `heartbeat`: how often a lease is renewed. `poll`: how often other
    processes' doings are looked for. `grace`: how long a stopping worker lets its jobs finish. `patience`: each
    further live job of one person counts as asked for that much later, so that other people's first ones go before it.
    `retry`: pause before a job is tried again after a fault of ours, doubled each time.
    """

    lease: float = 6.0
    heartbeat: float = 2.0
    poll: float = 0.25
    grace: float = 10.0
    patience: float = 60.0
    retry: float = 1.0
