"""Facts from outside the exchanges: economic calendars."""

from __future__ import annotations

from nofomo.adapters.data_sources.calendar import FileCalendar, Freshness, UrlCalendar, calendar_from
from nofomo.adapters.data_sources.calendar_formats import read_calendar

__all__ = ["FileCalendar", "Freshness", "UrlCalendar", "calendar_from", "read_calendar"]
