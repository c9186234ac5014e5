"""Moments as people and programs write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.timeframe import DAY_MS

_NUMBER: Final = re.compile(r"^\d{9,16}$")
_DATE: Final = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_SECONDS_BELOW: Final = 100_000_000_000


def parse_moment(text: str, *, field: str, end_of_day: bool = False) -> int:
    """Milliseconds from `2024-03-14`, `2024-03-14T12:00Z`, epoch seconds or milliseconds; UTC where no zone is given.

    A bare date means its first moment, or its last one with `end_of_day`. Raises Invalid (`INVALID_TIME`).
    """
    raw = text.strip()
    if _NUMBER.match(raw):
        number = int(raw)
        return number * 1000 if number < _SECONDS_BELOW else number
    try:
        when = datetime.fromisoformat(raw.replace(" ", "+") if re.search(r" \d{2}:\d{2}$", raw[10:]) else raw)
    except ValueError:
        raise Invalid(f"{field}: {text[:40]!r} is not a time. Write it like 2024-03-14 or 2024-03-14T12:00Z.",
                      code="INVALID_TIME", details={"field": field}) from None  # fmt: skip
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    ms = int(when.timestamp() * 1000)
    if ms < 0:
        raise Invalid(f"{field}: {text[:40]!r} lies before 1970, where no candle is.",
                      code="INVALID_TIME", details={"field": field})  # fmt: skip
    return ms + DAY_MS - 1 if end_of_day and _DATE.match(raw) else ms
