"""Facts from outside the exchanges: economic calendars."""

from __future__ import annotations

from nofomo.adapters.data_sources.calendar import FileCalendar, Freshness, UrlCalendar, open_calendar
from nofomo.adapters.data_sources.calendar_formats import read_calendar

__all__ = ["FileCalendar", "Freshness", "UrlCalendar", "open_calendar", "read_calendar"]
