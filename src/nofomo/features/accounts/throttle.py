"""Counts attempts, so that guessing is slow."""

from __future__ import annotations

from collections import OrderedDict, deque

from nofomo.engine.core.errors import LimitReached
from nofomo.infra.clock import Clock


class Throttle:
    """At most `limit` attempts per key within `window_ms`, in this process; the `keep` busiest keys are remembered.

    An attempt is counted before its work begins, so that a hundred at once cannot all slip through.
    """

    def __init__(self, clock: Clock, limit: int, *, window_ms: int, keep: int = 10_000) -> None:
        self._clock = clock
        self._limit = limit
        self._window_ms = window_ms
        self._keep = keep
        self._seen: OrderedDict[str, deque[int]] = OrderedDict()

    def take(self, key: str) -> None:
        """Count one attempt. Raises LimitReached (`TOO_MANY_ATTEMPTS`) with the seconds to wait."""
        now = self._clock.now_ms()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while times and times[0] <= now - self._window_ms:
            times.popleft()
        if len(times) >= self._limit:
            wait_s = (times[0] + self._window_ms - now) / 1000
            minutes = max(1, round(wait_s / 60))
            raise LimitReached(
                f"Too many attempts. Wait about {minutes} min and try again.",
                code="TOO_MANY_ATTEMPTS",
                retry_after_s=wait_s,
            )
        times.append(now)
        while len(self._seen) > self._keep:
            self._seen.popitem(last=False)

    def give_back(self, key: str) -> None:
        """Forget the newest attempt: it succeeded."""
        times = self._seen.get(key)
        if times:
            times.pop()
