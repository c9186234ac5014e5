"""Operations of a house: how its parts are looked at, and what a clean-up may remove."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from sqlalchemy import text

from nofomo.bootstrap.backups import LAYOUTS, place_of
from nofomo.bootstrap.watching import WatchedExchanges, watch_database, watched_handlers
from nofomo.features.accounts import AccountService
from nofomo.features.market import Exchanges, MarketService, VenueState
from nofomo.features.operations import Keep, OperationsParts, OperationsService, Probe, Seen
from nofomo.features.plans import sweep_scans
from nofomo.infra.clock import Clock
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.events import EventBus
from nofomo.infra.jobs import Handler, JobQueue
from nofomo.infra.metrics import Metrics
from nofomo.infra.processes import LivingProcess, living
from nofomo.infra.settings import Settings

_LITTLE_ROOM: Final = 500_000_000
_NO_ROOM: Final = 50_000_000


class Upkeep:
    """Makes the operations of one process out of the others' parts."""

    def __init__(self, settings: Settings, *, process: LivingProcess, database: Database, events: EventBus) -> None:
        self._settings = settings
        self._process = process
        self._database = database
        self._events = events
        self.metrics: Final = Metrics(process.version)
        watch_database(database, self.metrics)
        self.working: asyncio.Task[None] | None = None

    def watched(self, exchanges: Exchanges) -> Exchanges:
        """The exchanges; every question to one is counted."""
        return WatchedExchanges(exchanges, self.metrics)

    def watched_handlers(self, handlers: Mapping[str, Handler], clock: Clock) -> Mapping[str, Handler]:
        """The handlers of jobs; each attempt is counted and timed."""
        return watched_handlers(handlers, self.metrics, clock=clock)

    def service(self, queue: JobQueue, *, accounts: AccountService, market: MarketService) -> OperationsService:
        """The service; `working` is set once the worker runs."""
        settings, database = self._settings, self._database

        async def old_scans(now: int) -> int:
            return await sweep_scans(database, now, keep_days=settings.keep_scans_days)

        async def fold(_now: int) -> int:
            return await market.fold_stored()

        sweeps: Mapping[str, Callable[[int], Awaitable[int]]] = {
            **accounts.sweeps(audit_days=settings.keep_audit_days),
            "scans": old_scans,
            "candle rows (moved into files)": fold,
        }
        return OperationsService(
            OperationsParts(
                database=database,
                queue=queue,
                clock=queue.clock,
                accounts=accounts,
                market=market,
                metrics=self.metrics,
                place=place_of(settings),
                layouts=LAYOUTS,
                process=self._process,
                probes=self._probes(queue, market),
                venues=lambda: _venues(market, settings.venue),
                sweeps=sweeps,
                keep=Keep(
                    jobs_days=settings.keep_jobs_days,
                    audit_days=settings.keep_audit_days,
                    scans_days=settings.keep_scans_days,
                    backup_days=settings.backup_keep_days,
                    log_mb=settings.log_file_mb,
                ),
                timezone=settings.timezone,
                metrics_token=settings.metrics_token,
            )
        )

    def _probes(self, queue: JobQueue, market: MarketService) -> tuple[Probe, ...]:
        settings = self._settings

        async def venue() -> Seen:
            return _venue_seen(market.venue_state(settings.venue))

        async def worker() -> Seen:
            return await self._worker(queue)

        probes = [
            Probe("database", self._database_now, vital=True, keep_s=0.5),
            Probe("worker", worker, vital=self._process.role == "up", keep_s=0.5),
            Probe("events", self._bus, keep_s=0.2),
            Probe("venue", venue, keep_s=0.5),
            Probe("disk", self._disk, keep_s=10),
            Probe("candles", self._candles, keep_s=10),
        ]
        if settings.smtp_host:
            probes.append(Probe("mail", self._mail, keep_s=60))
        return tuple(probes)

    async def _database_now(self) -> Seen:
        async with self._database.read(SYSTEM) as session:
            await session.execute(text("select 1"))
        fault = self._database.fault
        if fault is None:
            return Seen("up")
        if fault == "DATABASE_BUSY":
            return Seen("degraded", "Another program keeps the database to itself.")
        return Seen("down", f"The newest transaction failed: {fault}.")

    async def _worker(self, queue: JobQueue) -> Seen:
        if self._process.role != "api":
            dead = self.working is not None and self.working.done()
            return Seen("down", "The worker of this process has ended.") if dead else Seen("up")
        others = [one for one in await living(self._database, queue.clock.now_ms()) if one.role != "api"]
        return (
            Seen("up", f"{len(others)} alive") if others else Seen("down", "No worker is alive; start nofomo worker.")
        )

    async def _bus(self) -> Seen:
        state = self._events.state
        return Seen("up", str(state)) if state != "down" else Seen("degraded", "Redis is away; jobs are still found.")

    async def _disk(self) -> Seen:
        home = self._settings.home
        free = (await asyncio.to_thread(shutil.disk_usage, home)).free
        detail = f"{free // 1_000_000} MB are free at {home}."
        return Seen("down" if free < _NO_ROOM else "degraded" if free < _LITTLE_ROOM else "up", detail)

    async def _candles(self) -> Seen:
        folder = place_of(self._settings).candles
        if folder is None:
            return Seen("up")
        there = await asyncio.to_thread(folder.exists)
        if await asyncio.to_thread(os.access, folder if there else self._settings.home, os.W_OK):
            return Seen("up")
        return Seen("down", f"{folder} cannot be written.")

    async def _mail(self) -> Seen:
        host, port = self._settings.smtp_host, self._settings.smtp_port
        try:
            async with asyncio.timeout(1.5):
                _, writer = await asyncio.open_connection(host, port)
        except (OSError, TimeoutError) as error:
            return Seen("degraded", f"{host}:{port} does not answer ({type(error).__name__}).")
        writer.close()
        return Seen("up")


def _venue_seen(state: VenueState) -> Seen:
    detail = f"{state.name}: {state.problem.message}" if state.problem else state.name
    words = {"unknown": f"{state.name}: not asked yet", "paused": f"{state.name} asks for a pause"}
    if state.state in ("up", "unknown"):
        return Seen("up", words.get(state.state, detail))
    return Seen("degraded", words.get(state.state, detail))


def _venues(market: MarketService, venue: str) -> tuple[VenueState, ...]:
    """The server's own venue, and those that somebody uses."""
    names = {offer.name for offer in market.venues()}
    states = [market.venue_state(name) for name in sorted(names)]
    return tuple(state for state in states if state.name == venue or state.state != "unknown")
