"""Scans: many symbols asked for in one go, each an analysis like any other, but done after everybody's single ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, case, delete, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import Conflict, Invalid, NotFound
from nofomo.features.plans.model import JOB_KIND, AnalysisOrder, Language, Quota, options_to_json
from nofomo.features.plans.model_scans import (
    MOST_SCANNED,
    Scan,
    ScanStarted,
    ScanState,
    ScanSummary,
    ScanWish,
    Turned,
    rank,
)
from nofomo.features.plans.services.asking import AskingDesk, take_turns
from nofomo.features.plans.services.orders import order_for
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.services.scan_items import ScanItems
from nofomo.features.plans.services.watchlists import Watchlists, resolve_all
from nofomo.features.plans.tables import scan_items, scans
from nofomo.infra.database import as_user
from nofomo.infra.jobs import Ending, JobRequest, jobs
from nofomo.infra.web import Caller

_NAME_LENGTH: Final = 60
_NAMED: Final = 3
_STATE: Final = scan_items.c.error["state"].as_string()
_OVER: Final = or_(scan_items.c.plan_id.is_not(None), scan_items.c.error.is_not(None))


class ScanDesk:
    """Starts scans and tells how far they are. One who looks for another's finds nothing."""

    def __init__(self, parts: PlanParts, asking: AskingDesk, *, watchlists: Watchlists) -> None:
        self._parts = parts
        self._asking = asking
        self._watchlists = watchlists
        self._items = ScanItems(parts)

    async def start(self, caller: Caller, wish: ScanWish) -> ScanStarted:
        """Write down the scan with all its analyses, in one transaction; each counts as one of the day's.

        What the venue does not list, what is beyond `MOST_SCANNED` and what is beyond today's quota is refused by name.
        Raises NotFound (`WATCHLIST_NOT_FOUND`), Invalid (`INVALID_SYMBOL`) where the venue has none of the symbols, and
        LimitReached (`QUOTA_USED`) where nothing of the quota is left.
        """
        name, venue, symbols = await self._wanted(caller, wish)
        preferences = await self._parts.preferences.preferences(caller.user_id)
        order = order_for(caller, wish.usual, preferences=preferences)
        order = order.of(order.symbol, venue=venue or order.venue)
        found, turned = await resolve_all(self._parts.market, order.venue, symbols=symbols)
        if not found:
            raise Invalid(
                f"{order.venue} trades none of these symbols.", code="INVALID_SYMBOL",
                details={"field": "symbols", "value": symbols[0] if symbols else "",
                         "nearest": list(turned[0].nearest) if turned else []},
            )  # fmt: skip
        accepted = list(found)[:MOST_SCANNED]
        turned += [Turned(symbol, "SCAN_TOO_LONG", f"A scan takes at most {MOST_SCANNED} symbols.")
                   for symbol in list(found)[MOST_SCANNED:]]  # fmt: skip
        scan_id = self._parts.new_id()
        async with self._parts.database.write(as_user(caller.user_id)) as session:
            await take_turns(session, caller.user_id)
            quota = await self._asking.quota_within(session, caller.user_id, timezone=caller.timezone)
            self._asking.refuse_used(quota, caller.timezone)
            left = quota.limit - quota.used
            turned += [Turned(symbol, "QUOTA_USED", _used_up(quota)) for symbol in accepted[left:]]
            accepted = accepted[:left]
            await session.execute(insert(scans).values(
                id=scan_id, user_id=caller.user_id, watchlist_id=wish.watchlist_id, venue=order.venue,
                name=name or _named_after(accepted), created_at=self._parts.clock.now_ms(),
                options=options_to_json(order.options) | {"currency": order.currency},
            ))  # fmt: skip
            await self._write_items(session, caller.user_id, scan_id=scan_id,
                                    orders=[order.of(symbol) for symbol in accepted], turned=turned)  # fmt: skip
        return ScanStarted(scan_id, len(accepted), tuple(turned))

    async def list(
        self, user_id: UUID, *, limit: int = 50, before: UUID | None = None
    ) -> tuple[list[ScanSummary], int]:
        """The person's scans, newest first, and how many there are. Raises NotFound where `before` is none of them."""
        mine = scans.c.user_id == user_id
        async with self._parts.database.read(as_user(user_id)) as session:
            total = await session.scalar(select(func.count()).select_from(scans).where(mine))
            which = mine
            if before is not None:
                place = await session.execute(select(scans.c.created_at, scans.c.id).where(mine, scans.c.id == before))
                found = place.one_or_none()
                if found is None:
                    raise _no_scan(before)
                which = and_(mine, tuple_(scans.c.created_at, scans.c.id) < tuple_(*found))
            newest = select(scans.c.id).where(which).order_by(scans.c.created_at.desc(), scans.c.id.desc()).limit(limit)
            ids = list((await session.scalars(newest)).all())
            found_scans = await _summaries(session, ids)
        return [found_scans[scan_id] for scan_id in ids if scan_id in found_scans], total or 0

    async def get(self, user_id: UUID, scan_id: UUID, *, language: Language) -> Scan:
        """One scan with its symbols, the best first. Raises NotFound (`SCAN_NOT_FOUND`)."""
        async with self._parts.database.read(as_user(user_id)) as session:
            options = await session.scalar(
                select(scans.c.options).where(scans.c.id == scan_id, scans.c.user_id == user_id)
            )
            if options is None:
                raise _no_scan(scan_id)
            summary = (await _summaries(session, [scan_id]))[scan_id]
            items = await self._items.read(session, scan_id, language=language)
        return Scan(summary, tuple(options["timeframes"]), tuple(sorted(items, key=rank)))

    async def cancel(self, user_id: UUID, scan_id: UUID) -> None:
        """End what is still queued or running; what is done stays.

        Raises NotFound (`SCAN_NOT_FOUND`), Conflict (`SCAN_FINISHED`) where nothing is left to end.
        """
        async with self._parts.database.write(as_user(user_id)) as session:
            if not await self._end_jobs(session, user_id, scan_id=scan_id):
                raise Conflict("The scan has ended already.", code="SCAN_FINISHED", details={"scanId": str(scan_id)})

    async def delete(self, user_id: UUID, scan_id: UUID) -> None:
        """Forget a scan, ending what is still under way; the versions stay. Raises NotFound (`SCAN_NOT_FOUND`)."""
        async with self._parts.database.write(as_user(user_id)) as session:
            await self._end_jobs(session, user_id, scan_id=scan_id)
            await session.execute(delete(scans).where(scans.c.id == scan_id, scans.c.user_id == user_id))

    async def on_end(self, session: AsyncSession, ending: Ending) -> None:
        """Write down what became of a symbol, in the transaction that ends its job."""
        values: dict[str, Any] = {"error": _error_of(ending)}
        if ending.state == "done":
            if ending.result is None or "planId" not in ending.result:
                return
            values = {"plan_id": UUID(ending.result["planId"]), "error": None}
        await session.execute(update(scan_items).where(scan_items.c.job_id == ending.job_id).values(values))

    async def _wanted(self, caller: Caller, wish: ScanWish) -> tuple[str | None, str | None, tuple[str, ...]]:
        """Name, venue and symbols; those of the watchlist unless others were given."""
        if wish.watchlist_id is None:
            return None, wish.usual.venue, wish.symbols
        kept = await self._watchlists.get(caller.user_id, wish.watchlist_id)
        return kept.name, wish.usual.venue or kept.venue, wish.symbols or kept.symbols

    async def _write_items(self, session: AsyncSession, user_id: UUID, *, scan_id: UUID,
                           orders: list[AnalysisOrder], turned: list[Turned]) -> None:  # fmt: skip
        whose = {"scan_id": scan_id, "user_id": user_id}
        rows: list[dict[str, Any]] = []
        for position, order in enumerate(orders):
            wish = await self._parts.queue.enqueue(session, JobRequest(
                JOB_KIND, user_id, order.to_json(), key=f"scan:{scan_id}:{position}", lane="batch",
                deadline_s=self._parts.limits.deadline_s,
            ))  # fmt: skip
            rows.append(whose | {"position": position, "symbol": order.symbol, "job_id": wish.job_id, "error": None})
        for position, one in enumerate(turned, start=len(orders)):
            error = {"state": "refused", "code": one.code, "message": one.message, "details": {"nearest": one.nearest}}
            rows.append(whose | {"position": position, "symbol": one.symbol, "job_id": None, "error": error})
        await session.execute(insert(scan_items), rows)

    async def _end_jobs(self, session: AsyncSession, user_id: UUID, *, scan_id: UUID) -> int:
        mine = select(scans.c.id).where(scans.c.id == scan_id, scans.c.user_id == user_id)
        if await session.scalar(mine) is None:
            raise _no_scan(scan_id)
        theirs = select(scan_items.c.job_id).where(scan_items.c.scan_id == scan_id, scan_items.c.job_id.is_not(None))
        return await self._parts.queue.cancel_within(session, jobs.c.id.in_(theirs))


async def _summaries(session: AsyncSession, ids: list[UUID]) -> Mapping[UUID, ScanSummary]:
    counts = (
        select(
            scans.c.id, scans.c.name, scans.c.venue, scans.c.created_at,
            func.count().label("total"),
            func.sum(case((_OVER, 1), else_=0)).label("done"),
            func.sum(case((_STATE == "cancelled", 1), else_=0)).label("cancelled"),
        )
        .join_from(scans, scan_items)
        .where(scans.c.id.in_(ids))
        .group_by(scans.c.id, scans.c.name, scans.c.venue, scans.c.created_at)
    )  # fmt: skip
    found: dict[UUID, ScanSummary] = {}
    for row in await session.execute(counts):
        state: ScanState = "running" if row.done < row.total else "cancelled" if row.cancelled else "done"
        found[row.id] = ScanSummary(row.id, row.name, row.venue, row.created_at, state, row.total, int(row.done))
    return found


def _error_of(ending: Ending) -> dict[str, Any]:
    if ending.state == "cancelled":
        return {"state": "cancelled", "code": "ANALYSIS_CANCELLED", "message": "It was cancelled.", "details": {}}
    error = ending.error
    code, message = (error.code, error.message) if error else ("JOB_BROKEN", "It ended without a version.")
    return {"state": "failed", "code": code, "message": message, "details": dict(error.details) if error else {}}


def _named_after(symbols: Sequence[str]) -> str:
    """A name for a scan of no list: its first symbols and how many follow."""
    rest = len(symbols) - _NAMED
    more = f" +{rest}" if rest > 0 else ""
    return f"{', '.join(symbols[:_NAMED])[: _NAME_LENGTH - len(more)]}{more}"


def _used_up(quota: Quota) -> str:
    return f"All {quota.limit} analyses of today are used."


def _no_scan(scan_id: UUID) -> NotFound:
    return NotFound("There is no such scan.", code="SCAN_NOT_FOUND", details={"scanId": str(scan_id)})
