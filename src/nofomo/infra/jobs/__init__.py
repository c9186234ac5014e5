"""Background work as rows: asked for in the caller's transaction, leased by workers, done exactly once.

A job is a row. Whoever wants work writes it in the same transaction as everything else that belongs to the wish. A
worker leases it and renews the lease while it works; when the worker dies, the lease runs out and another one takes the
job again. A job's result rows and its end are committed together and only by the worker that still holds the lease, so
that work may be tried twice but counts once.
"""

from nofomo.infra.jobs.context import JobContext
from nofomo.infra.jobs.heavy import HeavyPool
from nofomo.infra.jobs.model import (
    LIVE,
    Ending,
    Enqueued,
    Job,
    JobFailure,
    JobRequest,
    JobState,
    JobStopped,
    Lane,
    NotYet,
    Progress,
    Timing,
)
from nofomo.infra.jobs.news import JOB_EVENTS, JobAdded, JobEnded, share_news
from nofomo.infra.jobs.queue import JobQueue
from nofomo.infra.jobs.schedule import Periodic, Schedule
from nofomo.infra.jobs.tables import jobs, locks
from nofomo.infra.jobs.worker import Handler, Worker

__all__ = [
    "JOB_EVENTS",
    "LIVE",
    "Ending",
    "Enqueued",
    "Handler",
    "HeavyPool",
    "Job",
    "JobAdded",
    "JobContext",
    "JobEnded",
    "JobFailure",
    "JobQueue",
    "JobRequest",
    "JobState",
    "JobStopped",
    "Lane",
    "NotYet",
    "Periodic",
    "Progress",
    "Schedule",
    "Timing",
    "Worker",
    "jobs",
    "locks",
    "share_news",
]
