"""Telling the other processes of jobs that were asked for or have ended, so that nobody there has to poll for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from nofomo.infra.events import EventBus
from nofomo.infra.jobs.queue import JobQueue


@dataclass(frozen=True, slots=True)
class JobAdded:
    """A job waits to be taken."""

    job_id: UUID


@dataclass(frozen=True, slots=True)
class JobEnded:
    """A job has ended, whichever way."""

    job_id: UUID


JOB_EVENTS: Final = (JobAdded, JobEnded)


def share_news(queue: JobQueue, events: EventBus) -> None:
    """Let `queue.added` and `queue.ended` be heard in every process. Without a bus between them, polling finds out."""
    queue.added.carry = lambda job_id: events.tell_others(JobAdded(job_id))
    queue.ended.carry = lambda job_id: events.tell_others(JobEnded(job_id))
    events.subscribe(JobAdded, lambda news: queue.added.hear(news.job_id))
    events.subscribe(JobEnded, lambda news: queue.ended.hear(news.job_id))
