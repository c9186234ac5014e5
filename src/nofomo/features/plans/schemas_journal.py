"""The journal as it comes in and goes out over HTTP."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict

from nofomo.engine.core.candles import iso
from nofomo.features.plans.model import Taken
from nofomo.features.plans.model_journal import DayLoss, JournalFigures
from nofomo.features.plans.schemas import Amount
from nofomo.infra.web import ApiModel


class TakenBody(ApiModel):
    """At what price and how much was bought by which leg."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"leg": "pullback", "price": 72400, "quantity": 0.0451}]})

    leg: Literal["pullback", "breakout"]
    price: Amount
    quantity: Amount


class ExitBody(ApiModel):
    """At what price it was sold."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"exitPrice": 73900}]})

    exit_price: Amount


class TakenShown(ApiModel):
    """One entry of the journal. `result` is what closing it brought in quote currency, fees included; `resultR` is that
    in units of what the trade would have lost at the plan's stop. `action` and `score` are those of the version."""

    id: UUID
    plan_id: UUID
    symbol: str
    venue: str
    leg: str
    price: float
    quantity: float
    taken_at: str
    exit_price: float | None
    closed_at: str | None
    invalidated_at: str | None
    result: float | None
    result_r: float | None
    plan_version: int
    action: str
    score: int

    @classmethod
    def of(cls, entry: Taken) -> TakenShown:
        """As it is shown."""
        return cls(
            id=entry.id, plan_id=entry.plan_id, symbol=entry.symbol, venue=entry.venue, leg=entry.leg,
            price=float(entry.price), quantity=float(entry.quantity), taken_at=iso(entry.taken_at),
            exit_price=None if entry.exit_price is None else float(entry.exit_price),
            closed_at=None if entry.closed_at is None else iso(entry.closed_at),
            invalidated_at=None if entry.invalidated_at is None else iso(entry.invalidated_at),
            result=None if entry.result is None else float(entry.result), result_r=entry.result_r,
            plan_version=entry.plan_version, action=entry.action, score=entry.score,
        )  # fmt: skip


class DayLossShown(ApiModel):
    """What taken plans have lost on the caller's day (positive; null: could not be told), and the daily limit."""

    lost: float | None
    limit: float
    currency: str

    @classmethod
    def of(cls, day: DayLoss) -> DayLossShown:
        """As it is shown."""
        return cls(lost=None if day.lost is None else float(day.lost), limit=float(day.limit), currency=day.currency)


class AmountShown(ApiModel):
    """Money of one currency."""

    currency: str
    amount: float


class LegFiguresShown(ApiModel):
    """Closed trades of one leg; null where there is nothing to tell a rate from."""

    leg: str
    closed: int
    win_rate: float | None
    expectancy_r: float | None


class JournalSummary(ApiModel):
    """What the caller's own trades have come to, fees included. `expectancyR` is the mean of the trades' `resultR`."""

    trades: int
    open: int
    closed: int
    wins: int
    win_rate: float | None
    expectancy_r: float | None
    sum_r: float
    results: list[AmountShown]
    by_leg: list[LegFiguresShown]

    @classmethod
    def of(cls, figures: JournalFigures) -> JournalSummary:
        """As it is shown."""
        return cls(
            trades=figures.trades, open=figures.open, closed=figures.closed, wins=figures.wins,
            win_rate=figures.win_rate, expectancy_r=figures.expectancy_r, sum_r=figures.sum_r,
            results=[AmountShown(currency=name, amount=float(amount)) for name, amount in figures.results],
            by_leg=[LegFiguresShown.model_validate(leg) for leg in figures.by_leg],
        )  # fmt: skip
