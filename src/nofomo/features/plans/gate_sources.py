"""Gathers what the gates look at: Bitcoin, the dollar, the calendar and the book, all at once and each within its time.

A source that fails, is late or does not exist leaves its input None and a sentence about why. Nothing that happens here
ends an analysis.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, Generic, NamedTuple, TypeVar

from nofomo.engine.analysis import GATE_PARAMETERS, CalendarEvent, GateInputs, GateParameters
from nofomo.engine.analysis.dollar_index import WEIGHTS
from nofomo.engine.analysis.gate_inputs import BookSides
from nofomo.engine.analysis.market_hours import is_crypto
from nofomo.engine.analysis.model import GateName
from nofomo.engine.analysis.numbers import local_time
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid, NofomoError, NotFound, TryLater
from nofomo.engine.core.say import Duration, Say, Word, say
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import FILE_VENUE
from nofomo.features.plans.model import GateQuestion
from nofomo.features.plans.ports import EconomicCalendar, GateMarket
from nofomo.infra.clock import Clock, is_recent

log = logging.getLogger(__name__)

Found = TypeVar("Found")
_QUARTER: Final = Timeframe(15)
_HOUR: Final = Timeframe(60)
_BTC_CANDLES: Final = 300
_DOLLAR_CANDLES: Final = 200
_DAY_MS: Final = 86_400_000
_CALENDAR_BACK_MS: Final = 4 * _DAY_MS
_CALENDAR_AHEAD_MS: Final = 8 * _DAY_MS
_UNLISTED_FOR_MS: Final = 3_600_000


class _Answer(NamedTuple, Generic[Found]):
    value: Found | None
    why_not: Say | None


class _NoSource(Exception):
    """There is nothing to ask; `reason` says what would have to be set."""

    def __init__(self, reason: Say) -> None:
        super().__init__(reason.code)
        self.reason = reason


class GateSources:
    """One per process. `deadline_s` is the time that each source has; they are asked at once."""

    def __init__(
        self,
        market: GateMarket,
        calendar: EconomicCalendar | None,
        *,
        clock: Clock,
        deadline_s: float = 4.0,
        parameters: GateParameters = GATE_PARAMETERS,
    ) -> None:
        self._market = market
        self._calendar = calendar
        self._clock = clock
        self._deadline_s = deadline_s
        self._parameters = parameters
        self._unlisted: dict[tuple[str, str], int] = {}

    async def gather(self, question: GateQuestion) -> GateInputs:
        """Everything that could be learnt, with the reasons for what could not. Never raises an error of a source."""
        btc, pairs, events, book = await asyncio.gather(
            self._within_deadline(self._btc, question),
            self._within_deadline(self._dollar_pairs, question),
            self._within_deadline(self._events, question),
            self._within_deadline(self._book, question),
        )
        reasons: dict[GateName, Say | None] = {
            "btc": btc.why_not,
            "dxy": pairs.why_not,
            "news": events.why_not,
            "spread": book.why_not,
            "depth": book.why_not,
        }
        return GateInputs(
            timezone=question.timezone,
            candles=question.candles,
            btc=btc.value,
            dollar_pairs=pairs.value,
            events=events.value,
            book=book.value,
            planned=question.planned,
            loss_today=question.loss_today,
            risk_amount=question.risk_amount,
            hours=question.hours,
            missing={name: reason for name, reason in reasons.items() if reason is not None},
        )

    async def _within_deadline(
        self, ask: Callable[[GateQuestion], Awaitable[Found]], question: GateQuestion
    ) -> _Answer[Found]:
        try:
            async with asyncio.timeout(self._deadline_s):
                return _Answer(await ask(question), None)
        except TimeoutError:
            return _Answer(None, say("gate.late", limit=Duration(round(self._deadline_s * 1000))))
        except _NoSource as absent:
            return _Answer(None, absent.reason)
        except TryLater as problem:
            log.info("A gate's source is not available: %s", problem.message)
            return _Answer(None, say("gate.unavailable"))
        except NofomoError as problem:
            log.warning("A gate's source failed: %s %s", problem.code, problem.message)
            return _Answer(None, say("gate.failed", reason=Word(problem.message.rstrip("."))))
        except Exception:  # a fault in one source must not take the analysis along; the gate says it is unknown
            log.exception("A gate's source broke.")
            return _Answer(None, say("gate.broken"))

    async def _btc(self, question: GateQuestion) -> Candles:
        base, quote = question.instrument.base, question.instrument.quote
        own = question.candles.get(_QUARTER)
        if base == "BTC" and own is not None:
            return own
        if not is_crypto(question.instrument.symbol):
            raise _NoSource(say("gate.btc.none"))
        names = dict.fromkeys(f"BTC/{money}" for money in (quote, "USDT") if money != "BTC")
        for symbol in names:
            candles = await self._listed(question, symbol, timeframe=_QUARTER, count=_BTC_CANDLES)
            if candles is not None:
                return candles
        if question.instrument.venue == FILE_VENUE:
            wanted = Word(next(iter(names)))
            raise _NoSource(say("gate.btc.not_imported", timeframe=Word(str(_QUARTER)), symbol=wanted))
        raise _NoSource(say("gate.btc.none"))

    async def _dollar_pairs(self, question: GateQuestion) -> dict[str, Candles]:
        found = await asyncio.gather(
            *(self._listed(question, name, timeframe=_HOUR, count=_DOLLAR_CANDLES) for name in WEIGHTS),
            return_exceptions=True,
        )
        for answer in found:
            if isinstance(answer, BaseException):
                raise answer
        pairs = {name: candles for name, candles in zip(WEIGHTS, found, strict=True) if isinstance(candles, Candles)}
        absent = tuple(Word(name) for name in WEIGHTS if name not in pairs)
        if absent:
            raise _NoSource(say("gate.dxy.unlisted", pairs=absent))
        return pairs

    async def _events(self, question: GateQuestion) -> tuple[CalendarEvent, ...]:
        if self._calendar is None:
            raise _NoSource(say("gate.news.unset"))
        return await self._calendar.events(question.at - _CALENDAR_BACK_MS, question.at + _CALENDAR_AHEAD_MS)

    async def _book(self, question: GateQuestion) -> BookSides:
        if question.instrument.venue == FILE_VENUE:
            raise _NoSource(say("gate.book.file"))
        if self._clock.now_ms() - question.at > self._parameters.book_age_s * 1000:
            raise _NoSource(say("gate.book.past"))
        try:
            return await self._market.book(question.instrument.venue, question.instrument.symbol)
        except NotFound:
            raise _NoSource(say("gate.book.none")) from None

    async def _listed(self, question: GateQuestion, symbol: str, *, timeframe: Timeframe, count: int) -> Candles | None:
        """Candles of a symbol that the venue may or may not have; that it has not is remembered for an hour."""
        key, now = (question.instrument.venue, symbol), self._clock.now_ms()
        if is_recent(self._unlisted.get(key, -_UNLISTED_FOR_MS), now=now, within_ms=_UNLISTED_FOR_MS):
            return None
        try:
            candles = await self._market.closed_candles(
                question.instrument.venue, symbol, timeframe, at=question.at, count=count
            )
        except (Invalid, NotFound):
            if question.instrument.venue != FILE_VENUE:
                self._unlisted[key] = now
            return None
        return candles if len(candles) else None


def users_day(at: int, timezone: str) -> tuple[int, int]:
    """First moment (ms) of the day that a moment belongs to on that zone's calendar, and of the day after it.

    Days on which the clock changes are 23 or 25 hours long.
    """
    morning = local_time(at, timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    return round(morning.timestamp() * 1000), round((morning + timedelta(days=1)).timestamp() * 1000)
