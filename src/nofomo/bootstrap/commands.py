"""Parts of the house for the command line, without a server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from decimal import Decimal
from typing import Any

from nofomo.bootstrap.parts import make_accounts, make_calendar, make_market, open_database, start_sandbox
from nofomo.engine.core.candles import Candles, milliseconds
from nofomo.engine.core.instrument import Instrument
from nofomo.features.accounts import AccountService, page_address
from nofomo.features.market import CHART_WINDOW, MarketService
from nofomo.features.plans import (
    AnalysisOrder,
    Analyst,
    GateSources,
)
from nofomo.infra.clock import Clock, SystemClock, system_new_id
from nofomo.infra.events import EventBus
from nofomo.infra.settings import Settings


@asynccontextmanager
async def open_accounts(settings: Settings) -> AsyncIterator[AccountService]:
    """Accounts alone, for the command line."""
    async with open_database(settings, beside_server=True) as database:
        address = page_address(settings.public_url, settings.host, port=settings.port)
        accounts = make_accounts(settings, database, clock=SystemClock(), new_id=system_new_id, address=address)
        try:
            yield accounts
        finally:
            await accounts.settle()


@asynccontextmanager
async def open_market(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[MarketService]:
    """The market alone, for the command line; with a sandbox of its own where the demo venue may be asked."""
    used = clock or SystemClock()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, beside_server=True))
        sandbox_url = await start_sandbox(settings, used, stack=stack)
        market = make_market(settings, database, clock=used, events=EventBus(), sandbox_url=sandbox_url)
        stack.push_async_callback(market.close)
        yield market


async def analyze_at_venue(
    settings: Settings, order: AnalysisOrder, *, at: int | None = None
) -> tuple[dict[str, Any], Candles]:
    """One analysis for the command line, kept nowhere: its payload, with candles, gates and words as on the page, and
    the candles of its chart, those of the smallest timeframe that were closed at its moment."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, beside_server=True))
        sandbox_url = await start_sandbox(settings, clock, stack=stack) if order.venue == "sandbox" else None
        market = make_market(settings, database, clock=clock, events=EventBus(), sandbox_url=sandbox_url)
        stack.push_async_callback(market.close)
        calendar = await make_calendar(settings, clock, stack=stack, sandbox_url=sandbox_url)
        analyst = Analyst(market, GateSources(market, calendar, clock=clock))
        made = await analyst.make(order, at=at, loss_today=_nothing_lost, progress=_in_silence)
        payload = made.payloads[order.language]
        candles = await market.closed_candles(
            payload["venue"], payload["symbol"], order.options.timeframes[-1], at=milliseconds(payload["at"]),
            count=CHART_WINDOW,
        )  # fmt: skip
        return payload, candles


async def _nothing_lost(_instrument: Instrument) -> Decimal:
    return Decimal(0)


async def _in_silence(*_step: object) -> None: ...
