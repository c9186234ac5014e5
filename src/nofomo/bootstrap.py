"""The only place that knows which adapter serves which port. Start-up is recovery: load, migrate, only then act."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from nofomo import __version__
from nofomo.adapters.candle_files import CandleFileReader, ParquetCandleStore
from nofomo.adapters.data_sources import calendar_from
from nofomo.adapters.exchanges import CcxtExchanges
from nofomo.adapters.messengers import ConsoleMailer, SmtpMailer, SmtpSettings
from nofomo.api.app import AppParts, create_app
from nofomo.api.me import WholeMe
from nofomo.engine.core.errors import NofomoError, Unavailable
from nofomo.engine.core.instrument import Instrument
from nofomo.features import accounts as accounts_feature
from nofomo.features import market as market_feature
from nofomo.features import plans as plans_feature
from nofomo.features.accounts import AccountService, AccountSettings, Tools, page_address
from nofomo.features.market import MarketParts, MarketService, VenueStateShown
from nofomo.features.notifications import Mailer, NotificationService
from nofomo.features.plans import (
    AnalysisOrder,
    Analyst,
    EconomicCalendar,
    GateSources,
    PlanLimits,
    PlanParts,
    PlanService,
    QuotaShown,
)
from nofomo.infra.clock import Clock, NewId, SystemClock, system_new_id
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.events import EventBus
from nofomo.infra.jobs import JobQueue, Worker
from nofomo.infra.secrets import load_secrets
from nofomo.infra.settings import Settings, check_public_bind
from nofomo.infra.web import Caller
from nofomo.migrations import upgrade
from nofomo.sandbox import start_in_background

log = logging.getLogger(__name__)
STATIC: Final = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class House:
    """Everything that one process runs, connected."""

    settings: Settings
    address: str
    database: Database
    clock: Clock
    new_id: NewId
    events: EventBus
    queue: JobQueue
    accounts: AccountService
    market: MarketService
    plans: PlanService
    working: asyncio.Task[None] | None

    async def greeting(self) -> list[str]:
        """What the terminal says once the server listens: that the market is not real, and the first way in."""
        lines: list[str] = []
        if self.settings.venue == "sandbox":
            lines.append("The market is synthetic (venue sandbox): none of its prices are real.")
        link = await self.accounts.ensure_owner()
        if link is not None:
            lines += ["Sign in with this link (once, within 24 hours):", f"  {link.url}"]
        return lines

    async def health(self) -> dict[str, Any]:
        """Which parts work. `ready` is what a load balancer asks."""
        database = "up"
        try:
            async with asyncio.timeout(2), self.database.read(SYSTEM) as session:
                await session.execute(text("select 1"))
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("health: the database does not answer: %s", type(error).__name__)
            database = "down"
        worker = "up" if self.working is None or not self.working.done() else "down"
        parts = {"database": database, "worker": worker}
        return {"ready": all(state == "up" for state in parts.values()), "version": __version__, "parts": parts}


@asynccontextmanager
async def open_database(settings: Settings, *, migrate: bool = True) -> AsyncIterator[Database]:
    """The database of the settings, brought to this version's layout unless told otherwise."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    url = make_url(settings.database_url)
    if url.drivername.startswith("sqlite") and url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    try:
        if migrate:
            await upgrade(database)
        yield database
    except (SQLAlchemyError, OSError) as error:
        raise Unavailable(f"The database cannot be used: {error}.", code="DATABASE_DOWN") from error
    finally:
        await database.close()


@asynccontextmanager
async def open_accounts(settings: Settings) -> AsyncIterator[AccountService]:
    """Accounts alone, for the command line."""
    async with open_database(settings) as database:
        address = page_address(settings.public_url, settings.host, port=settings.port)
        accounts = _accounts(settings, database, clock=SystemClock(), new_id=system_new_id, address=address)
        try:
            yield accounts
        finally:
            await accounts.settle()


@asynccontextmanager
async def open_market(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[MarketService]:
    """The market alone, for the command line; with a sandbox of its own where the demo venue may be asked."""
    used = clock or SystemClock()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings))
        sandbox_url = await _start_sandbox(settings, used, stack=stack)
        market = _market(settings, database, clock=used, events=EventBus(), sandbox_url=sandbox_url)
        stack.push_async_callback(market.close)
        yield market


async def analyze_at_venue(settings: Settings, order: AnalysisOrder, *, at: int | None = None) -> dict[str, Any]:
    """One analysis for the command line, as a payload: candles, gates and words as on the page, kept nowhere."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings))
        sandbox_url = await _start_sandbox(settings, clock, stack=stack) if order.venue == "sandbox" else None
        market = _market(settings, database, clock=clock, events=EventBus(), sandbox_url=sandbox_url)
        stack.push_async_callback(market.close)
        calendar = await _calendar(settings, clock, stack=stack, sandbox_url=sandbox_url)
        analyst = Analyst(market, GateSources(market, calendar, clock=clock))
        made = await analyst.make(order, at=at, loss_today=_nothing_lost, progress=_in_silence)
        return made.payloads[order.language]


async def _nothing_lost(_instrument: Instrument) -> Decimal:
    return Decimal(0)


async def _in_silence(*_step: object) -> None: ...


@asynccontextmanager
async def open_house(
    settings: Settings,
    *,
    clock: Clock | None = None,
    new_id: NewId = system_new_id,
    address: str | None = None,
    start: bool = True,
) -> AsyncIterator[House]:
    """All parts of one process. `start=False` builds them without a worker, a sandbox or a warm-up."""
    used = clock or SystemClock()
    where = address or page_address(settings.public_url, settings.host, port=settings.port)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings))
        events = EventBus()
        accounts = _accounts(settings, database, clock=used, new_id=new_id, address=where)
        stack.push_async_callback(accounts.settle)
        await accounts.ensure_owner_row()
        check_public_bind(settings, await accounts.owner_has_password())
        sandbox_url = await _start_sandbox(settings, used, stack=stack) if start else None
        market = _market(settings, database, clock=used, events=events, sandbox_url=sandbox_url)
        stack.push_async_callback(market.close)
        queue = JobQueue(database, used, new_id=new_id)
        plans = PlanService(
            PlanParts(
                database=database,
                queue=queue,
                market=market,
                gates=GateSources(
                    market, await _calendar(settings, used, stack=stack, sandbox_url=sandbox_url), clock=used
                ),
                preferences=accounts,
                events=events,
                clock=used,
                new_id=new_id,
                limits=PlanLimits(
                    cooldown_s=settings.cooldown_s, daily_quota=settings.daily_quota, lock_ttl_s=settings.lock_ttl_s
                ),
            )
        )
        working = await _start_worker(settings, queue, plans=plans, stack=stack) if start else None
        if start:
            await _start_warming(market, settings.venue, stack=stack)
        yield House(
            settings=settings,
            address=where,
            database=database,
            clock=used,
            new_id=new_id,
            events=events,
            queue=queue,
            accounts=accounts,
            market=market,
            plans=plans,
            working=working,
        )


def build_app(house: House) -> FastAPI:
    """The HTTP application of a house."""

    async def me_extras(caller: Caller) -> dict[str, Any]:
        quota = QuotaShown.model_validate(await house.plans.quota(caller))
        return {"quota": quota, "venue": VenueStateShown.of(house.market.venue_state(await venue_of(caller)))}

    async def venue_of(caller: Caller) -> str:
        return (await house.accounts.preferences(caller.user_id)).venue

    routers = [
        accounts_feature.build_router(house.accounts, me_extras=me_extras, me_model=WholeMe),
        market_feature.build_router(house.market, venue_of=venue_of),
        plans_feature.build_router(house.plans),
    ]
    return create_app(
        AppParts(
            routers=routers,
            identify=house.accounts.identify,
            health=house.health,
            clock=house.clock,
            new_id=house.new_id,
            version=__version__,
            static=STATIC,
        )
    )


def _accounts(settings: Settings, database: Database, *, clock: Clock, new_id: NewId, address: str) -> AccountService:
    mailer: Mailer = ConsoleMailer(sys.stderr)
    if settings.smtp_host:
        smtp = SmtpSettings(
            host=settings.smtp_host,
            port=settings.smtp_port,
            user=settings.smtp_user,
            password=settings.smtp_password,
            sender=settings.smtp_sender,
            tls=settings.smtp_tls,
        )
        mailer = SmtpMailer(smtp, clock=clock, new_id=new_id)
    account_settings = AccountSettings(
        address=address, language=settings.language, timezone=settings.timezone, venue=settings.venue
    )
    tools = Tools(database, clock, new_id, os.urandom, account_settings)
    secrets = load_secrets(settings.secret_key, settings.home)
    return AccountService(tools, notifications=NotificationService(mailer), secrets=secrets)


def _market(
    settings: Settings, database: Database, *, clock: Clock, events: EventBus, sandbox_url: str | None
) -> MarketService:
    folder = Path(settings.candles_url) if settings.candles_url else settings.home / "candles"
    return MarketService(
        MarketParts(
            database=database,
            store=ParquetCandleStore(folder, database=database, clock=clock),
            exchanges=CcxtExchanges(
                clock=clock,
                chance=random.Random(),  # noqa: S311 - spreads retries, guards nothing
                sandbox_url=sandbox_url,
            ),
            files=CandleFileReader(),
            secrets=load_secrets(settings.secret_key, settings.home),
            events=events,
            clock=clock,
            proxy_url=settings.proxy_url,
        )
    )


async def _start_sandbox(settings: Settings, clock: Clock, *, stack: AsyncExitStack) -> str:
    sandbox = await start_in_background(settings.sandbox_seed, clock, port=settings.sandbox_port or 0)
    stack.push_async_callback(sandbox.stop)
    return sandbox.url


async def _start_worker(
    settings: Settings, queue: JobQueue, *, plans: PlanService, stack: AsyncExitStack
) -> asyncio.Task[None]:
    worker = Worker(
        queue,
        plans.handlers,
        name=f"{os.getpid()}-{system_new_id().hex[-8:]}",
        slots={"interactive": settings.job_slots, "heavy": settings.heavy_processes},
    )
    running = asyncio.create_task(worker.run(), name="worker")

    async def stop() -> None:
        await worker.stop()
        await running

    stack.push_async_callback(stop)
    return running


async def _calendar(
    settings: Settings, clock: Clock, *, stack: AsyncExitStack, sandbox_url: str | None
) -> EconomicCalendar | None:
    """The calendar that was set; the demo brings its own; else none, and the news gate says that it is unknown."""
    where = settings.calendar_url or (f"{sandbox_url}/calendar.csv" if settings.venue == "sandbox" else None)
    if where is None or (settings.calendar_url is None and sandbox_url is None):
        return None
    calendar = calendar_from(where, clock=clock, proxy_url=settings.proxy_url if settings.calendar_url else None)
    stack.push_async_callback(calendar.close)
    return calendar


async def _start_warming(market: MarketService, venue: str, *, stack: AsyncExitStack) -> None:
    """Load the exchange library and the trading rules in the background, before the first person asks."""

    async def warm() -> None:
        try:
            await market.refresh_rules(venue)
        except NofomoError as error:
            log.warning("%s is not ready yet: %s", venue, error.message)

    task = asyncio.create_task(warm())

    async def stop() -> None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    stack.push_async_callback(stop)
