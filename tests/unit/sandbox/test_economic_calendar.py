"""The synthetic economic calendar."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from icalendar import Calendar

from nofomo.sandbox.economic_calendar import as_csv, as_ics, events_between, events_of_year


def test_payrolls_come_on_first_fridays_at_half_past_eight_in_new_york() -> None:
    payrolls = [event.moment for event in events_of_year(2024) if event.title == "Non-Farm Payrolls"]
    assert len(payrolls) == 12
    assert all(moment.weekday() == 4 and moment.day <= 7 for moment in payrolls)
    assert payrolls[0] == datetime(2024, 1, 5, 13, 30, tzinfo=UTC)
    assert payrolls[6] == datetime(2024, 7, 5, 12, 30, tzinfo=UTC)


def test_releases_fall_on_weekdays_and_every_pair_of_the_sandbox_has_some() -> None:
    events = events_of_year(2026)
    assert list(events) == sorted(events)
    assert all(event.moment.weekday() < 5 for event in events)
    assert {event.currency for event in events} == {"USD", "EUR", "GBP", "JPY", "CAD", "CHF", "SEK"}
    assert sum(event.title == "FOMC Rate Decision" for event in events) == 8
    assert 60 < sum(event.impact == "high" for event in events) < 200


def test_csv_and_icalendar_tell_the_same() -> None:
    start, end = (int(datetime(2026, month, 1, tzinfo=UTC).timestamp() * 1000) for month in (10, 12))
    events = events_between(start, end)
    rows = list(csv.DictReader(io.StringIO(as_csv(events))))
    assert list(rows[0]) == ["time", "currency", "impact", "title"]
    components = list(Calendar.from_ical(as_ics(events)).walk("VEVENT"))
    assert len(rows) == len(components) == len(events) > 30
    for row, part in zip(rows, components, strict=True):
        assert datetime.fromisoformat(row["time"]) == part.decoded("DTSTART")
        assert str(part["SUMMARY"]) == f"{row['currency']} {row['title']}"
    assert len({str(part["UID"]) for part in components}) == len(components)


def test_the_range_includes_its_start_and_not_its_end() -> None:
    event = events_of_year(2025)[5]
    assert event in events_between(event.ts, event.ts + 1)
    assert event not in events_between(event.ts - 1, event.ts)
