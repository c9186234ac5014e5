"""The job that makes one version: candles, gates, levels, saving."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import and_, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.analysis import (
    PARAMETERS,
    Analysis,
    GateInputs,
    Options,
    analyze,
    brief,
    document,
    evaluate_gates,
    fundamental,
    render,
    sentence,
)
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Broken, Refused
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.say import Moment, Money, Say, Word, say
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import FILE_VENUE, ResolvedInstrument
from nofomo.features.plans.events import PlanVersioned
from nofomo.features.plans.model import AnalysisOrder, GateQuestion, Language, options_to_json
from nofomo.features.plans.ports import Gates, Market
from nofomo.features.plans.services.asking import lock_of
from nofomo.features.plans.services.journal import Journal
from nofomo.features.plans.services.outcome_rows import waiting_rows
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.services.rates import convert
from nofomo.features.plans.services.versions import Versions
from nofomo.features.plans.tables import plan_outcomes, plans
from nofomo.infra.database import SYSTEM, after_commit, as_user
from nofomo.infra.jobs import JobContext, NotYet, locks

_DAY: Final = Timeframe(1440)
_STEPS: Final = 4
_STEP_BACK_S: Final = 1.0
_MOST_TRIES: Final = 4
_LANGUAGES: Final[tuple[Language, ...]] = ("id", "en")
Report = Callable[[int, int, str], Awaitable[None]]
"""Told of each step: its number, of how many, its name."""
LossToday = Callable[[Instrument], Awaitable[Decimal | None]]
"""What plans marked as taken have lost on the user's day, in the instrument's quote currency."""


@dataclass(frozen=True, slots=True)
class Made:
    """One analysis and its words in both languages, and the fee rate and the tick that its figures count with.

    `notes` are the few words that stand for it in a list.
    """

    analysis: Analysis
    document: dict[str, Any]
    payloads: Mapping[Language, dict[str, Any]]
    notes: Mapping[Language, str]
    fee_rate: Decimal
    tick: Decimal


class Analyst:
    """Gathers candles and gates for an order and computes. Writes nothing, so that the command line can use it too."""

    def __init__(self, market: Market, gates: Gates) -> None:
        self._market = market
        self._gates = gates

    async def make(
        self, order: AnalysisOrder, *, loss_today: LossToday, progress: Report, at: int | None = None
    ) -> Made:
        """The analysis at `at` (ms; by default now by the venue's clock). Raises whatever the venue answers with."""
        await progress(1, _STEPS, "candles")
        listed = await self._market.resolve(order.venue, order.symbol)
        instrument = listed.instrument
        moment = await self._market.moment(order.venue, instrument.symbol) if at is None else at
        candles, options, loss = await asyncio.gather(
            self._candles(instrument, order.options.timeframes, at=moment),
            self._options(order, instrument, at=moment),
            loss_today(instrument),
        )
        await progress(2, _STEPS, "gates")
        question = GateQuestion(
            instrument=instrument,
            at=moment,
            candles=candles,
            timezone=order.timezone,
            hours=order.hours,
            loss_today=loss,
            risk_amount=options.equity * Decimal(str(options.risk_pct)) / 100,
            planned=options.equity,
        )
        inputs = await self._gates.gather(question)
        await progress(3, _STEPS, "levels")
        warnings = _warnings(listed, order, options=options)
        if at is None and instrument.venue == FILE_VENUE:
            warnings.append(say("warning.imported", end=Moment(moment)))
        return await asyncio.to_thread(_make, inputs, question, options=options, warnings=warnings, order=order)

    async def _candles(
        self, instrument: Instrument, frames: Sequence[Timeframe], *, at: int
    ) -> dict[Timeframe, Candles]:
        """What the analysis reads; 1d serves the bias and is left out where the venue has none."""

        async def fetch(frame: Timeframe) -> Candles | None:
            try:
                return await self._market.closed_candles(
                    instrument.venue, instrument.symbol, frame, at=at, count=PARAMETERS.history.keep
                )
            except Refused:
                if frame in frames:
                    raise
                return None

        wanted = list(dict.fromkeys((*frames, _DAY)))
        found = await asyncio.gather(*(fetch(frame) for frame in wanted))
        return {frame: candles for frame, candles in zip(wanted, found, strict=True) if candles is not None}

    async def _options(self, order: AnalysisOrder, instrument: Instrument, *, at: int) -> Options:
        """The options with the equity in the instrument's quote currency."""
        given = order.options.equity
        equity = await convert(
            self._market, given, to=instrument.quote, source=order.currency, venue=order.venue, at=at
        )
        return order.options if equity == given else replace(order.options, equity=round(equity, 8))


class AnalysisHandler:
    """Works on jobs of kind `analysis`. Everything that it writes is written with the job's end, in one transaction."""

    def __init__(self, parts: PlanParts, journal: Journal, *, versions: Versions) -> None:
        self._parts = parts
        self._journal = journal
        self._versions = versions
        self._analyst = Analyst(parts.market, parts.gates)

    async def __call__(self, ctx: JobContext) -> None:
        """Make one version. What goes wrong ends the job with its error; nothing half-made is left behind."""
        order, owner = AnalysisOrder.from_json(ctx.job.payload), _owner(ctx)
        if ctx.job.lane == "batch":
            await self._step_back(owner, order)

        async def loss_today(instrument: Instrument) -> Decimal | None:
            return await self._journal.loss_today(owner, timezone=order.timezone, quote=instrument.quote)

        made = await self._analyst.make(order, loss_today=loss_today, progress=ctx.progress)
        await ctx.progress(_STEPS, _STEPS, "saving")
        event = await self._save(ctx, made, order=order)
        await self._parts.events.publish(event)

    async def _step_back(self, owner: UUID, order: AnalysisOrder) -> None:
        """Let the person's own analysis of the same coin finish first."""
        theirs = and_(locks.c.key == lock_of(owner, order.venue, symbol=order.symbol),
                      locks.c.expires_at > self._parts.clock.now_ms())  # fmt: skip
        async with self._parts.database.read(SYSTEM) as session:
            if await session.scalar(select(locks.c.job_id).where(theirs)) is not None:
                raise NotYet(_STEP_BACK_S)

    async def _save(self, ctx: JobContext, made: Made, *, order: AnalysisOrder) -> PlanVersioned:
        """Write the version. A scan and a single analysis may reach for the same number; then one takes the next."""
        for _ in range(_MOST_TRIES - 1):
            try:
                return await self._save_once(ctx, made, order=order)
            except IntegrityError:
                ctx.check()
        return await self._save_once(ctx, made, order=order)

    async def _save_once(self, ctx: JobContext, made: Made, *, order: AnalysisOrder) -> PlanVersioned:
        plan_id, now, user_id = self._parts.new_id(), self._parts.clock.now_ms(), _owner(ctx)
        row = _row(made, order)
        async with self._parts.database.write(as_user(user_id)) as session:
            version = await _next_version(session, user_id, row=row)
            own = {"id": plan_id, "user_id": user_id, "version": version, "created_at": now, "job_id": ctx.job.id}
            await session.execute(insert(plans).values(**row, **own))
            if waiting := waiting_rows(made.document, plan_id=plan_id, user_id=user_id):
                await session.execute(insert(plan_outcomes).values(waiting))
            after_commit(session, lambda: self._versions.chain_grew(user_id))
            await ctx.complete(session, {"planId": str(plan_id), "version": version})
        analysis = made.analysis
        return PlanVersioned(user_id, plan_id, version, analysis.venue, analysis.symbol, ctx.job.id)


def _owner(ctx: JobContext) -> UUID:
    if ctx.job.user_id is None:
        raise Broken("An analysis belongs to somebody.", code="JOB_WITHOUT_USER")
    return ctx.job.user_id


def _make(
    inputs: GateInputs, question: GateQuestion, *, options: Options, warnings: Sequence[Say], order: AnalysisOrder
) -> Made:
    """The computation, for a thread of its own: a few milliseconds of arithmetic and words."""
    symbol, at = question.instrument.symbol, question.at
    gates = evaluate_gates(inputs, at=at, symbol=symbol)
    analysis = analyze(question.candles, instrument=question.instrument, at=at, options=options, gates=gates)
    outlook = fundamental(gates, inputs, at=at, symbol=symbol)
    analysis = replace(analysis, fundamental=outlook, warnings=(*warnings, *analysis.warnings))
    tree = document(analysis)
    payloads: dict[Language, dict[str, Any]] = {
        name: render(tree, language=name, timezone=order.timezone) for name in _LANGUAGES
    }
    notes: dict[Language, str] = {
        name: sentence(brief(analysis), language=name, timezone=order.timezone, today=at) for name in _LANGUAGES
    }
    instrument = question.instrument
    return Made(analysis, tree, payloads, notes, instrument.taker_fee, instrument.tick)


def _warnings(listed: ResolvedInstrument, order: AnalysisOrder, *, options: Options) -> list[Say]:
    warnings: list[Say] = []
    if listed.substituted is not None:
        used = Word(listed.instrument.symbol)
        warnings.append(say("warning.substituted", asked=Word(listed.substituted), used=used))
    if options.equity != order.options.equity:
        given, used = Money(order.options.equity, order.currency), Money(options.equity, listed.instrument.quote)
        warnings.append(say("warning.converted", given=given, used=used))
    return warnings


def _row(made: Made, order: AnalysisOrder) -> dict[str, Any]:
    """The version's columns, but for those that are known at saving only."""
    analysis, pullback = made.analysis, made.document["pullback"]
    return {
        "fee_rate": made.fee_rate,
        "tick": made.tick,
        "venue": analysis.venue,
        "symbol": analysis.symbol,
        "timeframes": "-".join(str(frame) for frame in analysis.timeframes),
        "options": options_to_json(order.options) | {"currency": order.currency},
        "document": orjson.dumps(made.document).decode(),
        "payload": orjson.dumps(made.payloads[order.language]).decode(),
        "language": order.language,
        "timezone": order.timezone,
        "notes": dict(made.notes),
        "action": analysis.action,
        "score": analysis.score.total,
        "price": analysis.price,
        "entries": None if pullback is None else [entry["price"] for entry in pullback["entries"]],
        "breakout_price": None if analysis.breakout is None else analysis.breakout.trigger,
        "valid_until": analysis.valid_until,
    }


async def _next_version(session: AsyncSession, user_id: UUID, *, row: Mapping[str, Any]) -> int:
    chain = (plans.c[name] == row[name] for name in ("venue", "symbol", "timeframes"))
    newest = await session.scalar(select(func.max(plans.c.version)).where(plans.c.user_id == user_id, *chain))
    return (newest or 0) + 1
