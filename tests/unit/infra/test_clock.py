"""Time and identity of the real machine."""

from __future__ import annotations

import time

from nofomo.infra.clock import SystemClock, moment, system_new_id


def test_ids_are_version_7_and_sort_by_the_time_they_were_made() -> None:
    first = system_new_id()
    time.sleep(0.002)
    second = system_new_id()
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    assert first < second
    assert abs((second.int >> 80) - SystemClock().now_ms()) < 1000
    assert len({system_new_id() for _ in range(1000)}) == 1000


def test_a_moment_is_aware_and_utc() -> None:
    assert moment(1_710_417_600_000).isoformat() == "2024-03-14T12:00:00+00:00"
