"""Analyses as a person asks for them, keeps them and acts on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from nofomo.engine.analysis import Options, TradingHours
from nofomo.engine.analysis.model import Action, Mode
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.plans.model_outcomes import LegOutcome, OutcomeBrief

Language = Literal["id", "en"]
Leg = Literal["pullback", "breakout"]
JOB_KIND: Final = "analysis"
LONGEST_WAIT_S: Final = 10.0
"""So long does somebody who asks for an analysis wait for the version, unless a shorter time was asked for."""


@dataclass(frozen=True, slots=True)
class AnalysisRequest:
    """What a person typed. None means: as in the person's preferences."""

    symbol: str
    venue: str | None = None
    timeframes: tuple[Timeframe, ...] | None = None
    risk_pct: float | None = None
    mode: Mode | None = None
    tp3: bool | None = None
    equity: Decimal | None = None
    strict_gates: bool | None = None


@dataclass(frozen=True, slots=True)
class AnalysisOrder:
    """One analysis as it is carried out: everything decided, nothing left to look up about the person.

    `symbol` is as the person typed it; the equity of `options` is in `currency`; `hours` is the person's trading window
    on the wall clock of `timezone`.
    """

    symbol: str
    venue: str
    options: Options
    currency: str
    language: Language
    timezone: str
    hours: TradingHours | None = None

    def of(self, symbol: str, *, venue: str | None = None) -> AnalysisOrder:
        """The same for another symbol."""
        return replace(self, symbol=symbol, venue=venue or self.venue)

    def to_json(self) -> dict[str, Any]:
        """As it stands in a job's payload and in a plan's row."""
        return {
            "symbol": self.symbol,
            "venue": self.venue,
            "options": options_to_json(self.options),
            "currency": self.currency,
            "language": self.language,
            "timezone": self.timezone,
            "hours": None if self.hours is None else [self.hours.start, self.hours.end],
        }

    @classmethod
    def from_json(cls, tree: Mapping[str, Any]) -> AnalysisOrder:
        """What `to_json` wrote."""
        hours = None if tree["hours"] is None else TradingHours(*tree["hours"])
        options = options_from_json(tree["options"])
        reader = tree["language"], tree["timezone"]
        return cls(tree["symbol"], tree["venue"], options, tree["currency"], *reader, hours)


def options_to_json(options: Options) -> dict[str, Any]:
    """The options as they are kept; the equity stays a text, digit for digit."""
    return {
        "timeframes": [str(frame) for frame in options.timeframes],
        "riskPct": options.risk_pct,
        "mode": options.mode,
        "tp3": options.third_target,
        "equity": format(options.equity, "f"),
        "strictGates": options.strict_gates,
    }


def options_from_json(tree: Mapping[str, Any]) -> Options:
    """What `options_to_json` wrote."""
    return Options(
        timeframes=tuple(Timeframe.parse(text) for text in tree["timeframes"]),
        mode=tree["mode"],
        third_target=tree["tp3"],
        risk_pct=tree["riskPct"],
        equity=Decimal(tree["equity"]),
        strict_gates=tree["strictGates"],
    )


@dataclass(frozen=True, slots=True)
class GateQuestion:
    """What the gates need to know about one analysis before their sources are asked.

    `candles` are those of the analysis by timeframe, closed at `at` (ms). `loss_today` is what plans marked as taken
    have lost on the user's day (positive; None: could not be told); `risk_amount` the money at risk in one plan;
    `planned` the most quote currency that the plan can take.
    """

    instrument: Instrument
    at: int
    candles: Mapping[Timeframe, Candles]
    timezone: str
    hours: TradingHours | None
    loss_today: Decimal | None
    risk_amount: Decimal
    planned: Decimal


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """How much one person may ask for: seconds between analyses, analyses a day, seconds that a lock lives unrenewed.

    `deadline_s` is the time that one attempt at an analysis has.
    """

    cooldown_s: int = 15
    daily_quota: int = 30
    lock_ttl_s: int = 45
    deadline_s: float = 25.0


@dataclass(frozen=True, slots=True)
class Quota:
    """A person's analyses today. `cooldown_until` is None when the next may start now; `cooldown_s` is how long the
    pause after each is."""

    used: int
    limit: int
    resets_at: datetime
    cooldown_until: datetime | None
    cooldown_s: int


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One version in the chain of a person, venue, symbol and timeframes."""

    plan_id: UUID
    version: int
    created_at: int
    action: Action
    score: int
    outcome: OutcomeBrief | None = None


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version as it is shown. `payload` is JSON text in the reader's language; the chain begins at the newest.

    `outcomes` are what became of its legs as it is stored, the pullback first.
    """

    plan_id: UUID
    version: int
    created_at: int
    options: Mapping[str, Any]
    payload: str
    chain: tuple[ChainLink, ...]
    outcomes: tuple[LegOutcome, ...] = ()

    @property
    def previous(self) -> UUID | None:
        """The version before this one."""
        return next((link.plan_id for link in self.chain if link.version == self.version - 1), None)

    @property
    def next(self) -> UUID | None:
        """The version after this one."""
        return next((link.plan_id for link in self.chain if link.version == self.version + 1), None)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """One line of the list. `pullback` are the two entry prices, `breakout` is the trigger; `note` is a fact in a few
    words of the reader's language: what stands in the way, or what the targets are worth."""

    plan_id: UUID
    version: int
    symbol: str
    venue: str
    timeframes: tuple[str, ...]
    action: Action
    score: int
    price: float
    created_at: int
    valid_until: int
    pullback: tuple[float, ...] | None
    breakout: float | None
    note: str
    outcome: OutcomeBrief | None = None


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """Which plans to list, newest first: `before` goes on after that plan."""

    symbol: str | None = None
    venue: str | None = None
    timeframes: tuple[Timeframe, ...] | None = None
    limit: int = 50
    before: UUID | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """The analysis is still under way; its job tells how far."""

    job_id: UUID


@dataclass(frozen=True, slots=True)
class Taken:
    """A plan that was acted on. Money is in quote currency; `result` is what closing it brought, fees included.

    `result_r` is that in units of what the trade would have lost at the plan's stop, both fees included; None where it
    was bought at or below the stop. `plan_version`, `action` and `score` are what the plan said.
    """

    id: UUID
    plan_id: UUID
    symbol: str
    venue: str
    leg: Leg
    price: Decimal
    quantity: Decimal
    taken_at: int
    exit_price: Decimal | None
    closed_at: int | None
    invalidated_at: int | None
    result: Decimal | None
    result_r: float | None
    plan_version: int
    action: Action
    score: int
