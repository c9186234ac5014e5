"""The symbols of a scan as they stand: from their own rows, the versions that came of them, and the jobs at work."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.features.plans.model import Language
from nofomo.features.plans.model_scans import ItemState, ScanItem
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.tables import plans, scan_items
from nofomo.infra.jobs import jobs

_MOST_KEPT: Final = 2_000
_LOST: Final = {"code": "JOB_BROKEN", "message": "Its job is gone. Analyse the symbol again.", "details": {}}


class ScanItems:
    """Reads them. What a version says never changes, so that its RR is worked out once."""

    def __init__(self, parts: PlanParts) -> None:
        self._parts = parts
        self._rr: OrderedDict[UUID, float | None] = OrderedDict()

    async def read(self, session: AsyncSession, scan_id: UUID, *, language: Language) -> list[ScanItem]:
        """All symbols of one scan by position."""
        found = await session.execute(
            select(
                scan_items.c.position, scan_items.c.symbol, scan_items.c.error, scan_items.c.plan_id,
                jobs.c.state.label("job_state"), plans.c.version, plans.c.action, plans.c.score, plans.c.price,
                plans.c.entries, plans.c.breakout_price, plans.c.notes,
            )
            .outerjoin(plans, plans.c.id == scan_items.c.plan_id)
            .outerjoin(jobs, jobs.c.id == scan_items.c.job_id)
            .where(scan_items.c.scan_id == scan_id)
            .order_by(scan_items.c.position)
        )  # fmt: skip
        rows = found.all()
        await self._learn_rr(session, [row.plan_id for row in rows if row.plan_id is not None])
        return [self._item(row, language) for row in rows]

    async def _learn_rr(self, session: AsyncSession, plan_ids: list[UUID]) -> None:
        new = [plan_id for plan_id in plan_ids if plan_id not in self._rr]
        if new:
            found = await session.execute(select(plans.c.id, plans.c.document).where(plans.c.id.in_(new)))
            for row in found:
                self._rr[row.id] = first_rr(orjson.loads(row.document))
        while len(self._rr) > _MOST_KEPT:
            self._rr.popitem(last=False)

    def _item(self, row: Any, language: Language) -> ScanItem:
        if row.plan_id is not None:
            return ScanItem(
                position=row.position,
                symbol=row.symbol,
                state="done",
                plan_id=row.plan_id,
                version=row.version,
                action=row.action,
                score=row.score,
                price=float(row.price),
                pullback=None if row.entries is None else tuple(row.entries),
                breakout=None if row.breakout_price is None else float(row.breakout_price),
                rr=self._rr.get(row.plan_id),
                note=row.notes[language],
            )
        if row.error is not None:
            error = dict(row.error)
            state: ItemState = error.pop("state")
            return ScanItem(row.position, row.symbol, state, error=error)
        if row.job_state in ("queued", "running"):
            return ScanItem(row.position, row.symbol, row.job_state)
        return ScanItem(row.position, row.symbol, "failed", error=_LOST)


def first_rr(document: Mapping[str, Any]) -> float | None:
    """The RR of the first target of the leg that would be taken, the safer one of two."""
    leg = document["pullback"] or document["breakout"]
    return leg["targets"][0]["rr"] if leg else None
