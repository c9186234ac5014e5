"""Which preferences are accepted, and how they are kept."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic.alias_generators import to_camel

from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.accounts.model import Preferences, TradingHours

PROFILE_FIELDS: Final = ("language", "timezone", "theme", "palette")
"""Kept in the person's own row; all others in the preferences document."""
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "language": ("id", "en"),
    "theme": ("dark", "light", "system"),
    "palette": ("normal", "colourblind"),
    "mode": ("auto", "pullback", "breakout"),
}
_VENUE: Final = re.compile(r"[a-z0-9_]{2,32}")
_CURRENCY: Final = re.compile(r"[A-Z]{3,5}")
_ZONE: Final = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+){0,2}")
_HOUR: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_MAX_EQUITY: Final = Decimal(10) ** 12
_RISK_PCT: Final = (0.05, 5.0)


def clean_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes in the form in which they are kept (JSON). Raises Invalid (`PREFERENCE_INVALID`) naming the field."""
    cleaned: dict[str, Any] = {}
    for name, value in changes.items():
        check = _CHECKS.get(name)
        if check is None:
            raise _invalid(name, f"There is no preference named {name!r}.")
        cleaned[name] = check(name, value)
    return cleaned


def from_document(document: Mapping[str, Any], *, venue: str) -> Preferences:
    """The preferences of a kept document; what it does not say has its default (`venue` is the server's)."""
    kept = dict(document)
    known = {name: kept[name] for name in Preferences.__slots__ if name in kept}
    known.setdefault("venue", venue)
    if "equity" in known:
        known["equity"] = Decimal(known["equity"])
    if "timeframes" in known:
        known["timeframes"] = tuple(known["timeframes"])
    hours = known.get("trading_hours")
    if hours is not None:
        known["trading_hours"] = TradingHours(hours["start"], hours["end"])
    return Preferences(**known)


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(message, code="PREFERENCE_INVALID", details={"field": to_camel(field)})


def _choice(name: str, value: object) -> str:
    allowed = _CHOICES[name]
    if not isinstance(value, str) or value not in allowed:
        raise _invalid(name, f"{name} must be one of {', '.join(allowed)}.")
    return value


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _invalid(name, f"{name} must be true or false.")
    return value


def _venue(name: str, value: object) -> str:
    if not isinstance(value, str) or not _VENUE.fullmatch(value):
        raise _invalid(name, "The venue must be a name like sandbox, binance or file.")
    return value


def _currency(name: str, value: object) -> str:
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise _invalid(name, "The currency must be a code like USDT, USD or IDR.")
    return value


def _timezone(name: str, value: object) -> str:
    try:
        if isinstance(value, str) and len(value) <= 64 and _ZONE.fullmatch(value):
            ZoneInfo(value)
            return value
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise _invalid(name, "The time zone must be an IANA name like Asia/Jakarta.")


def _timeframes(name: str, value: object) -> list[str]:
    parts = value.split("-") if isinstance(value, str) and len(value) <= 20 else value
    if not isinstance(parts, list | tuple) or len(parts) != 3 or not all(isinstance(part, str) for part in parts):
        raise _invalid(name, "Give three timeframes from the largest to the smallest, like 4h-1h-15m.")
    try:
        frames = [Timeframe.parse(str(part)) for part in parts]
    except Invalid as problem:
        raise _invalid(name, problem.message) from None
    if not frames[0] > frames[1] > frames[2]:
        raise _invalid(name, "Timeframes go from the largest to the smallest, like 4h-1h-15m.")
    return [str(frame) for frame in frames]


def _risk(name: str, value: object) -> float:
    low, high = _RISK_PCT
    number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if not low <= number <= high:
        raise _invalid(name, f"The risk per trade must be between {low} and {high:g} percent of the equity.")
    return number


def _equity(name: str, value: object) -> str:
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    exponent = number.as_tuple().exponent
    if isinstance(value, bool) or not isinstance(exponent, int) or not 0 < number <= _MAX_EQUITY or exponent < -8:
        raise _invalid(name, "The equity must be above zero, at most 1,000,000,000,000, with at most eight decimals.")
    return format(number, "f")


def _hours(name: str, value: object) -> dict[str, str] | None:
    if value is None:
        return None
    given = value if isinstance(value, Mapping) else {}
    start, end = given.get("from", given.get("start")), given.get("to", given.get("end"))
    if not (isinstance(start, str) and isinstance(end, str) and _HOUR.fullmatch(start) and _HOUR.fullmatch(end)):
        raise _invalid(name, "Trading hours are written like 07:00 to 22:30, or null for the whole day.")
    if start == end:
        raise _invalid(name, "Trading hours must not begin and end at the same minute; use null for the whole day.")
    return {"start": start, "end": end}


_CHECKS: Final[Mapping[str, Callable[[str, Any], Any]]] = {
    "language": _choice,
    "theme": _choice,
    "palette": _choice,
    "mode": _choice,
    "timezone": _timezone,
    "venue": _venue,
    "currency": _currency,
    "timeframes": _timeframes,
    "risk_pct": _risk,
    "tp3": _flag,
    "strict_gates": _flag,
    "equity": _equity,
    "trading_hours": _hours,
}
