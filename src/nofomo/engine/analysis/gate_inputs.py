"""What the gates are judged by. Gathered by whoever has the sources; None means that nobody could answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, Protocol

from nofomo.engine.analysis.model import GateName
from nofomo.engine.analysis.numbers import local_time
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.say import Say
from nofomo.engine.core.timeframe import Timeframe

Impact = Literal["high", "medium", "low", "none"]
IMPACTS: Final[tuple[Impact, ...]] = ("high", "medium", "low", "none")
Quote = tuple[Decimal, Decimal]
"""Price in quote currency and amount in base currency."""

_HOURS: Final = re.compile(r"^\s*(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})\s*$")
_DAY_MINUTES: Final = 1440


class BookSides(Protocol):
    """An order book: `bids` from the highest, `asks` from the lowest, as of `ts` (ms UTC)."""

    @property
    def bids(self) -> Sequence[Quote]: ...
    @property
    def asks(self) -> Sequence[Quote]: ...
    @property
    def ts(self) -> int: ...


@dataclass(frozen=True, slots=True, order=True)
class CalendarEvent:
    """A scheduled release: the moment (ms UTC), the state's currency it moves, how much, and its name."""

    ts: int
    currency: str
    impact: Impact
    title: str


@dataclass(frozen=True, slots=True)
class TradingHours:
    """A daily window on the user's clock, in minutes after midnight; `start` after `end` runs over midnight.

    Equal ends mean the whole day. The end itself is outside.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < _DAY_MINUTES and 0 <= self.end <= _DAY_MINUTES):
            raise Invalid("Trading hours lie between 00:00 and 24:00.", code="INVALID_HOURS")

    @classmethod
    def parse(cls, text: str) -> TradingHours:
        """Read `07:00-23:00` (also with points and an en dash). Raises Invalid (`INVALID_HOURS`)."""
        found = _HOURS.match(text)
        if not found or int(found[2]) > 59 or int(found[4]) > 59:
            raise Invalid(
                f"{text[:40]!r} is not a time window. Write it like 07:00-23:00.",
                code="INVALID_HOURS",
                details={"field": "tradingHours", "value": text[:40]},
            )
        return cls(int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4]))

    def contains(self, at: int, *, timezone: str) -> bool:
        """Whether the moment (ms) lies in the window on that zone's wall clock."""
        moment = local_time(at, timezone)
        minute = moment.hour * 60 + moment.minute
        if self.start == self.end % _DAY_MINUTES:
            return True
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


@dataclass(frozen=True, slots=True)
class GateInputs:
    """Everything that the gates look at. `missing` says for a gate why its input is None.

    `timezone` is the user's; `candles` are those of the analysis by timeframe; `btc` are 15m candles of Bitcoin;
    `dollar_pairs` 1h candles of the six pairs of the dollar index; `events` all known releases around the moment, of
    any impact; `planned` the most quote currency that the plan can take (its notional, or the equity where the plan is
    not yet known); `loss_today` what plans marked as taken have lost on the user's day (positive; a gain is 0);
    `risk_amount` the money at risk in one plan; `hours` None where the user set no window.
    """

    timezone: str = "Asia/Jakarta"
    candles: Mapping[Timeframe, Candles] = field(default_factory=dict[Timeframe, Candles])
    btc: Candles | None = None
    dollar_pairs: Mapping[str, Candles] | None = None
    events: tuple[CalendarEvent, ...] | None = None
    book: BookSides | None = None
    planned: Decimal | None = None
    loss_today: Decimal | None = None
    risk_amount: Decimal | None = None
    hours: TradingHours | None = None
    missing: Mapping[GateName, Say] = field(default_factory=dict[GateName, Say])
