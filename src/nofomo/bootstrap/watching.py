"""Counting what happens, where it happens: handlers, venues and the database are watched from here, and know nothing of
it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import NofomoError
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import Abilities, Book, Exchanges, Ticker, Venue, VenueKind, VenueOffer, VenueState
from nofomo.infra.clock import Clock
from nofomo.infra.database import Database
from nofomo.infra.jobs import Handler, JobContext, JobStopped
from nofomo.infra.metrics import Metrics

T = TypeVar("T")


def watched_handlers(handlers: Mapping[str, Handler], metrics: Metrics, *, clock: Clock) -> dict[str, Handler]:
    """The same handlers; each attempt is counted and timed."""
    return {kind: _watched(handler, metrics, clock=clock) for kind, handler in handlers.items()}


def _watched(handler: Handler, metrics: Metrics, *, clock: Clock) -> Handler:
    async def work(ctx: JobContext) -> None:
        job, began, outcome = ctx.job, clock.now_ms(), "failed"
        try:
            await handler(ctx)
            outcome = "done"
            if job.kind == "analysis":
                metrics.versions.inc()
        except (JobStopped, asyncio.CancelledError):
            outcome = "stopped"
            raise
        except NofomoError:
            raise
        except Exception:
            metrics.uncaught.labels("job").inc()
            raise
        finally:
            waited, ran = (began - job.created_at) / 1000, (clock.now_ms() - began) / 1000
            metrics.job_ended(job.kind, outcome, waited_s=waited, ran_s=ran)

    return work


def watch_database(database: Database, metrics: Metrics) -> None:
    """Count what the database objects to, by the driver's class of error."""

    def on_error(context: ExceptionContext) -> None:
        metrics.database_errors.labels(type(context.original_exception).__name__).inc()

    for engine in {database.engine.sync_engine, database.read_engine.sync_engine}:
        event.listen(engine, "handle_error", on_error)


class WatchedExchanges:
    """All venues; every question to one is counted with what came of it."""

    def __init__(self, exchanges: Exchanges, metrics: Metrics) -> None:
        self._exchanges = exchanges
        self._metrics = metrics

    def offers(self) -> tuple[VenueOffer, ...]:
        """The venues to choose from."""
        return self._exchanges.offers()

    def open(self, name: str, *, proxy_url: str | None) -> Venue:
        """A venue whose questions are counted."""
        return WatchedVenue(self._exchanges.open(name, proxy_url=proxy_url), self._metrics)


class WatchedVenue:
    """A venue whose questions are counted."""

    def __init__(self, venue: Venue, metrics: Metrics) -> None:
        self._venue = venue
        self._metrics = metrics

    @property
    def name(self) -> str:
        """Its name."""
        return self._venue.name

    @property
    def kind(self) -> VenueKind:
        """What kind of venue it is."""
        return self._venue.kind

    async def abilities(self) -> Abilities:
        """Candle lengths and page size."""
        return await self._counted("abilities", self._venue.abilities)

    async def instruments(self) -> tuple[Instrument, ...]:
        """The active spot symbols."""
        return await self._counted("instruments", self._venue.instruments)

    async def candles(self, symbol: str, timeframe: Timeframe, *, since: int, limit: int) -> Candles:
        """Candles; those that came are counted too."""
        found = await self._counted("candles", lambda: self._venue.candles(symbol, timeframe, since=since, limit=limit))
        self._metrics.candles.labels(self.name).inc(len(found))
        return found

    async def book(self, symbol: str) -> Book:
        """The order book now."""
        return await self._counted("book", lambda: self._venue.book(symbol))

    async def ticker24h(self) -> Mapping[str, Ticker]:
        """The last 24 hours of every symbol."""
        return await self._counted("ticker", self._venue.ticker24h)

    async def server_time(self) -> int:
        """The venue's clock."""
        return await self._counted("time", self._venue.server_time)

    def state(self) -> VenueState:
        """How it is doing."""
        return self._venue.state()

    async def close(self) -> None:
        """Let go of connections."""
        await self._venue.close()

    async def _counted(self, question: str, ask: Callable[[], Awaitable[T]]) -> T:
        outcome: str = "failed"
        try:
            answer = await ask()
            outcome = "answered"
        except NofomoError as error:
            outcome = error.code.lower()
            raise
        except asyncio.CancelledError:
            outcome = "given_up"
            raise
        finally:
            labels: dict[str, Any] = {"venue": self.name, "question": question, "outcome": outcome}
            self._metrics.venue_requests.labels(**labels).inc()
        return answer
