"""The exchange's own clock: follows the clock that was handed in, stands still, or runs faster from any moment."""

from __future__ import annotations

from typing import Protocol


class Now(Protocol):
    """Tells the time (ms since the epoch, UTC)."""

    def now_ms(self) -> int:
        """The present moment."""
        ...


class SimulatedClock:
    """Follows `source` until it is set; then it runs from that moment, `speed` times as fast as `source`."""

    def __init__(self, source: Now) -> None:
        self.source = source
        self.follow()

    def now_ms(self) -> int:
        """The exchange's present moment."""
        if self._from is None:
            return self.source.now_ms()
        return self._at + int((self.source.now_ms() - self._from) * self.speed)

    def set(self, now: int, *, speed: float) -> None:
        """Go to `now` and run on from there at `speed` (0: stand still)."""
        self._from: int | None = self.source.now_ms()
        self._at, self.speed = now, speed

    def follow(self) -> None:
        """Show the source's time again."""
        self._from, self._at, self.speed = None, 0, 1.0

    @property
    def following(self) -> bool:
        """Whether it shows the source's time."""
        return self._from is None
