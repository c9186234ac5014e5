"""Conditions outside the chart: eight gates, each open, closed or unknown, each with what it saw."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Literal

from nofomo.engine.analysis.candle_gates import btc_gate, data_gate, dxy_gate
from nofomo.engine.analysis.gate_case import GateCase, events_within
from nofomo.engine.analysis.gate_inputs import BookSides, CalendarEvent, GateInputs, Quote
from nofomo.engine.analysis.gate_parameters import GATE_PARAMETERS, GateParameters
from nofomo.engine.analysis.market_hours import fiat_currencies, forex_age
from nofomo.engine.analysis.model import Gate
from nofomo.engine.core.say import Duration, Moment, Money, Number, Percent, Price, TimeOfDay, Word, say

_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 3_600_000


def evaluate_gates(
    inputs: GateInputs, *, at: int, symbol: str, parameters: GateParameters = GATE_PARAMETERS
) -> tuple[Gate, ...]:
    """All eight gates in the order btc, dxy, news, spread, depth, dailyLoss, hours, data.

    A gate whose input is None, too short or too old is `unknown` and says what is missing or what to set.
    """
    case = GateCase(inputs, at, symbol, parameters)
    return (
        btc_gate(case),
        dxy_gate(case),
        news_gate(case),
        spread_gate(case),
        depth_gate(case),
        daily_loss_gate(case),
        hours_gate(case),
        data_gate(case),
    )


def news_gate(case: GateCase) -> Gate:
    """Closed around big releases in USD and the symbol's own state currencies."""
    parameters, at, events = case.parameters, case.at, case.inputs.events
    if events is None:
        return case.unknown("news", say("gate.news.unset"))
    if not events:
        return case.unknown("news", say("gate.news.empty"), given=True)
    if not _covers(events, case):
        first, last = Moment(min(event.ts for event in events)), Moment(max(event.ts for event in events))
        begins_later = first.value > at
        detail = say("gate.news.ahead", first=first) if begins_later else say("gate.news.outdated", last=last)
        return case.unknown("news", detail, given=True)
    relevant = events_within(
        events,
        start=at - parameters.news_after_min * _MINUTE_MS,
        end=at + parameters.news_ahead_h * _HOUR_MS,
        impacts=parameters.news_impacts,
        currencies=fiat_currencies(case.symbol),
    )
    running = [event for event in relevant if event.ts - at <= parameters.news_before_min * _MINUTE_MS]
    if running:
        until = max(event.ts for event in running) + parameters.news_after_min * _MINUTE_MS
        names = tuple(Word(event_name(event)) for event in running)
        first = Moment(min(event.ts for event in running), clock=True)
        return Gate("news", "closed", say("gate.news.pause", events=names, at=first, until=Moment(until, clock=True)))
    if relevant:
        following = relevant[0]
        name, moment = Word(event_name(following)), Moment(following.ts, clock=True)
        return Gate("news", "open", say("gate.news.next", event=name, at=moment))
    return Gate("news", "open", say("gate.news.none", hours=Number(parameters.news_ahead_h)))


def event_name(event: CalendarEvent) -> str:
    """An event's own name with the currency that it moves: `PPI m/m (USD)`."""
    return f"{event.title} ({event.currency})"


def spread_gate(case: GateCase) -> Gate:
    """Closed while the distance between best bid and best ask is too large a share of their middle."""
    book = _usable_book(case, "spread")
    if isinstance(book, Gate):
        return book
    bid, ask = book.bids[0][0], book.asks[0][0]
    spread = float((ask - bid) / ((ask + bid) / 2))
    detail = say("gate.spread.of", spread=Percent(spread), limit=Percent(case.parameters.spread))
    return Gate("spread", "open" if spread < case.parameters.spread else "closed", detail)


def depth_gate(case: GateCase) -> Gate:
    """Closed where a market order of the plan's size would run out of the book or move the price too far.

    Both sides are asked: the size must be bought, and it must be sold again when the plan is wrong.
    """
    book = _usable_book(case, "depth")
    if isinstance(book, Gate):
        return book
    parameters, planned = case.parameters, case.inputs.planned
    if planned is None or planned <= 0:
        return case.unknown("depth", say("gate.depth.unset"))
    base, quote = case.symbol.split("/")
    middle = (book.bids[0][0] + book.asks[0][0]) / 2
    sides = (book.bids, book.asks)
    for band in (parameters.depth_near, parameters.depth_far):
        near = [_within(side, middle, band=band) for side in sides]
        if min(_quote_volume(side) for side in near) >= planned:
            break
    else:
        amount = min(_quote_volume(side) for side in near)
        return Gate(
            "depth",
            "closed",
            say("gate.depth.thin", amount=_rough(amount, quote), band=Percent(band), planned=Money(planned, quote)),
        )
    slip = max(_slippage(side, planned) for side in near)
    if slip > parameters.depth_slippage:
        limit = Percent(parameters.depth_slippage)
        detail = say("gate.depth.slips", planned=Money(planned, quote), slip=Percent(slip), limit=limit)
        return Gate("depth", "closed", detail)
    amount = min(sum((level[1] for level in side), Decimal(0)) for side in near)
    return Gate("depth", "open", say("gate.depth.within", amount=_rough(amount, base), band=Percent(band)))


def daily_loss_gate(case: GateCase) -> Gate:
    """Closed for the rest of the user's day once plans marked as taken have lost the daily maximum."""
    lost, risk = case.inputs.loss_today, case.inputs.risk_amount
    if lost is None or risk is None or risk <= 0:
        return case.unknown("dailyLoss", say("gate.dailyLoss.unset"))
    limit = risk * case.parameters.daily_loss_risks
    shown = max(Decimal(0), lost)
    digits = 0 if shown == shown.to_integral_value() else 2
    quote = case.symbol.split("/")[1]
    detail = say("gate.dailyLoss.of", loss=Number(float(shown), digits), limit=Money(limit, quote))
    return Gate("dailyLoss", "closed" if lost >= limit else "open", detail)


def hours_gate(case: GateCase) -> Gate:
    """Closed outside the window that the user set on their own clock; open all day where none is set."""
    hours = case.inputs.hours
    if hours is None or hours.start == hours.end % 1440:
        return Gate("hours", "open", say("gate.hours.always"))
    window = {"start": TimeOfDay(hours.start), "end": TimeOfDay(hours.end)}
    if hours.contains(case.at, timezone=case.inputs.timezone):
        return Gate("hours", "open", say("gate.hours.inside", start=window["start"], end=window["end"]))
    return Gate("hours", "closed", say("gate.hours.outside", start=window["start"], end=window["end"]))


def _covers(events: tuple[CalendarEvent, ...], case: GateCase) -> bool:
    """Whether the calendar reaches the present: something comes soon, or the last entry is only a quiet day old."""
    ahead = case.at + case.parameters.news_reach_h * _HOUR_MS
    quiet = case.parameters.news_quiet_h * _HOUR_MS
    return any(case.at <= event.ts <= ahead or 0 <= forex_age(event.ts, case.at) <= quiet for event in events)


def _usable_book(case: GateCase, gate: Literal["spread", "depth"]) -> BookSides | Gate:
    book = case.inputs.book
    if book is None:
        return case.unknown(gate, say("gate.book.none"))
    if not book.bids or not book.asks:
        return case.unknown(gate, say("gate.book.empty"), given=True)
    if book.bids[0][0] > book.asks[0][0] or book.bids[0][0] <= 0:
        detail = say("gate.book.crossed", bid=Price(book.bids[0][0]), ask=Price(book.asks[0][0]))
        return case.unknown(gate, detail, given=True)
    age = case.at - book.ts
    if abs(age) > case.parameters.book_age_s * 1000:
        return case.unknown(gate, say("gate.book.stale", age=Duration(abs(age))), given=True)
    return book


def _within(side: Sequence[Quote], middle: Decimal, *, band: float) -> list[Quote]:
    reach = middle * Decimal(str(band))
    return [level for level in side if abs(level[0] - middle) <= reach]


def _quote_volume(side: list[Quote]) -> Decimal:
    return sum((price * amount for price, amount in side), Decimal(0))


def _slippage(side: list[Quote], planned: Decimal) -> float:
    """From the best price to the average at which `planned` quote currency is filled, as a positive fraction."""
    left, bought = planned, Decimal(0)
    for price, amount in side:
        taken = min(left, price * amount)
        bought += taken / price
        left -= taken
        if left <= 0:
            break
    best, average = side[0][0], (planned - left) / bought
    return abs(float(average / best) - 1)


def _rough(value: Decimal, currency: str) -> Money:
    """An amount with three significant digits: depth changes faster than anyone reads."""
    step = Decimal(1).scaleb(value.adjusted() - 2 if value else 0)
    return Money(value.quantize(step), currency)
