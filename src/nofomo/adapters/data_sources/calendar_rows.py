"""One row of an economic calendar, however its columns are called, as a release."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from nofomo.engine.analysis import CalendarEvent
from nofomo.engine.analysis.gate_inputs import Impact
from nofomo.engine.core.errors import Invalid

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "time": ("time", "datetime", "date_time", "timestamp", "ts", "when", "start", "date"),
    "currency": ("currency", "ccy", "country", "currency_code"),
    "impact": ("impact", "importance", "volatility", "priority"),
    "title": ("title", "event", "name", "release", "description"),
}
"""The columns and the headers under which they are found, in the order of preference."""
_IMPACTS: Final[Mapping[str, Impact]] = {
    **dict.fromkeys(("high", "high impact expected", "3", "***", "red", "h", "tinggi"), "high"),
    **dict.fromkeys(
        ("medium", "medium impact expected", "moderate", "med", "2", "**", "orange", "m", "sedang"), "medium"
    ),
    **dict.fromkeys(("low", "low impact expected", "1", "*", "yellow", "l", "rendah"), "low"),
    **dict.fromkeys(("none", "holiday", "non-economic", "bank holiday", "0", "", "gray", "grey"), "none"),
}
_COUNTRIES: Final = {
    **dict.fromkeys(("US", "USA", "UNITED STATES"), "USD"),
    **dict.fromkeys(("EU", "EMU", "EA", "EUROZONE", "EURO ZONE", "EURO AREA", "EUROPEAN UNION"), "EUR"),
    **dict.fromkeys(("DE", "GERMANY", "FR", "FRANCE", "IT", "ITALY", "ES", "SPAIN"), "EUR"),
    **dict.fromkeys(("UK", "GB", "UNITED KINGDOM"), "GBP"),
    **dict.fromkeys(("JP", "JAPAN"), "JPY"),
    **dict.fromkeys(("CA", "CANADA"), "CAD"),
    **dict.fromkeys(("CH", "SWITZERLAND"), "CHF"),
    **dict.fromkeys(("SE", "SWEDEN"), "SEK"),
    **dict.fromkeys(("AU", "AUSTRALIA"), "AUD"),
    **dict.fromkeys(("NZ", "NEW ZEALAND"), "NZD"),
    **dict.fromkeys(("CN", "CHINA"), "CNY"),
    **dict.fromkeys(("ID", "INDONESIA"), "IDR"),
}
_ALL_DAY: Final = frozenset({"", "all day", "tentative", "day 1", "day 2", "day 3"})
_CURRENCY: Final = re.compile(r"^[A-Z]{3}$")
_EPOCH: Final = re.compile(r"^\d{9,10}(\d{3})?$")
_AMERICAN: Final = re.compile(r"^(\d{1,2})-(\d{1,2})-(\d{4})$")
_CLOCK: Final = re.compile(r"^(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([ap]m)?$", re.IGNORECASE)
_LONGEST_TITLE: Final = 200


class BadRow(ValueError):
    """What is wrong with a row, in words; the reader adds which row it is."""


def match_columns(headers: Sequence[str]) -> dict[str, str]:
    """Which of these headers holds which column; `day` and `clock` where date and time stand apart.

    Raises Invalid (`BAD_CALENDAR`) naming the column that is missing.
    """
    known = {re.sub(r"[\s\-]+", "_", header.strip().lower()): header for header in headers}
    found = {column: next((known[name] for name in names if name in known), None) for column, names in COLUMNS.items()}
    if "date" in known and "time" in known:
        found["day"], found["clock"] = known["date"], known["time"]
    missing = [column for column in COLUMNS if found[column] is None]
    if missing:
        raise Invalid(
            f"The calendar has no column {missing[0]!r}. Its columns must be time, currency, impact and title.",
            code="BAD_CALENDAR",
            details={"missing": missing, "headers": list(headers)[:20]},
        )
    return {column: header for column, header in found.items() if header is not None}


def read_row(row: Mapping[str, str], columns: Mapping[str, str], *, zone: ZoneInfo) -> CalendarEvent | None:
    """The release in a row, or None for one without a time of day (all day, tentative). Raises BadRow.

    A time without an offset is on the clock of `zone`.
    """
    if "day" in columns and len(row[columns["day"]].strip()) <= len("03-14-2024"):
        ts = _moment_of_two(row[columns["day"]], row[columns["clock"]], zone=zone)
    else:
        ts = read_moment(row[columns.get("day", columns["time"])], zone)
    if ts is None:
        return None
    currency = read_currency(row[columns["currency"]])
    impact = read_impact(row[columns["impact"]])
    title = " ".join(row[columns["title"]].split())
    if not title:
        raise BadRow("the title is empty")
    return CalendarEvent(ts, currency, impact, title[:_LONGEST_TITLE])


def read_moment(text: str, zone: ZoneInfo) -> int | None:
    """ISO 8601, `2024-03-14 12:30`, or seconds or ms since the epoch, as ms; None where there is no time of day."""
    raw = text.strip()
    if raw.lower() in _ALL_DAY:
        return None
    epoch = _EPOCH.match(raw)
    if epoch:
        return int(raw) if epoch[1] else int(raw) * 1000
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        raise BadRow(f"the time {raw[:40]!r} is not like 2024-03-14T12:30:00Z") from None
    if len(raw) <= len("2024-03-14"):
        return None
    return _ms(moment, zone)


def read_currency(text: str) -> str:
    """A currency code, or that of a country. Raises BadRow."""
    raw = text.strip().upper()
    code = _COUNTRIES.get(raw, raw)
    if raw == "ALL":
        return raw
    if not _CURRENCY.match(code):
        raise BadRow(f"the currency {text.strip()[:40]!r} is not a code like USD")
    return code


def read_impact(text: str) -> Impact:
    """high, medium, low or none, in the words of the usual calendars. Raises BadRow."""
    impact = _IMPACTS.get(" ".join(text.split()).lower())
    if impact is None:
        raise BadRow(f"the impact {text.strip()[:40]!r} is not high, medium, low or none")
    return impact


def _moment_of_two(day: str, clock: str, *, zone: ZoneInfo) -> int | None:
    """Date and time in columns of their own: `2024-03-14` or `03-14-2024`, and `12:30` or `8:30am`."""
    if clock.strip().lower() in _ALL_DAY:
        return None
    american = _AMERICAN.match(day.strip())
    text = f"{american[3]}-{int(american[1]):02d}-{int(american[2]):02d}" if american else day.strip()
    found = _CLOCK.match(clock.strip())
    if not found:
        raise BadRow(f"the time {clock.strip()[:40]!r} is not like 12:30 or 8:30am")
    hour, half = int(found[1]), (found[4] or "").lower()
    if half and not 1 <= hour <= 12:
        raise BadRow(f"the time {clock.strip()[:40]!r} is not like 12:30 or 8:30am")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        date = datetime.fromisoformat(text)
        return _ms(date.replace(hour=hour, minute=int(found[2]), second=int(found[3] or 0)), zone)
    except ValueError:
        raise BadRow(f"{day.strip()[:40]!r} {clock.strip()[:40]!r} is not a date and time") from None


def _ms(moment: datetime, zone: ZoneInfo) -> int:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return round(aware.astimezone(UTC).timestamp() * 1000)
