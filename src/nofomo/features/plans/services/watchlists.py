"""Lists of symbols that a person watches."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import Conflict, Invalid, NotFound
from nofomo.features.plans.model_scans import MOST_LISTS, Turned, Watchlist
from nofomo.features.plans.ports import Market
from nofomo.features.plans.services.asking import take_turns
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.tables import watchlists
from nofomo.infra.database import as_user


class Watchlists:
    """Keeps them. One who looks for another's finds nothing."""

    def __init__(self, parts: PlanParts) -> None:
        self._parts = parts

    async def list(self, user_id: UUID) -> list[Watchlist]:
        """The person's lists by name."""
        async with self._parts.database.read(as_user(user_id)) as session:
            rows = await session.execute(
                select(watchlists).where(watchlists.c.user_id == user_id).order_by(func.lower(watchlists.c.name))
            )
            return [_list(row) for row in rows]

    async def get(self, user_id: UUID, watchlist_id: UUID) -> Watchlist:
        """One list. Raises NotFound (`WATCHLIST_NOT_FOUND`)."""
        async with self._parts.database.read(as_user(user_id)) as session:
            return _list(await _row(session, user_id, watchlist_id=watchlist_id))

    async def create(self, user_id: UUID, name: str, *, venue: str, symbols: Sequence[str]) -> Watchlist:
        """Keep a new list.

        Raises Invalid (`INVALID_SYMBOL`) naming every symbol that the venue does not have, and Conflict
        (`WATCHLIST_EXISTS`, `TOO_MANY_WATCHLISTS`).
        """
        checked = await self._checked(venue, symbols)
        now, new = self._parts.clock.now_ms(), self._parts.new_id()
        row = {"id": new, "user_id": user_id, "name": name, "venue": venue, "symbols": checked, "created_at": now,
               "updated_at": now}  # fmt: skip
        try:
            async with self._parts.database.write(as_user(user_id)) as session:
                await take_turns(session, user_id)
                mine = select(func.count()).select_from(watchlists).where(watchlists.c.user_id == user_id)
                if (await session.scalar(mine) or 0) >= MOST_LISTS:
                    raise Conflict(f"You have {MOST_LISTS} watchlists, which is as many as there can be. Delete one.",
                                   code="TOO_MANY_WATCHLISTS", details={"limit": MOST_LISTS})  # fmt: skip
                await session.execute(insert(watchlists).values(row))
        except IntegrityError:
            raise _taken(name) from None
        return await self.get(user_id, new)

    async def replace(
        self, user_id: UUID, watchlist_id: UUID, *, name: str, venue: str, symbols: Sequence[str]
    ) -> Watchlist:
        """Change a list. Raises NotFound, Invalid (`INVALID_SYMBOL`), Conflict (`WATCHLIST_EXISTS`)."""
        await self.get(user_id, watchlist_id)
        checked = await self._checked(venue, symbols)
        values = {"name": name, "venue": venue, "symbols": checked, "updated_at": self._parts.clock.now_ms()}
        try:
            async with self._parts.database.write(as_user(user_id)) as session:
                await _row(session, user_id, watchlist_id=watchlist_id)
                mine = (watchlists.c.id == watchlist_id, watchlists.c.user_id == user_id)
                await session.execute(update(watchlists).where(*mine).values(values))
        except IntegrityError:
            raise _taken(name) from None
        return await self.get(user_id, watchlist_id)

    async def delete(self, user_id: UUID, watchlist_id: UUID) -> None:
        """Forget a list; its scans stay. Raises NotFound (`WATCHLIST_NOT_FOUND`)."""
        async with self._parts.database.write(as_user(user_id)) as session:
            await _row(session, user_id, watchlist_id=watchlist_id)
            mine = (watchlists.c.id == watchlist_id, watchlists.c.user_id == user_id)
            await session.execute(delete(watchlists).where(*mine))

    async def _checked(self, venue: str, symbols: Sequence[str]) -> list[str]:
        found, turned = await resolve_all(self._parts.market, venue, symbols=symbols)
        if turned:
            first = turned[0]
            names = ", ".join(one.symbol for one in turned)
            hint = f" Did you mean {', '.join(first.nearest)}?" if first.nearest else ""
            raise Invalid(
                f"Not traded at {venue}: {names}.{hint}",
                code="INVALID_SYMBOL",
                details={
                    "field": "symbols",
                    "value": first.symbol,
                    "nearest": list(first.nearest),
                    "unknown": [{"symbol": one.symbol, "nearest": list(one.nearest)} for one in turned],
                },
            )
        return list(found)


async def resolve_all(market: Market, venue: str, *, symbols: Sequence[str]) -> tuple[dict[str, int], list[Turned]]:
    """The venue's own names of `symbols`, each once, with the place where it was named first; and those it lacks.

    Raises what the venue answers with when it cannot be asked at all.
    """
    found: dict[str, int] = {}
    turned: list[Turned] = []
    for place, text in enumerate(symbols):
        try:
            found.setdefault((await market.resolve(venue, text)).instrument.symbol, place)
        except Invalid as error:
            if error.code != "INVALID_SYMBOL":
                raise
            near = tuple(error.details.get("nearest", ()))
            turned.append(Turned(text.strip()[:41], error.code, error.message, near))
            # looking for names that are near takes a while among thousands
            await asyncio.sleep(0)
    return found, turned


async def _row(session: AsyncSession, user_id: UUID, *, watchlist_id: UUID) -> Row[Any]:
    mine = select(watchlists).where(watchlists.c.id == watchlist_id, watchlists.c.user_id == user_id)
    row = (await session.execute(mine)).one_or_none()
    if row is None:
        raise NotFound("There is no such watchlist.", code="WATCHLIST_NOT_FOUND",
                       details={"watchlistId": str(watchlist_id)})  # fmt: skip
    return row


def _list(row: Row[Any]) -> Watchlist:
    return Watchlist(row.id, row.name, row.venue, tuple(row.symbols), row.created_at, row.updated_at)


def _taken(name: str) -> Conflict:
    return Conflict(f"You have a watchlist named {name!r} already. Choose another name.", code="WATCHLIST_EXISTS",
                    details={"field": "name", "value": name})  # fmt: skip
