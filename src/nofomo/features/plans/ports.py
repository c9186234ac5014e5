"""What plans need from outside; adapters implement it, bootstrap connects it."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from nofomo.engine.analysis import CalendarEvent, GateInputs
from nofomo.engine.analysis.gate_inputs import BookSides
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.accounts import Preferences
from nofomo.features.market import ResolvedInstrument
from nofomo.features.plans.model import GateQuestion


class CandleSource(Protocol):
    """Where closed candles come from."""

    async def closed_candles(self, venue: str, symbol: str, timeframe: Timeframe, *, at: int, count: int) -> Candles:
        """The last `count` candles closed at `at` (ms), fewer where there are no more.

        Raises Invalid or NotFound where the venue does not have the symbol.
        """
        ...


class Market(CandleSource, Protocol):
    """The part of the market that an analysis is made from."""

    async def resolve(self, venue: str, text: str) -> ResolvedInstrument:
        """The instrument that a person means. Raises Invalid (`INVALID_SYMBOL`)."""
        ...

    async def moment(self, venue: str, symbol: str | None = None) -> int:
        """Now by the venue's own clock (ms), never later than it truly is; imported candles stand where they end."""
        ...


class GateMarket(CandleSource, Protocol):
    """The part of the market that the gates ask."""

    async def book(self, venue: str, symbol: str) -> BookSides:
        """The order book now. NotFound where there is none."""
        ...


class Gates(Protocol):
    """Asks the sources behind the gates."""

    async def gather(self, question: GateQuestion) -> GateInputs:
        """What the gates are judged by. A source that fails is left out with the reason, never raised."""
        ...


class PreferencesOf(Protocol):
    """What a person's analyses use when nothing else is asked for."""

    async def preferences(self, user_id: UUID) -> Preferences:
        """The preferences, defaults included."""
        ...


class EconomicCalendar(Protocol):
    """Scheduled releases of states and central banks."""

    async def events(self, start: int, end: int) -> tuple[CalendarEvent, ...]:
        """The releases with `start` ≤ ts < `end` (ms UTC), of any impact and currency, earliest first.

        Raises Unavailable (`CALENDAR_UNAVAILABLE`) where the source cannot be reached or found, and Invalid
        (`BAD_CALENDAR`) naming the row that cannot be read.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
