"""The parts of a process, each with the adapters that its settings ask for."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from nofomo.adapters.candle_files import CandleFileReader, ParquetCandleStore
from nofomo.adapters.data_sources import calendar_from
from nofomo.adapters.exchanges import CcxtExchanges
from nofomo.adapters.messengers import ConsoleMailer, SmtpMailer, SmtpSettings
from nofomo.bootstrap.backups import back_up_before_upgrade, place_of
from nofomo.engine.core.errors import Unavailable
from nofomo.features.accounts import AccountService, AccountSettings, Tools
from nofomo.features.market import Exchanges, MarketParts, MarketService
from nofomo.features.market import events as market_events
from nofomo.features.notifications import Mailer, NotificationService
from nofomo.features.plans import (
    EconomicCalendar,
)
from nofomo.features.plans import events as plan_events
from nofomo.infra.backup import finish_switch
from nofomo.infra.clock import Clock, NewId
from nofomo.infra.database import Database
from nofomo.infra.events import EventBus, EventRegistry, events_in
from nofomo.infra.jobs import JOB_EVENTS
from nofomo.infra.one_server import the_only_server
from nofomo.infra.secrets import load_secrets
from nofomo.infra.settings import Settings
from nofomo.migrations import HEAD, current_version, upgrade
from nofomo.sandbox import start_in_background

EVENTS: Final = (*JOB_EVENTS, *events_in(market_events), *events_in(plan_events))
"""What travels between processes."""


@asynccontextmanager
async def open_database(
    settings: Settings, *, migrate: bool = True, beside_server: bool = False
) -> AsyncIterator[Database]:
    """The database of the settings, brought to this version's layout unless told otherwise; backed up before that.

    Whoever may work `beside_server` does not change the layout under a running one: Conflict (`DATABASE_IN_USE`).
    Raises Unavailable (`DATABASE_DOWN`; `BACKUP_FAILED` when there was no backup and so no upgrade).
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    url = make_url(settings.database_url)
    if url.drivername.startswith("sqlite") and url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    finish_switch(place_of(settings))
    database = Database(settings.database_url)
    try:
        if migrate:
            behind = await current_version(database) != HEAD
            with the_only_server(settings.database_url) if beside_server and behind else nullcontext():
                await back_up_before_upgrade(settings, database)
                await upgrade(database)
        yield database
    except (SQLAlchemyError, OSError) as error:
        raise Unavailable(f"The database cannot be used: {error}.", code="DATABASE_DOWN") from error
    finally:
        await database.close()


def make_accounts(
    settings: Settings, database: Database, *, clock: Clock, new_id: NewId, address: str
) -> AccountService:
    """Accounts, with the mail server of the settings; without one, mails are printed."""
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


def make_market(
    settings: Settings, database: Database, *, clock: Clock, events: EventBus, sandbox_url: str | None,
    watch: Callable[[Exchanges], Exchanges] = lambda exchanges: exchanges,
) -> MarketService:  # fmt: skip
    """The market: the candle store, and the exchanges that ccxt knows, seen through `watch`."""
    folder = Path(settings.candles_url) if settings.candles_url else settings.home / "candles"
    return MarketService(
        MarketParts(
            database=database,
            store=ParquetCandleStore(folder, database=database, clock=clock),
            exchanges=watch(
                CcxtExchanges(
                    clock=clock,
                    chance=random.Random(),  # noqa: S311 - spreads retries, guards nothing
                    sandbox_url=sandbox_url,
                )
            ),
            files=CandleFileReader(),
            secrets=load_secrets(settings.secret_key, settings.home),
            events=events,
            clock=clock,
            proxy_url=settings.proxy_url,
        )
    )


async def start_events(settings: Settings, clock: Clock, *, origin: str, stack: AsyncExitStack) -> EventBus:
    """The bus of this process: with `redis_url` one that reaches the other processes until `stack` ends."""
    if settings.redis_url is None:
        return EventBus()
    from nofomo.infra.events.redis_bus import RedisEventBus  # noqa: PLC0415 - 0.3 s that one process never needs

    bus = RedisEventBus(settings.redis_url, registry=EventRegistry(EVENTS), clock=clock, origin=origin)
    await stack.enter_async_context(bus.running())
    return bus


async def start_sandbox(settings: Settings, clock: Clock, *, stack: AsyncExitStack) -> str:
    """A demo market that ends with `stack`; gives its address."""
    sandbox = await start_in_background(settings.sandbox_seed, clock, port=settings.sandbox_port or 0)
    stack.push_async_callback(sandbox.stop)
    return sandbox.url


async def make_calendar(
    settings: Settings, clock: Clock, *, stack: AsyncExitStack, sandbox_url: str | None
) -> EconomicCalendar | None:
    """The calendar that was set; the demo brings its own; else none, and the news gate says that it is unknown."""
    where = settings.calendar_url or (f"{sandbox_url}/calendar.csv" if settings.venue == "sandbox" else None)
    if where is None or (settings.calendar_url is None and sandbox_url is None):
        return None
    calendar = calendar_from(where, clock=clock, proxy_url=settings.proxy_url if settings.calendar_url else None)
    stack.push_async_callback(calendar.close)
    return calendar
