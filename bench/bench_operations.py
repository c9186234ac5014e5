"""What watching costs each request, and how long administrators wait for old log lines."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from bench.harness import Row, median_ms
from nofomo.infra.log_files import LogFileHandler, read_logs
from nofomo.infra.metrics import Metrics
from nofomo.infra.observability import LogFormatter

CALLS = 10_000


def run() -> list[Row]:
    """Microseconds for each request, milliseconds for each question."""
    metrics = Metrics("bench")

    def count() -> None:
        for _ in range(CALLS):
            metrics.answered("GET", "/api/plan/{plan_id}", status=200, seconds=0.012)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        handler = LogFileHandler(folder, megabytes=50)
        handler.setFormatter(LogFormatter("json"))
        log = logging.getLogger("bench.operations")
        log.addHandler(handler)
        log.setLevel("INFO")
        log.propagate = False

        def write() -> None:
            for _ in range(CALLS):
                log.info("%s %s %d %d ms", "GET", "/api/plan/x", 200, 3)

        counted = median_ms(count, runs=15) * 1000 / CALLS
        written = median_ms(write, runs=9, warm=1) * 1000 / CALLS
        newest = median_ms(lambda: read_logs(folder, limit=100))
        handler.close()
    return [
        Row("metrics for each request", counted, "µs", 50, "one counter and one histogram"),
        Row("one line into the log files", written, "µs", None, "formatted, redacted, written"),
        Row("newest 100 of 100,000 log lines", newest, "ms", 50),
    ]
