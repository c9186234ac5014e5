"""Numbers for a monitoring program: bounded labels, no data of anybody, next to no time."""

from __future__ import annotations

import re

from nofomo.infra.metrics import Metrics


def value(text: str, series: str) -> float:
    found = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
    assert found, series
    return float(found[1])


def test_requests_are_counted_by_route_template_and_status() -> None:
    metrics = Metrics("1.2")
    for status in (200, 200, 404):
        metrics.answered("GET", "/api/plan/{plan_id}", status=status, seconds=0.02)
    text = metrics.text().decode()
    assert value(text, 'nofomo_requests_total{method="GET",route="/api/plan/{plan_id}",status="200"}') == 2
    assert value(text, 'nofomo_request_seconds_bucket{le="0.025",route="/api/plan/{plan_id}"}') == 3
    assert value(text, 'nofomo_build_info{version="1.2"}') == 1
    assert value(text, "process_resident_memory_bytes") > 1e6


def test_made_up_methods_do_not_grow_the_list() -> None:
    metrics = Metrics("1")
    for number in range(50):
        metrics.answered(f"M{number}", "none", status=405, seconds=0)
    text = metrics.text().decode()
    assert value(text, 'nofomo_requests_total{method="OTHER",route="none",status="405"}') == 50
    assert text.count("nofomo_requests_total{") == 1


def test_jobs_are_counted_with_their_times() -> None:
    metrics = Metrics("1")
    metrics.job_ended("analysis", "done", waited_s=-3, ran_s=0.2)  # a clock that was set back makes no negative wait
    text = metrics.text().decode()
    assert value(text, 'nofomo_jobs_ended_total{kind="analysis",outcome="done"}') == 1
    assert value(text, 'nofomo_job_wait_seconds_sum{kind="analysis"}') == 0
    assert value(text, 'nofomo_job_run_seconds_bucket{kind="analysis",le="0.25"}') == 1
