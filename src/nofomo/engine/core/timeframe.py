"""Candle lengths, and where on the clock they begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from nofomo.engine.core.errors import Invalid

MINUTE_MS: Final = 60_000
DAY_MS: Final = 86_400_000
WEEK_MS: Final = 7 * DAY_MS
# 1970-01-01 was a Thursday; weeks begin on Monday, so their grid is shifted by four days.
_MONDAY_OFFSET_MS: Final = 4 * DAY_MS
_UNIT_MINUTES: Final = {"m": 1, "h": 60, "d": 1440, "w": 10080}
_TEXT: Final = re.compile(r"^(\d{1,4})(m|h|d|w)$")
_MONTHS: Final = re.compile(r"^(1|3|6|12)M$")
_MT5: Final = {"M": "m", "H": "h", "D": "d", "W": "w"}
_MT5_TEXT: Final = re.compile(r"^(M|H|D|W)(\d{1,4})$")


@dataclass(frozen=True, order=True, slots=True)
class Timeframe:
    """A fixed candle length in whole minutes. `str()` gives the shortest usual form: `15m`, `4h`, `1d`, `1w`."""

    minutes: int

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise Invalid(f"A timeframe must be at least one minute, not {self.minutes}.", code="INVALID_TIMEFRAME")

    @classmethod
    def parse(cls, text: str) -> Timeframe:
        """Read `15m`, `4h`, `1d`, `1w`, or MetaTrader's `M15`, `H4`, `D1`. Raises Invalid otherwise."""
        raw = text.strip()
        if _MONTHS.match(raw):  # exchanges write months like this; one minute would be a dangerous guess
            raise Invalid(
                f"{text!r} means months at exchanges, which are not supported. Write {raw.lower()} for minutes.",
                code="INVALID_TIMEFRAME",
                details={"field": "timeframe", "value": text},
            )
        swapped = _MT5_TEXT.match(raw)
        if swapped:
            raw = f"{swapped[2]}{_MT5[swapped[1]]}"
        found = _TEXT.match(raw.lower())
        if not found or int(found[1]) == 0:
            raise Invalid(
                f"Timeframe {text!r} is not known. Write it like 1m, 15m, 1h, 4h, 1d or 1w.",
                code="INVALID_TIMEFRAME",
                details={"field": "timeframe", "value": text},
            )
        return cls(int(found[1]) * _UNIT_MINUTES[found[2]])

    @property
    def ms(self) -> int:
        """Length in milliseconds."""
        return self.minutes * MINUTE_MS

    @property
    def offset_ms(self) -> int:
        """Where the grid of open times starts within one length (Monday for whole weeks, the epoch otherwise)."""
        return _MONDAY_OFFSET_MS if self.ms % WEEK_MS == 0 else 0

    def floor(self, ts: int) -> int:
        """Open time of the candle that contains the moment `ts` (ms, UTC)."""
        return ts - (ts - self.offset_ms) % self.ms

    def last_closed_open(self, now: int) -> int:
        """Open time of the last candle that is complete at the moment `now`."""
        return self.floor(now) - self.ms

    def __str__(self) -> str:
        for unit in ("w", "d", "h"):
            if self.minutes % _UNIT_MINUTES[unit] == 0:
                return f"{self.minutes // _UNIT_MINUTES[unit]}{unit}"
        return f"{self.minutes}m"
