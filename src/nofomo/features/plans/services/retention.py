"""Scans are looked at while they are young; the versions that they made stay for ever."""

from __future__ import annotations

from nofomo.features.plans.tables import scans
from nofomo.infra.database import Database
from nofomo.infra.sweeping import delete_in_batches

_DAY_MS = 86_400_000


async def sweep_scans(database: Database, now: int, *, keep_days: int) -> int:
    """Remove scans older than `keep_days`; gives how many there were."""
    return await delete_in_batches(database, scans, scans.c.created_at < now - keep_days * _DAY_MS)
