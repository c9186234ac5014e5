"""Everything that one process runs, connected; which part of it depends on the process's role."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from nofomo import __version__
from nofomo.bootstrap.parts import make_accounts, make_calendar, make_market, open_database, start_events, start_sandbox
from nofomo.bootstrap.upkeep import Upkeep
from nofomo.engine.core.errors import Invalid, NofomoError
from nofomo.features.accounts import AccountService, page_address
from nofomo.features.market import MarketService
from nofomo.features.operations import OperationsService
from nofomo.features.plans import (
    OUTCOMES,
    GateSources,
    PlanLimits,
    PlanParts,
    PlanService,
)
from nofomo.infra.clock import Clock, NewId, SystemClock, system_new_id
from nofomo.infra.database import Database
from nofomo.infra.events import EventBus
from nofomo.infra.jobs import JobQueue, Periodic, Schedule, Worker, share_news
from nofomo.infra.one_server import sqlite_file
from nofomo.infra.processes import LivingProcess, ProcessRegister, Role, living
from nofomo.infra.settings import Settings, check_public_bind

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class House:
    """Everything that one process runs, connected."""

    settings: Settings
    process: LivingProcess
    address: str
    database: Database
    clock: Clock
    new_id: NewId
    events: EventBus
    queue: JobQueue
    accounts: AccountService
    market: MarketService
    plans: PlanService
    upkeep: Upkeep
    operations: OperationsService
    working: asyncio.Task[None] | None = None
    schedule: Schedule | None = None

    async def greeting(self) -> list[str]:
        """What the terminal says once the server listens: that the market is not real, and the first way in."""
        lines: list[str] = []
        if self.settings.venue == "sandbox":
            lines.append("The market is synthetic (venue sandbox): none of its prices are real.")
        link = await self.accounts.ensure_owner()
        if link is not None:
            lines += ["Sign in with this link (once, within 24 hours):", f"  {link.url}"]
        return lines

    async def processes(self) -> list[LivingProcess]:
        """The processes of this house that are alive, this one and those on other machines."""
        return await living(self.database, self.clock.now_ms())

    async def health(self) -> dict[str, Any]:
        """Which parts work. `ready` is what a load balancer asks."""
        return await self.operations.health()


@asynccontextmanager
async def open_house(
    settings: Settings,
    *,
    clock: Clock | None = None,
    new_id: NewId = system_new_id,
    address: str | None = None,
    start: bool = True,
    role: Role = "up",
) -> AsyncIterator[House]:
    """All parts of one process: `up` does everything, `api` answers requests, `worker` does jobs.

    `start=False`: without worker, sandbox and warm-up. Raises Invalid (`SQLITE_ONE_PROCESS`) for a role beside others.
    """
    used = clock or SystemClock()
    process = _this_process(settings, role, now=used.now_ms())
    where = address or page_address(settings.public_url, settings.host, port=settings.port)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings))
        events = await start_events(settings, used, origin=process.name, stack=stack) if start else EventBus()
        accounts = make_accounts(settings, database, clock=used, new_id=new_id, address=where)
        stack.push_async_callback(accounts.settle)
        await accounts.ensure_owner_row()
        if role != "worker":
            check_public_bind(settings, await accounts.owner_has_password())
        sandbox_url = await start_sandbox(settings, used, stack=stack) if start else None
        upkeep = Upkeep(settings, process=process, database=database, events=events)
        market = make_market(
            settings, database, clock=used, events=events, sandbox_url=sandbox_url, watch=upkeep.watched
        )
        stack.push_async_callback(market.close)
        queue = JobQueue(database, used, new_id=new_id)
        share_news(queue, events)
        calendar = await make_calendar(settings, used, stack=stack, sandbox_url=sandbox_url)
        parts = PlanParts(
            database=database,
            queue=queue,
            market=market,
            gates=GateSources(market, calendar, clock=used),
            preferences=accounts,
            events=events,
            clock=used,
            new_id=new_id,
            limits=_limits(settings),
        )
        house = House(
            settings=settings,
            process=process,
            address=where,
            database=database,
            clock=used,
            new_id=new_id,
            events=events,
            queue=queue,
            accounts=accounts,
            market=market,
            plans=PlanService(parts),
            upkeep=upkeep,
            operations=upkeep.service(queue, accounts=accounts, market=market),
        )
        yield await _started(house, stack=stack) if start else house


async def _started(house: House, *, stack: AsyncExitStack) -> House:
    """The house with the tasks of its role running; they end with `stack`, the register last."""
    await _start_register(house, stack=stack)
    working, schedule = None, None
    if house.process.role != "api":
        working = house.upkeep.working = await _start_worker(house, stack=stack)
        periodic: list[Periodic] = [OUTCOMES, *house.operations.periodic]
        schedule = Schedule(house.queue, periodic)
        _start_schedule(schedule, stack=stack)
    await _start_warming(house.market, house.settings.venue, stack=stack)
    return replace(house, working=working, schedule=schedule)


def _limits(settings: Settings) -> PlanLimits:
    return PlanLimits(cooldown_s=settings.cooldown_s, daily_quota=settings.daily_quota, lock_ttl_s=settings.lock_ttl_s)


def _check_role(settings: Settings, role: Role) -> None:
    if role == "up" or sqlite_file(settings.database_url) is None:
        return
    raise Invalid(
        f"SQLite serves one process: run everything with nofomo up. For nofomo {role}, set NOFOMO_DATABASE_URL to "
        "PostgreSQL.",
        code="SQLITE_ONE_PROCESS",
        details={"setting": "database_url"},
    )


def _this_process(settings: Settings, role: Role, *, now: int) -> LivingProcess:
    _check_role(settings, role)
    name = f"{role}-{os.getpid()}-{system_new_id().hex[-8:]}"
    return LivingProcess(name, role, socket.gethostname()[:255], os.getpid(), __version__, now, now)


async def _start_register(house: House, *, stack: AsyncExitStack) -> None:
    register = ProcessRegister(house.database, house.clock, own=house.process)
    await register.beat()
    stack.push_async_callback(_cancel, asyncio.create_task(register.run(), name="register"))


async def _start_worker(house: House, *, stack: AsyncExitStack) -> asyncio.Task[None]:
    settings = house.settings
    worker = Worker(
        house.queue,
        house.upkeep.watched_handlers({**house.plans.handlers, **house.operations.handlers}, house.clock),
        name=house.process.name,
        slots={
            "interactive": settings.job_slots,
            "batch": settings.scan_slots,
            "heavy": settings.heavy_processes,
            "upkeep": 2,
        },
    )
    running = asyncio.create_task(worker.run(), name="worker")

    async def stop() -> None:
        await worker.stop()
        await running

    stack.push_async_callback(stop)
    return running


def _start_schedule(schedule: Schedule, *, stack: AsyncExitStack) -> None:
    running = asyncio.create_task(schedule.run(), name="schedule")

    async def stop() -> None:
        schedule.stop()
        await running

    stack.push_async_callback(stop)


async def _start_warming(market: MarketService, venue: str, *, stack: AsyncExitStack) -> None:
    """Load the exchange library and the trading rules in the background, before the first person asks."""

    async def warm() -> None:
        try:
            await market.refresh_rules(venue)
        except NofomoError as error:
            log.warning("%s is not ready yet: %s", venue, error.message)

    stack.push_async_callback(_cancel, asyncio.create_task(warm(), name="warming"))


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
