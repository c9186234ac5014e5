"""What `nofomo db check` looks at: rows and files that do not fit together, and what killed processes left behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Integer, and_, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.bootstrap.backups import place_of
from nofomo.engine.core.errors import NofomoError
from nofomo.features.plans.tables import plans
from nofomo.infra.backup import Place
from nofomo.infra.backup.making import PARTIAL
from nofomo.infra.backup.sqlite_rows import check_sound
from nofomo.infra.backup.switch import READY
from nofomo.infra.clock import SystemClock
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.jobs import LIVE, jobs, locks
from nofomo.infra.settings import Settings
from nofomo.migrations import HEAD, current_version

_LEFT_OVER_MS: Final = 3_600_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    good: bool
    detail: str


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything; nothing is changed. Raises Unavailable (`DATABASE_DOWN`)."""
    place = place_of(settings)
    files = await asyncio.to_thread(_files, place)
    if place.sqlite is not None and not place.sqlite.is_file():
        return [Finding("layout", good=False, detail=f"there is no database yet, needed: {HEAD}"), files]
    if place.sqlite is not None and (broken := await asyncio.to_thread(_pages, place.sqlite)):
        return [broken, files]
    database = Database(settings.database_url)
    try:
        present = await current_version(database)
        found = [Finding("layout", present == HEAD, f"{present or 'empty'}, needed: {HEAD}")]
        if place.sqlite is not None:
            found.append(Finding("integrity", good=True, detail="every page and every reference is sound"))
        if present == HEAD:
            async with database.read(SYSTEM) as session:
                found += [one async for one in _rows(session, SystemClock().now_ms())]
        return [*found, files]
    finally:
        await database.close()


def _pages(path: Path) -> Finding | None:
    try:
        check_sound(path)
    except NofomoError as error:
        return Finding(
            "integrity", good=False, detail=f"{error.message} Restore a backup: nofomo db restore FILE --replace"
        )
    return None


async def _rows(session: AsyncSession, now: int) -> AsyncIterator[Finding]:
    if session.get_bind().dialect.name == "postgresql":
        which = "select count(*) from pg_constraint where not convalidated"
        loose = await session.scalar(text(which))
        which = "select count(*) from pg_index where not indisvalid"
        loose = (loose or 0) + (await session.scalar(text(which)) or 0)
        yield Finding("integrity", not loose, f"{loose} rules or indexes of the database are not in force")
    gaps = await session.scalar(select(func.count()).select_from(_chains_with_gaps()))
    yield Finding("versions", not gaps, f"{gaps} chains of versions have gaps" if gaps else "every chain is complete")
    silent = and_(jobs.c.state == "running", jobs.c.lease_until < now - _LEFT_OVER_MS)
    stuck = await session.scalar(select(func.count()).where(silent))
    yield Finding("jobs", not stuck, f"{stuck} have had no worker for an hour; start one (nofomo up, nofomo worker)"
                  if stuck else "none is left over")  # fmt: skip
    live = select(jobs.c.id).where(jobs.c.id == locks.c.job_id, jobs.c.state.in_(LIVE))
    orphans = await session.scalar(
        select(func.count()).select_from(locks).where(or_(~live.exists(), locks.c.expires_at < now - _LEFT_OVER_MS))
    )
    yield Finding("locks", not orphans, f"{orphans} belong to no job; the daily clean-up removes them"
                  if orphans else "none is left over")  # fmt: skip


def _chains_with_gaps() -> Any:
    count, newest = func.count(), func.max(plans.c.version, type_=Integer)
    chain = (plans.c.user_id, plans.c.venue, plans.c.symbol, plans.c.timeframes)
    return select(*chain).group_by(*chain).having(newest != count).subquery()


def _files(place: Place) -> Finding:
    """Drafts of writers that were killed. Those of writers at work are minutes old at most."""
    old = SystemClock().now_ms() - _LEFT_OVER_MS
    folders = {place.backups, place.home, *([place.sqlite.parent] if place.sqlite else [])}
    drafts = [path for folder in folders for path in folder.glob(f".nofomo-*{PARTIAL}")]
    drafts += [path for folder in folders for path in folder.glob(READY)]
    if place.candles is not None:
        drafts += list(place.candles.glob("*/*/*/*.tmp"))
    left = [path for path in drafts if path.stat().st_mtime * 1000 < old]
    return Finding("files", not left, f"left over by killed processes: {', '.join(map(str, left[:3]))}; the daily "
                   "clean-up removes them" if left else "none is left over")  # fmt: skip
