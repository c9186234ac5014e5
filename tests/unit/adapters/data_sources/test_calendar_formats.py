"""Calendars as people and sites write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nofomo.adapters.data_sources import read_calendar
from nofomo.engine.analysis import CalendarEvent
from nofomo.engine.core.errors import Invalid
from nofomo.sandbox.economic_calendar import as_csv, as_ics, events_between


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


PPI = CalendarEvent(at("2024-03-14T12:30"), "USD", "high", "PPI m/m")


def read(text: str, *, zone: str = "UTC") -> tuple[CalendarEvent, ...]:
    return read_calendar(text.encode(), name="calendar.csv", zone=ZoneInfo(zone))


def ics(*lines: str) -> str:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    )


def refusal(text: str | bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read_calendar(text if isinstance(text, bytes) else text.encode(), name="calendar.csv")
    assert refused.value.code == "BAD_CALENDAR"
    return refused.value.message


# CSV


def test_the_documented_columns_are_read() -> None:
    assert read("time,currency,impact,title\n2024-03-14T12:30:00Z,USD,high,PPI m/m\n") == (PPI,)


@pytest.mark.parametrize(
    "text",
    [
        "Title,Country,Date,Time,Impact,Forecast,Previous,URL\nPPI m/m,USD,03-14-2024,12:30pm,High,0.3%,0.3%,x",
        "title;country;date;time;importance\nPPI m/m;United States;2024-03-14;12:30;3",
        "Event\tCurrency\tTimestamp\tImpact\nPPI m/m\tusd\t1710419400\tHigh Impact Expected",
        'time,currency,impact,title\n"1710419400000","USD","***"," PPI  m/m "',
        "\ufefftime,currency,impact,title\r\n\r\n2024-03-14 12:30,USD,red,PPI m/m\r\n\r\n",
        "Date,Currency,Impact,Event\n2024-03-14T08:30:00-04:00,US,HIGH,PPI m/m",
    ],
)
def test_the_usual_variants_mean_the_same(text: str) -> None:
    assert read(text) == (PPI,)


@pytest.mark.parametrize(
    ("clock", "moment"),
    [("12:00am", "00:00"), ("12:15pm", "12:15"), ("1:05am", "01:05"), ("11:59pm", "23:59"), ("8.30", "08:30")],
)
def test_twelve_hour_clocks_are_understood(clock: str, moment: str) -> None:
    found = read(f"title,country,date,time,impact\nX,USD,03-14-2024,{clock},low")
    assert found[0].ts == at(f"2024-03-14T{moment}")


def test_times_without_an_offset_are_on_the_given_clock() -> None:
    text = "time,currency,impact,title\n2024-03-14 08:30,USD,high,PPI m/m"
    assert read(text, zone="America/New_York") == (PPI,)
    assert read(text)[0].ts == at("2024-03-14T08:30")


@pytest.mark.parametrize("time", ["", "All Day", "Tentative", "2024-03-14"])
def test_what_has_no_time_of_day_makes_no_window(time: str) -> None:
    assert read(f"time,currency,impact,title\n{time},USD,holiday,Bank Holiday\n") == ()


def test_releases_come_in_order_and_once() -> None:
    rows = ["2024-03-15T12:30Z,USD,high,B", "2024-03-14T12:30Z,USD,high,A", "2024-03-15T12:30Z,USD,high,B"]
    assert [e.title for e in read("\n".join(["time,currency,impact,title", *rows]))] == ["A", "B"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2024-03-14T25:00,USD,high,X", "row 3: the time '2024-03-14T25:00' is not like 2024-03-14T12:30:00Z"),
        ("soon,USD,high,X", "row 3: the time 'soon'"),
        ("2024-03-14T12:30Z,DOLLAR,high,X", "row 3: the currency 'DOLLAR' is not a code like USD"),
        ("2024-03-14T12:30Z,USD,huge,X", "row 3: the impact 'huge' is not high, medium, low or none"),
        ("2024-03-14T12:30Z,USD,high, ", "row 3: the title is empty"),
        ("2024-03-14T12:30Z,USD,high", "row 3: 3 cells under 4 headers"),
        ("2024-03-14T12:30Z,USD,high,a,b", "row 3: 5 cells under 4 headers"),
    ],
)
def test_a_bad_row_is_named_with_its_reason(row: str, reason: str) -> None:
    message = refusal(
        f"time,currency,impact,title\n2024-03-14T12:30Z,USD,high,ok\n{row}\n2024-03-14T12:30Z,USD,high,ok\n"
    )
    assert message.startswith(f"The calendar calendar.csv: {reason}")


def test_a_missing_column_is_named() -> None:
    assert "no column 'impact'" in refusal("time,currency,title\n2024-03-14T12:30Z,USD,X\n")


@pytest.mark.parametrize("text", [b"\xff\xfe\x00\x01", b"<!DOCTYPE html><html>", b'{"a": 1}', b"[1, 2]", b"[{", b"{"])
def test_what_is_no_calendar_is_refused(text: bytes) -> None:
    assert refusal(text)


def test_an_empty_file_holds_nothing() -> None:
    assert read("") == ()
    assert read("time,currency,impact,title\n") == ()


@settings(deadline=None)  # the first one imports the iCalendar library
@given(st.text(max_size=200))
def test_whatever_comes_is_read_or_refused_and_never_crashes(text: str) -> None:
    for data in (text, f"time,currency,impact,title\n{text}", f"[{text}]", f"BEGIN:VCALENDAR\n{text}"):
        with suppress(Invalid):
            read_calendar(data.encode("utf-8", "surrogatepass"), name="x")


# JSON


def test_json_of_the_weekly_feed_is_read() -> None:
    text = (
        '[{"title":"PPI m/m","country":"USD","date":"2024-03-14T08:30:00-04:00","impact":"High","forecast":"0.3%"},'
        '{"title":"Bank Holiday","country":"JPY","date":"2024-03-20","impact":"Holiday","previous":null},'
        '{"title":"OPEC Meetings","country":"ALL","date":"2024-03-21T10:00:00Z","impact":"Medium"}]'
    )
    assert read(text) == (PPI, CalendarEvent(at("2024-03-21T10:00"), "ALL", "medium", "OPEC Meetings"))


def test_a_list_within_an_object_and_numbers_are_read() -> None:
    assert read('{"events": [{"event": "PPI m/m", "currency": "USD", "ts": 1710419400000, "importance": 3}]}') == (PPI,)


def test_a_bad_entry_of_json_is_named() -> None:
    text = '[{"title":"A","currency":"USD","time":"2024-03-14T12:30Z","impact":"high"},{"title":"B"}]'
    assert "entry 2" in refusal(text)


# iCalendar


def test_currency_and_impact_come_from_the_categories() -> None:
    assert read(ics("DTSTART:20240314T123000Z", "SUMMARY:USD PPI m/m", "CATEGORIES:USD,high")) == (PPI,)
    assert read(ics("DTSTART:20240314T123000Z", "SUMMARY:PPI m/m", "CATEGORIES:USD", "CATEGORIES:High")) == (PPI,)


def test_the_currency_may_stand_before_the_title() -> None:
    found = read(ics("DTSTART:20240314T123000Z", "SUMMARY:[GBP] - CPI y/y", "CATEGORIES:economy,low"))
    assert found == (CalendarEvent(at("2024-03-14T12:30"), "GBP", "low", "CPI y/y"),)


def test_without_marks_the_careful_assumption_holds() -> None:
    assert read(ics("DTSTART:20240314T123000Z", "SUMMARY:PPI m/m")) == (PPI,)


def test_zones_of_icalendar_are_respected() -> None:
    assert read(ics("DTSTART;TZID=America/New_York:20240314T083000", "SUMMARY:PPI m/m")) == (PPI,)
    assert read(ics("DTSTART:20240314T083000", "SUMMARY:PPI m/m"), zone="America/New_York") == (PPI,)


def test_whole_days_of_icalendar_make_no_window() -> None:
    assert read(ics("DTSTART;VALUE=DATE:20240314", "SUMMARY:Holiday")) == ()


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("SUMMARY:X",), "event 1: it has no DTSTART"),
        (("DTSTART:20240314T123000Z",), "event 1: it has no SUMMARY"),
        (("DTSTART:20240314T123000Z", "SUMMARY:X", "RRULE:FREQ=DAILY"), "event 1: it repeats by a rule"),
    ],
)
def test_a_bad_event_is_named(lines: tuple[str, ...], reason: str) -> None:
    assert reason in refusal(ics(*lines))


# what the sandbox serves


def test_the_sandbox_says_the_same_in_both_formats() -> None:
    events = events_between(at("2024-01-01T00:00"), at("2025-01-01T00:00"))
    expected = tuple(sorted(CalendarEvent(e.ts, e.currency, e.impact, e.title) for e in events))  # type: ignore[arg-type]
    assert len(expected) > 100
    assert read_calendar(as_csv(events).encode(), name="calendar.csv") == expected
    assert read_calendar(as_ics(events).encode(), name="calendar.ics") == expected
