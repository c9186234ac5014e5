"""Numbers for a monitoring program (Prometheus): counts and times, never anybody's data.

Labels only take values from small closed sets (route templates, kinds of jobs, names of venues that were opened), so
that no request can make the list grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.process_collector import ProcessCollector

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_REQUEST_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_JOB_S: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)


class Metrics:
    """The numbers of one process, in a registry of their own."""

    def __init__(self, version: str) -> None:
        disable_created_metrics()  # a second series beside each, which tells nobody anything
        self.registry: Final = CollectorRegistry(auto_describe=True)
        ProcessCollector(registry=self.registry)
        self._gauge("nofomo_build_info", "Which version answers.", "version").labels(version).set(1)
        self._requests = self._count("nofomo_requests", "Requests answered.", "method", "route", "status")
        self._request_s = self._time("nofomo_request_seconds", "How long answers took.", "route", buckets=_REQUEST_S)
        self._jobs = self._count("nofomo_jobs_ended", "Attempts at jobs by how they ended.", "kind", "outcome")
        self._job_wait = self._time("nofomo_job_wait_seconds", "From asking to beginning.", "kind", buckets=_JOB_S)
        self._job_run = self._time("nofomo_job_run_seconds", "From beginning to end.", "kind", buckets=_JOB_S)
        self.versions: Final = self._count("nofomo_versions_made", "Versions of plans made.")
        self.venue_requests: Final = self._count(
            "nofomo_venue_requests", "Questions to venues by what came of them.", "venue", "question", "outcome"
        )
        self.candles: Final = self._count("nofomo_candles_fetched", "Candles that venues gave.", "venue")
        self.database_errors: Final = self._count("nofomo_database_errors", "What the database objected to.", "error")
        self.uncaught: Final = self._count("nofomo_uncaught_errors", "Bugs: errors nobody expected.", "where")
        self.queue: Final = self._gauge("nofomo_jobs_live", "Jobs that are queued or running.", "lane", "state")
        self.oldest_s: Final = self._gauge("nofomo_oldest_queued_job_seconds", "How long the oldest queued job waits.")
        self.parts: Final = self._gauge("nofomo_part_up", "1 up, 0.5 degraded, 0 down.", "part")
        self._seen: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def answered(self, method: str, route: str, *, status: int, seconds: float) -> None:
        """One request; `route` is a template such as `/api/plan/{plan_id}`, never an address."""
        key = (method if method in _METHODS else "OTHER", route, status)
        found = self._seen.get(key)
        if found is None:
            found = self._requests.labels(key[0], route, str(status)), self._request_s.labels(route)
            self._seen[key] = found
        found[0].inc()
        found[1].observe(seconds)

    def job_ended(self, kind: str, outcome: str, *, waited_s: float, ran_s: float) -> None:
        """One attempt at a job."""
        self._jobs.labels(kind, outcome).inc()
        self._job_wait.labels(kind).observe(max(0.0, waited_s))
        self._job_run.labels(kind).observe(max(0.0, ran_s))

    def _count(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(name, meaning, labels, registry=self.registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(name, meaning, labels, registry=self.registry)

    def _time(self, name: str, meaning: str, *labels: str, buckets: Sequence[float]) -> Histogram:
        return Histogram(name, meaning, labels, buckets=buckets, registry=self.registry)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)
