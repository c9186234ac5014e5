"""A plausible economic calendar: the recurring releases of the big currencies, by rule, the same in every run.

Times are those at which the real releases are published (New York, Brussels, London …, with their summer times); the
dates follow each release's usual rule and are not the real ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

FRIDAY: Final = 4


@dataclass(frozen=True, order=True, slots=True)
class Event:
    """One release: `ts` in ms UTC, the currency that it moves, `impact` high | medium | low, and its title."""

    ts: int
    currency: str
    impact: str
    title: str

    @property
    def moment(self) -> datetime:
        """`ts` as an aware UTC datetime."""
        return datetime.fromtimestamp(self.ts / 1000, tz=UTC)


Rule = Callable[[int, int], "date | None"]


def _nth(weekday: int, n: int, *months: int) -> Rule:
    """The n-th given weekday of a month (Monday is 0), in the given months or in all."""

    def on(year: int, month: int) -> date | None:
        if months and month not in months:
            return None
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))

    return on


def _about(day: int, *months: int) -> Rule:
    """The given day of a month, moved on to Monday when it falls on a weekend."""

    def on(year: int, month: int) -> date | None:
        if months and month not in months:
            return None
        found = date(year, month, day)
        return found + timedelta(days=max(0, 7 - found.weekday())) if found.weekday() > FRIDAY else found

    return on


@dataclass(frozen=True, slots=True)
class _Release:
    title: str
    currency: str
    impact: str
    zone: str
    at: time
    on: Rule


_NEW_YORK, _BRUSSELS, _LONDON = "America/New_York", "Europe/Brussels", "Europe/London"
_RELEASES: Final = (
    _Release("Non-Farm Payrolls", "USD", "high", _NEW_YORK, time(8, 30), _nth(4, 1)),
    _Release("CPI m/m", "USD", "high", _NEW_YORK, time(8, 30), _nth(2, 2)),
    _Release("PPI m/m", "USD", "medium", _NEW_YORK, time(8, 30), _nth(3, 2)),
    _Release("Retail Sales m/m", "USD", "high", _NEW_YORK, time(8, 30), _about(16)),
    _Release("FOMC Rate Decision", "USD", "high", _NEW_YORK, time(14, 0), _nth(2, 3, 1, 3, 5, 6, 7, 9, 11, 12)),
    _Release("Core PCE Price Index m/m", "USD", "high", _NEW_YORK, time(8, 30), _nth(4, 4)),
    _Release("Advance GDP q/q", "USD", "high", _NEW_YORK, time(8, 30), _about(27, 1, 4, 7, 10)),
    _Release("ISM Manufacturing PMI", "USD", "medium", _NEW_YORK, time(10, 0), _about(1)),
    _Release("ISM Services PMI", "USD", "medium", _NEW_YORK, time(10, 0), _about(4)),
    _Release("Consumer Sentiment", "USD", "medium", _NEW_YORK, time(10, 0), _nth(4, 2)),
    _Release("Initial Jobless Claims", "USD", "medium", _NEW_YORK, time(8, 30), _nth(3, 1)),
    _Release("Initial Jobless Claims", "USD", "medium", _NEW_YORK, time(8, 30), _nth(3, 2)),
    _Release("Initial Jobless Claims", "USD", "medium", _NEW_YORK, time(8, 30), _nth(3, 3)),
    _Release("Initial Jobless Claims", "USD", "medium", _NEW_YORK, time(8, 30), _nth(3, 4)),
    _Release("ECB Rate Decision", "EUR", "high", _BRUSSELS, time(14, 15), _nth(3, 2, 1, 3, 4, 6, 7, 9, 10, 12)),
    _Release("CPI Flash Estimate y/y", "EUR", "high", _BRUSSELS, time(11, 0), _about(2)),
    _Release("German ZEW Economic Sentiment", "EUR", "medium", _BRUSSELS, time(11, 0), _nth(1, 3)),
    _Release("BoE Rate Decision", "GBP", "high", _LONDON, time(12, 0), _nth(3, 1, 2, 3, 5, 6, 8, 9, 11, 12)),
    _Release("CPI y/y", "GBP", "high", _LONDON, time(7, 0), _nth(2, 3)),
    _Release("GDP m/m", "GBP", "medium", _LONDON, time(7, 0), _about(12)),
    _Release("BoJ Policy Rate", "JPY", "high", "Asia/Tokyo", time(12, 0), _nth(4, 3, 1, 3, 4, 6, 7, 9, 10, 12)),
    _Release("National Core CPI y/y", "JPY", "medium", "Asia/Tokyo", time(8, 30), _nth(4, 3)),
    _Release("BoC Rate Decision", "CAD", "high", _NEW_YORK, time(9, 45), _nth(2, 2, 1, 3, 4, 6, 7, 9, 10, 12)),
    _Release("Employment Change", "CAD", "high", _NEW_YORK, time(8, 30), _nth(4, 2)),
    _Release("SNB Policy Rate", "CHF", "high", "Europe/Zurich", time(9, 30), _nth(3, 3, 3, 6, 9, 12)),
    _Release(
        "Riksbank Rate Decision", "SEK", "high", "Europe/Stockholm", time(9, 30), _nth(3, 4, 1, 3, 5, 6, 8, 9, 11)
    ),
)


@lru_cache(maxsize=64)
def events_of_year(year: int) -> tuple[Event, ...]:
    """Every release of a year, in order of time."""
    return tuple(sorted(_releases(year)))


def _releases(year: int) -> Iterator[Event]:
    for release in _RELEASES:
        for month in range(1, 13):
            day = release.on(year, month)
            if day is not None:
                moment = datetime.combine(day, release.at, tzinfo=ZoneInfo(release.zone))
                yield Event(int(moment.timestamp()) * 1000, release.currency, release.impact, release.title)


def events_between(start: int, end: int) -> list[Event]:
    """The releases with `start` ≤ ts < `end` (ms)."""
    years = range(_year(start), _year(end) + 1)
    return [event for year in years for event in events_of_year(year) if start <= event.ts < end]


def _year(ts: int) -> int:
    return datetime.fromtimestamp(ts / 1000, tz=UTC).year


def as_csv(events: list[Event]) -> str:
    """`time,currency,impact,title` with ISO UTC times."""
    lines = [f"{event.moment:%Y-%m-%dT%H:%M:%SZ},{event.currency},{event.impact},{event.title}" for event in events]
    return "\n".join(["time,currency,impact,title", *lines]) + "\n"


def as_ics(events: list[Event]) -> str:
    """An iCalendar file (RFC 5545) with one event per release; currency and impact are its categories."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//NoFOMO//Synthetic economic calendar//EN"]
    for event in events:
        stamp = f"{event.moment:%Y%m%dT%H%M%SZ}"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.ts}-{event.currency}-{event.title.lower().replace(' ', '-').replace('/', '')}@sandbox.invalid",
            f"DTSTAMP:{stamp}",
            f"DTSTART:{stamp}",
            f"SUMMARY:{event.currency} {event.title}",
            f"CATEGORIES:{event.currency},{event.impact}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n"
