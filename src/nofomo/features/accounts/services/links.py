"""One-time links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import Conflict, NotFound
from nofomo.features.accounts.model import DAY_MS, MINUTE_MS, IssuedLink, Purpose
from nofomo.features.accounts.services.tools import Tools
from nofomo.features.accounts.tables import sign_in_links, users
from nofomo.infra.secrets import hash_token, new_token

VALID_MS: Final[dict[Purpose, int]] = {"sign_in": 15 * MINUTE_MS, "invite": 7 * DAY_MS, "reset": DAY_MS}
_MAX_TOKEN: Final = 128


@dataclass(frozen=True, slots=True)
class RedeemedLink:
    """Whose link it was, and what for."""

    user_id: UUID
    purpose: Purpose


class Links:
    """Issues links and takes them back. A used or replaced link stays a day as a row, so that it can be told apart."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def issue(
        self,
        session: AsyncSession,
        user_id: UUID | None,
        *,
        email: str,
        purpose: Purpose,
        valid_ms: int | None = None,
    ) -> IssuedLink:
        """Write a new link (with `user_id` None one that nobody can redeem) and give its address."""
        tools = self._tools
        now = tools.clock.now_ms()
        token = new_token(random_bytes=tools.random_bytes)
        expires_at = now + (valid_ms or VALID_MS[purpose])
        row = {
            "id": tools.new_id(),
            "user_id": user_id,
            "email": email,
            "purpose": purpose,
            "token_hash": hash_token(token),
            "created_at": now,
            "expires_at": expires_at,
            "used_at": None,
        }
        await session.execute(insert(sign_in_links).values(row))
        return IssuedLink(f"{tools.settings.address}/auth/redeem?token={token}", token, expires_at)

    async def peek(self, session: AsyncSession, token: str) -> RedeemedLink:
        """Whose link it is, without using it. Raises NotFound `LINK_UNKNOWN`, Conflict `LINK_USED`/`LINK_EXPIRED`."""
        found = None
        if len(token) <= _MAX_TOKEN and token.isascii():
            query = (
                select(sign_in_links)
                .join(users, users.c.id == sign_in_links.c.user_id)
                .where(sign_in_links.c.token_hash == hash_token(token))
            )
            found = (await session.execute(query)).mappings().one_or_none()
        if found is None:
            raise NotFound("This link is not known. Ask for a new one.", code="LINK_UNKNOWN")
        if found["used_at"] is not None:
            raise _used()
        if found["expires_at"] <= self._tools.clock.now_ms():
            raise Conflict("This link is too old. Ask for a new one.", code="LINK_EXPIRED")
        return RedeemedLink(found["user_id"], found["purpose"])

    async def take(self, session: AsyncSession, token: str) -> RedeemedLink:
        """Use the link: of any number at once exactly one succeeds. Raises as `peek` does."""
        link = await self.peek(session, token)
        now = self._tools.clock.now_ms()
        won = await session.execute(
            update(sign_in_links)
            .where(
                sign_in_links.c.token_hash == hash_token(token),
                sign_in_links.c.used_at.is_(None),
                sign_in_links.c.expires_at > now,
            )
            .values(used_at=now)
            .returning(sign_in_links.c.id)
        )
        if won.first() is None:
            raise _used()
        return link

    async def void(self, session: AsyncSession, user_id: UUID) -> None:
        """Make every open link of that person useless."""
        await session.execute(
            update(sign_in_links)
            .where(sign_in_links.c.user_id == user_id, sign_in_links.c.used_at.is_(None))
            .values(used_at=self._tools.clock.now_ms())
        )

    async def tidy(self, session: AsyncSession) -> None:
        """Delete links that ended more than a day ago."""
        before = self._tools.clock.now_ms() - DAY_MS
        await session.execute(
            delete(sign_in_links).where(or_(sign_in_links.c.expires_at < before, sign_in_links.c.used_at < before))
        )


def _used() -> Conflict:
    return Conflict("This link was used or replaced. Ask for a new one.", code="LINK_USED")
