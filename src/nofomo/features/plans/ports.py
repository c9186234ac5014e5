"""What plans need from outside; adapters implement it, bootstrap connects it."""

from __future__ import annotations

from typing import Protocol

from nofomo.engine.analysis import CalendarEvent


class EconomicCalendar(Protocol):
    """Scheduled releases of states and central banks."""

    async def events(self, start: int, end: int) -> tuple[CalendarEvent, ...]:
        """The releases with `start` ≤ ts < `end` (ms UTC), of any impact and currency, earliest first.

        Raises Unavailable (`CALENDAR_UNAVAILABLE`) where the source cannot be reached or found, and Invalid
        (`BAD_CALENDAR`) naming the row that cannot be read.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
