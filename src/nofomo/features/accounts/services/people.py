"""The people of this server: inviting, resetting, changing roles, switching off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import Conflict, Forbidden, Invalid, NofomoError, NotFound
from nofomo.features.accounts.model import MINUTE_MS, RANK, Actor, IssuedLink, User, clean_email
from nofomo.features.accounts.services.links import VALID_MS, Links
from nofomo.features.accounts.services.sessions import Sessions
from nofomo.features.accounts.services.sign_in import new_user_row
from nofomo.features.accounts.services.tools import Tools, find_user, select_users, to_user
from nofomo.features.accounts.tables import users
from nofomo.features.notifications import LinkKind, NotificationService, link_mail
from nofomo.infra.database import SYSTEM


@dataclass(frozen=True, slots=True)
class People:
    """Every change takes the Actor who makes it: an owner may all, an admin only what concerns plain users."""

    tools: Tools
    links: Links
    sessions: Sessions
    notifications: NotificationService

    async def list(self) -> tuple[User, ...]:
        """Everybody, the oldest first."""
        async with self.tools.db.read(SYSTEM) as session:
            rows = (await session.execute(select_users().order_by(users.c.created_at, users.c.id))).mappings().all()
        return tuple(to_user(row) for row in rows)

    async def get(self, user_id: UUID) -> User:
        """One person. Raises NotFound."""
        async with self.tools.db.read(SYSTEM) as session:
            return to_user(_there(await find_user(session, user_id=user_id)))

    async def find(self, email: str) -> User:
        """The person with that address. Raises NotFound, Invalid."""
        async with self.tools.db.read(SYSTEM) as session:
            return to_user(_there(await find_user(session, email=clean_email(email))))

    async def invite(self, actor: Actor, email: str, *, role: str = "user", language: str | None = None) -> IssuedLink:
        """A link (7 days, once) for a new person, mailed too where mail is set. Inviting again somebody who never came
        gives a new link. Raises Conflict (`USER_EXISTS`), Forbidden (`ROLE_TOO_LOW`)."""
        address = clean_email(email)
        _known_role(role)
        _may_touch(actor, role)
        try:
            link, spoken = await self._issue_invitation(actor, address, role=role, language=language)
        except IntegrityError:
            # Somebody invited the same address at this moment; now the row is there and gets a new link.
            link, spoken = await self._issue_invitation(actor, address, role=role, language=language)
        return await self._mailed(link, "invite", to=address, language=spoken)

    async def _issue_invitation(
        self, actor: Actor, address: str, *, role: str, language: str | None
    ) -> tuple[IssuedLink, str]:
        async with self.tools.db.write(SYSTEM) as session:
            row = await self._guest(session, actor, address=address, role=role, language=language)
            await self.links.void(session, row["id"])
            link = await self.links.issue(session, row["id"], email=address, purpose="invite")
            await self.tools.note(session, row["id"], actor=actor, action="invite", details={"role": role})
        return link, row["language"]

    async def _guest(
        self, session: AsyncSession, actor: Actor, *, address: str, role: str, language: str | None
    ) -> RowMapping | dict[str, Any]:
        known = await find_user(session, email=address, lock=True)
        if known is None:
            row = new_user_row(self.tools, address, role=role, language=language)
            await session.execute(insert(users).values(row))
            return row
        _may_touch(actor, known["role"])
        if known["signed_in_at"] is not None or known["disabled_at"] is not None or known["role"] == "owner":
            raise _exists()
        await session.execute(update(users).where(users.c.id == known["id"]).values(role=role))
        return known

    async def reset(self, actor: Actor, user_id: UUID) -> IssuedLink:
        """A link (24 h, once) that signs in, lets the person choose a new password and ends all other sessions."""
        async with self.tools.db.write(SYSTEM) as session:
            row = _there(await find_user(session, user_id=user_id, lock=True))
            if actor.user_id != user_id:
                _may_touch(actor, row["role"])
            if row["disabled_at"] is not None:
                raise Conflict("This account is switched off; switch it on first.", code="ACCOUNT_DISABLED")
            await self.links.void(session, user_id)
            link = await self.links.issue(session, user_id, email=row["email"], purpose="reset")
            await self.tools.note(session, user_id, actor=actor, action="reset")
        return await self._mailed(link, "reset", to=row["email"], language=row["language"])

    async def _mailed(self, link: IssuedLink, kind: LinkKind, *, to: str, language: str) -> IssuedLink:
        if not self.notifications.reaches_people:
            return link
        mail = link_mail(kind, to, link=link.url, language=language, valid_minutes=VALID_MS[kind] // MINUTE_MS)
        try:
            await self.notifications.send_mail(mail)
        except NofomoError:
            # Whoever asked holds the link and can hand it over; `mailed` says that they must.
            return link
        return replace(link, mailed=True)

    async def change(
        self, actor: Actor, user_id: UUID, *, role: str | None = None, disabled: bool | None = None
    ) -> User:
        """Another role, or switched off or on; takes effect at once. Raises Conflict (`LAST_OWNER`), Forbidden."""
        if role is not None:
            _known_role(role)
        async with self.tools.db.write(SYSTEM) as session:
            owners = await self._active_owners(session)
            row = _there(await find_user(session, user_id=user_id, lock=True))
            _may_touch(actor, row["role"])
            loses = (role is not None and role != "owner") or disabled is True
            if loses and owners == {user_id}:
                raise Conflict("The last owner must stay one. Make somebody else owner first.", code="LAST_OWNER")
            if role is not None and role != row["role"]:
                _may_touch(actor, role)
                await session.execute(update(users).where(users.c.id == user_id).values(role=role))
                details = {"from": row["role"], "to": role}
                await self.tools.note(session, user_id, actor=actor, action="role", details=details)
            if disabled is not None and disabled != (row["disabled_at"] is not None):
                await self._switch(session, actor, user_id=user_id, disabled=disabled)
            changed = to_user(_there(await find_user(session, user_id=user_id)))
        self.sessions.forget_user(user_id)
        return changed

    async def _switch(self, session: AsyncSession, actor: Actor, *, user_id: UUID, disabled: bool) -> None:
        moment = self.tools.clock.now_ms() if disabled else None
        await session.execute(update(users).where(users.c.id == user_id).values(disabled_at=moment))
        if disabled:
            await self.sessions.end_all(session, user_id)
            await self.links.void(session, user_id)
        await self.tools.note(session, user_id, actor=actor, action="disable" if disabled else "enable")

    async def _active_owners(self, session: AsyncSession) -> set[UUID]:
        # Locked, so that two owners who demote each other at once leave one behind (SQLite has one writer anyway).
        query = select(users.c.id).where(users.c.role == "owner", users.c.disabled_at.is_(None)).order_by(users.c.id)
        return set((await session.execute(query.with_for_update())).scalars())

    async def set_email(self, actor: Actor, user_id: UUID, *, email: str) -> User:
        """Another address for that person; open links end. Raises Conflict (`USER_EXISTS`)."""
        address = clean_email(email)
        try:
            async with self.tools.db.write(SYSTEM) as session:
                row = _there(await find_user(session, user_id=user_id, lock=True))
                _may_touch(actor, row["role"])
                await session.execute(update(users).where(users.c.id == user_id).values(email=address))
                await self.links.void(session, user_id)
                await self.tools.note(session, user_id, actor=actor, action="email")
                changed = to_user(_there(await find_user(session, user_id=user_id)))
        except IntegrityError:
            raise _exists() from None
        self.sessions.forget_user(user_id)
        return changed


def _there(row: RowMapping | None) -> RowMapping:
    if row is None:
        raise NotFound("There is no such person.", code="USER_NOT_FOUND")
    return row


def _known_role(role: str) -> None:
    if role not in RANK:
        raise Invalid(
            f"A role is one of {', '.join(RANK)}, not {role[:20]!r}.", code="ROLE_INVALID", details={"field": "role"}
        )


def _may_touch(actor: Actor, role: str) -> None:
    if actor.role != "owner" and RANK[actor.role] <= RANK[role]:
        raise Forbidden("Only an owner may do this to an admin or owner.", code="ROLE_TOO_LOW")


def _exists() -> Conflict:
    return Conflict("Somebody has this address already. Send them a reset instead.", code="USER_EXISTS")
