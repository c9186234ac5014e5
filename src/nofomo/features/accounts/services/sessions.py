"""Browsers that are signed in."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import NotFound
from nofomo.features.accounts.access import Access
from nofomo.features.accounts.model import DAY_MS, Client, OpenedBy, OpenedSession, Session, User
from nofomo.features.accounts.services.tools import Tools
from nofomo.features.accounts.tables import sessions
from nofomo.infra.database import SYSTEM, as_user
from nofomo.infra.secrets import hash_token, new_token


class Sessions:
    """Opens, lists and ends sessions; whatever ends one also tells `access`, so that it ends at once."""

    def __init__(self, tools: Tools, access: Access) -> None:
        self._tools = tools
        self._access = access

    async def open(
        self, session: AsyncSession, user: User, *, opened_by: OpenedBy, client: Client, replaces: str | None
    ) -> OpenedSession:
        """A new session with a new secret, in the caller's transaction. The one whose cookie was sent along ends."""
        tools = self._tools
        now = tools.clock.now_ms()
        await session.execute(delete(sessions).where(sessions.c.user_id == user.id, sessions.c.expires_at <= now))
        if replaces:
            await session.execute(delete(sessions).where(sessions.c.token_hash == hash_token(replaces)))
            self._access.forget_token(replaces)
        token, session_id = new_token(random_bytes=tools.random_bytes), tools.new_id()
        row = {
            "id": session_id,
            "user_id": user.id,
            "token_hash": hash_token(token),
            "opened_by": opened_by,
            "created_at": now,
            "last_seen_at": now,
            "expires_at": now + tools.settings.session_days * DAY_MS,
            "user_agent": _plain(client.user_agent),
            "ip": client.short_ip,
        }
        await session.execute(insert(sessions).values(row))
        return OpenedSession(token, session_id, user)

    async def list(self, user_id: UUID) -> tuple[Session, ...]:
        """The open sessions of one person, the last seen first."""
        query = (
            select(sessions)
            .where(sessions.c.user_id == user_id, sessions.c.expires_at > self._tools.clock.now_ms())
            .order_by(sessions.c.last_seen_at.desc(), sessions.c.id.desc())
        )
        async with self._tools.db.read(as_user(user_id)) as session:
            rows = (await session.execute(query)).mappings().all()
        return tuple(
            Session(
                id=row["id"],
                opened_by=row["opened_by"],
                created_at=row["created_at"],
                last_seen_at=row["last_seen_at"],
                expires_at=row["expires_at"],
                user_agent=row["user_agent"],
                ip=row["ip"],
            )
            for row in rows
        )

    async def revoke(self, user_id: UUID, session_id: UUID) -> None:
        """End one session of that person. Raises NotFound for any other."""
        async with self._tools.db.write(as_user(user_id)) as session:
            gone = await session.execute(
                delete(sessions)
                .where(sessions.c.user_id == user_id, sessions.c.id == session_id)
                .returning(sessions.c.id)
            )
            if gone.first() is None:
                raise NotFound("There is no such session.", code="SESSION_NOT_FOUND")
        self._access.forget_user(user_id)

    async def revoke_others(self, user_id: UUID, *, keep: UUID | None) -> int:
        """End every session of that person but one; gives how many."""
        async with self._tools.db.write(as_user(user_id)) as session:
            count = await self.end_all(session, user_id, keep=keep)
        self._access.forget_user(user_id)
        return count

    async def end_all(self, session: AsyncSession, user_id: UUID, *, keep: UUID | None = None) -> int:
        """The same inside the caller's transaction; the caller calls `forget_user` after its end."""
        query = delete(sessions).where(sessions.c.user_id == user_id).returning(sessions.c.id)
        if keep is not None:
            query = query.where(sessions.c.id != keep)
        return len((await session.execute(query)).all())

    def forget_user(self, user_id: UUID) -> None:
        """Let what changed about that person's sessions or role count from the next request on."""
        self._access.forget_user(user_id)

    async def end(self, token: str) -> None:
        """Sign out the browser that holds this cookie, if it is signed in."""
        async with self._tools.db.write(SYSTEM) as session:
            await session.execute(delete(sessions).where(sessions.c.token_hash == hash_token(token)))
        self._access.forget_token(token)


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())[:200]
