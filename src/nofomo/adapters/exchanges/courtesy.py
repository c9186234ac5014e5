"""Manners towards one exchange: retry reads with growing pauses, stop for everyone when told to, stay below its limit.

One object per exchange and process. The exchange counts per address, so its own count (`X-MBX-USED-WEIGHT-1M`) is
believed where it is sent: other processes behind the same address are in it.
"""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, TypeVar

from nofomo.adapters.exchanges.failures import Seen, failure_of, paused
from nofomo.engine.core.errors import NofomoError, Unavailable
from nofomo.infra.clock import Clock

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")
MINUTE_MS: Final = 60_000
KEEP_BELOW: Final = 0.8
_RETRIED: Final = frozenset({"VENUE_DOWN", "VENUE_SLOW", "VENUE_NONSENSE", "VENUE_RATE_LIMITED"})
_LIMIT_IN_RULES: Final = re.compile(
    r'"rateLimitType":\s*"REQUEST_WEIGHT",\s*"interval":\s*"MINUTE",\s*"intervalNum":\s*1,\s*"limit":\s*(\d+)'
)
_seen_now: ContextVar[Seen | None] = ContextVar("nofomo_exchange_seen", default=None)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a read may take. `attempts` in all, within `deadline_s`; pauses start at `first_pause_s` and double."""

    attempts: int = 3
    deadline_s: float = 20.0
    first_pause_s: float = 0.3


class Courtesy:
    """Runs reads against one exchange."""

    def __init__(self, venue: str, *, clock: Clock, chance: random.Random, weight_limit: int | None = None) -> None:
        self._venue = venue
        self._clock = clock
        self._chance = chance
        self.weight_limit = weight_limit
        self.used_weight: int | None = None
        self._weight_minute = 0
        self.paused_until: int | None = None
        self._pause_ms = 0
        self.last_answer_at: int | None = None
        self.latency_ms: float | None = None
        self.problem: NofomoError | None = None

    def note(self, status: int, headers: dict[str, str], *, body: str) -> None:
        """Called for every answer on the wire, before it is judged."""
        seen = _seen_now.get()
        if seen is not None:
            seen.status, seen.headers = status, headers
            seen.body_start, seen.body_end = (body or "")[:400], (body or "")[-20:]
        used = next((v for k, v in headers.items() if k.lower() == "x-mbx-used-weight-1m"), "")
        if used.isdigit():
            self.used_weight, self._weight_minute = int(used), self._clock.now_ms() // MINUTE_MS
            if self.weight_limit is None or (body and '"rateLimits"' in body[:400]):
                told = _LIMIT_IN_RULES.search(body[:4000])
                self.weight_limit = int(told[1]) if told else self.weight_limit

    async def read(self, ask: Callable[[], Awaitable[Answer]], *, patience: Patience) -> Answer:
        """Run a read until it succeeds, patience ends or repeating is pointless. Never for anything that acts."""
        ends = self._clock.now_ms() + int(patience.deadline_s * 1000)
        attempt = 0
        while True:
            await self._wait_for_turn(ends)
            attempt += 1
            try:
                return await self._ask_once(ask)
            except NofomoError as error:
                if error.code not in _RETRIED or attempt >= patience.attempts:
                    raise
                pause_s = patience.first_pause_s * 2 ** (attempt - 1) * (0.5 + self._chance.random())
                if isinstance(error, Unavailable) and error.code == "VENUE_RATE_LIMITED":
                    pause_s = 0.0  # the wait is in `paused_until`, for everyone
                if self._clock.now_ms() + pause_s * 1000 >= ends:
                    raise
                log.info("%s: %s, trying again in %.1f s", self._venue, error.code, pause_s)
                await self._clock.sleep(pause_s)

    async def _ask_once(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        seen = Seen()
        token = _seen_now.set(seen)
        started = self._clock.now_ms()
        try:
            answer = await ask()
            if seen.is_page or seen.is_cut_off:
                raise ValueError("no data")
        except Exception as error:
            failure = failure_of(error, seen, venue=self._venue, now_ms=self._clock.now_ms())
            self._remember(failure)
            raise failure from error
        finally:
            _seen_now.reset(token)
        self.last_answer_at = self._clock.now_ms()
        self.latency_ms = float(self.last_answer_at - started)
        self.problem = None
        return answer

    def _remember(self, failure: NofomoError) -> None:
        if not isinstance(failure, Unavailable):
            return
        self.problem = failure
        if failure.code == "VENUE_RATE_LIMITED":
            pause_ms = int((failure.retry_after_s or 1.0) * 1000)
            until = self._clock.now_ms() + pause_ms
            if until >= (self.paused_until or 0):
                self.paused_until, self._pause_ms = until, pause_ms
        log.warning("%s: %s", self._venue, failure.message)

    async def _wait_for_turn(self, ends: int) -> None:
        """Wait out a pause or a spent minute where that fits before `ends`; else refuse with the seconds to wait."""
        while (until := self._not_before()) is not None:
            wait_s = (until - self._clock.now_ms()) / 1000
            if until >= ends:
                raise paused(self._venue, wait_s=wait_s, by_us=self.paused_until != until)
            await self._clock.sleep(wait_s)

    def _not_before(self) -> int | None:
        now = self._clock.now_ms()
        if self.paused_until is not None and self.paused_until > now:
            # a clock that was set back must not make it longer than the exchange said
            self.paused_until = min(self.paused_until, now + self._pause_ms)
            return self.paused_until
        spent = self.used_weight is not None and self.weight_limit is not None
        if spent and self.used_weight >= KEEP_BELOW * self.weight_limit and self._weight_minute == now // MINUTE_MS:  # type: ignore[operator]
            return (self._weight_minute + 1) * MINUTE_MS
        return None
