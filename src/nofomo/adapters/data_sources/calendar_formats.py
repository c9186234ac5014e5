"""Economic calendars as CSV, JSON or iCalendar, told apart by what is in them.

CSV has a header line with `time,currency,impact,title`; the usual variants (ForexFactory's Title, Country, Date, Time,
Impact and others) are understood, as are semicolons and tabs. JSON is a list of objects with the same names, or an
object that holds one. iCalendar events carry currency and impact in CATEGORIES (`CATEGORIES:USD,high`), or at the
beginning of SUMMARY (`USD CPI m/m`); without them they count as USD and high, the careful assumption.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson

from nofomo.adapters.data_sources.calendar_rows import (
    BadRow,
    match_columns,
    read_currency,
    read_impact,
    read_row,
)
from nofomo.engine.analysis import CalendarEvent
from nofomo.engine.analysis.gate_inputs import Impact
from nofomo.engine.analysis.market_hours import FIAT
from nofomo.engine.core.errors import Invalid

Events = tuple[CalendarEvent, ...]
MOST_EVENTS: Final = 100_000
_UTC: Final = ZoneInfo("UTC")


def read_calendar(data: bytes, *, name: str, zone: ZoneInfo = _UTC) -> Events:
    """All releases with a time of day, earliest first, each once.

    `zone` is the clock of times without an offset. Raises Invalid (`BAD_CALENDAR`) naming `name` and the first row that
    cannot be read.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _bad(name, "it is not UTF-8 text") from None
    start = text.lstrip()[:20].upper()
    if start.startswith("BEGIN:VCALENDAR"):
        events = _read_ics(text, name, zone=zone)
    elif start[:1] in ("[", "{"):
        events = _read_json(data, name, zone=zone)
    elif start[:1] == "<":
        raise _bad(name, "it is a web page or XML. Give the address of a CSV, ICS or JSON file")
    else:
        events = _read_csv(text, name, zone=zone)
    found = sorted(set(events))
    if len(found) > MOST_EVENTS:
        raise _bad(name, f"it has more than {MOST_EVENTS} releases")
    return tuple(found)


def _read_csv(text: str, name: str, *, zone: ZoneInfo) -> Iterator[CalendarEvent]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        return
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    headers: Sequence[str] | None = None
    columns: Mapping[str, str] = {}
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if headers is None:
                headers, columns = cells, _columns(cells, name)
                continue
            if len(cells) != len(headers):
                raise _bad(name, f"row {reader.line_num}: {len(cells)} cells under {len(headers)} headers")
            row = dict(zip(headers, cells, strict=True))
            yield from _row(row, columns, where=f"row {reader.line_num}", name=name, zone=zone)
    except csv.Error as problem:
        raise _bad(name, f"row {reader.line_num}: {problem}") from problem


def _read_json(data: bytes, name: str, *, zone: ZoneInfo) -> Iterator[CalendarEvent]:
    try:
        tree: Any = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as problem:
        raise _bad(name, f"it is not JSON: {problem}") from problem
    if isinstance(tree, dict):
        tree = next((value for value in tree.values() if isinstance(value, list)), None)
    if not isinstance(tree, list):
        raise _bad(name, "it holds no list of releases")
    for number, item in enumerate(tree, start=1):
        if not isinstance(item, dict):
            raise _bad(name, f"entry {number}: it is not an object")
        row = {str(key): "" if value is None else str(value) for key, value in item.items()}
        columns = _columns(list(row), f"{name}: entry {number}")
        yield from _row(row, columns, where=f"entry {number}", name=name, zone=zone)


def _read_ics(text: str, name: str, *, zone: ZoneInfo) -> Iterator[CalendarEvent]:
    import icalendar  # noqa: PLC0415 (a third of a second to import, and only iCalendar sources need it)

    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError) as problem:
        raise _bad(name, f"it is not iCalendar: {problem}") from problem
    for calendar in calendars:
        for number, item in enumerate(calendar.walk("VEVENT"), start=1):
            where = f"event {number}"
            if "RRULE" in item:
                raise _bad(name, f"{where}: it repeats by a rule. List every release by itself")
            try:
                event = _ics_event(item, zone)
            except (BadRow, ValueError, KeyError, AttributeError) as problem:
                raise _bad(name, f"{where}: {problem}") from problem
            if event is not None:
                yield event


def _ics_event(item: Any, zone: ZoneInfo) -> CalendarEvent | None:
    start = item.decoded("DTSTART", None)
    if start is None:
        raise BadRow("it has no DTSTART")
    if not isinstance(start, datetime):
        return None
    aware = start if start.tzinfo else start.replace(tzinfo=zone)
    title = " ".join(str(item.get("SUMMARY", "")).split())
    currency, impact = _ics_marks(_categories(item))
    head, _, rest = title.partition(" ")
    if head.strip("[]():-") in FIAT and rest:
        currency, title = currency or head.strip("[]():-"), rest.lstrip("-–: ")
    if not title:
        raise BadRow("it has no SUMMARY")
    return CalendarEvent(
        round(aware.astimezone(UTC).timestamp() * 1000), currency or "USD", impact or "high", title[:200]
    )


def _categories(item: Any) -> list[str]:
    given = item.get("CATEGORIES")
    listed = given if isinstance(given, list) else [given] if given is not None else []
    return [str(word).strip() for group in listed for word in getattr(group, "cats", [group])]


def _ics_marks(words: Iterable[str]) -> tuple[str | None, Impact | None]:
    """Currency and impact among the categories; other categories are somebody's own and are passed over."""
    currency: str | None = None
    impact: Impact | None = None
    for word in words:
        try:
            impact = impact or read_impact(word or "?")
        except BadRow:
            code = word.upper()
            currency = currency or (read_currency(code) if code in FIAT else None)
    return currency, impact


def _columns(headers: Sequence[str], name: str) -> dict[str, str]:
    try:
        return match_columns(headers)
    except Invalid as problem:
        raise Invalid(f"{name}: {problem.message}", code=problem.code, details=problem.details) from None


def _row(
    row: Mapping[str, str], columns: Mapping[str, str], *, where: str, name: str, zone: ZoneInfo
) -> Iterator[CalendarEvent]:
    try:
        event = read_row(row, columns, zone=zone)
    except BadRow as problem:
        raise _bad(name, f"{where}: {problem}") from None
    if event is not None:
        yield event


def _bad(name: str, reason: str) -> Invalid:
    return Invalid(f"The calendar {name}: {reason}.", code="BAD_CALENDAR", details={"calendar": name, "reason": reason})
