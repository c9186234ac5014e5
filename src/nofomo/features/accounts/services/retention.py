"""What is over and done with: sessions, links, remembered attempts, old lines of the audit log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nofomo.features.accounts.model import DAY_MS
from nofomo.features.accounts.services.tools import Tools
from nofomo.features.accounts.tables import attempts, audit_log, sessions, sign_in_links
from nofomo.infra.sweeping import delete_in_batches

_LINK_DAYS = 7
"""An expired or used link is remembered for a while, so that whoever opens it learns what became of it."""


def sweeps(tools: Tools, *, audit_days: int) -> dict[str, Callable[[int], Awaitable[int]]]:
    """What can be cleaned up, by name; each takes the time (ms UTC) and gives how many rows went."""

    async def old_sessions(now: int) -> int:
        return await delete_in_batches(tools.db, sessions, sessions.c.expires_at < now)

    async def old_links(now: int) -> int:
        return await delete_in_batches(tools.db, sign_in_links, sign_in_links.c.expires_at < now - _LINK_DAYS * DAY_MS)

    async def old_attempts(now: int) -> int:
        return await delete_in_batches(tools.db, attempts, attempts.c.expires_at < now)

    async def old_audit(now: int) -> int:
        return await delete_in_batches(tools.db, audit_log, audit_log.c.at < now - audit_days * DAY_MS)

    return {"sessions": old_sessions, "links": old_links, "attempts": old_attempts, "audit log": old_audit}
