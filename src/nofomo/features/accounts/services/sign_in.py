"""Signing in: by link, by password; and the first owner of a new server."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import Forbidden, Invalid, NotFound, Unauthenticated
from nofomo.features.accounts.afterwards import Afterwards
from nofomo.features.accounts.model import (
    DAY_MS,
    MINUTE_MS,
    Actor,
    Client,
    IssuedLink,
    OpenedBy,
    OpenedSession,
    clean_email,
)
from nofomo.features.accounts.passwords import Passwords, normal
from nofomo.features.accounts.services.links import VALID_MS, Links
from nofomo.features.accounts.services.second_factor import SecondFactor
from nofomo.features.accounts.services.sessions import Sessions
from nofomo.features.accounts.services.tools import Tools, find_user, select_users, to_user
from nofomo.features.accounts.tables import sessions as session_rows
from nofomo.features.accounts.tables import users
from nofomo.features.accounts.throttle import Throttle
from nofomo.features.notifications import NotificationService, link_mail
from nofomo.infra.database import SYSTEM

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Throttles:
    """How often one may try. A stranger's failures must not lock the person out at home: hence the pair."""

    links_per_email: Throttle
    links_per_network: Throttle
    logins_per_pair: Throttle
    logins_per_network: Throttle
    logins_per_email: Throttle

    @classmethod
    def of(cls, tools: Tools) -> _Throttles:
        quarter = 15 * MINUTE_MS
        return cls(
            links_per_email=tools.throttle("links per email", 5, window_ms=quarter),
            links_per_network=tools.throttle("links per network", 20, window_ms=quarter),
            logins_per_pair=tools.throttle("logins per pair", 5, window_ms=quarter),
            logins_per_network=tools.throttle("logins per network", 30, window_ms=quarter),
            logins_per_email=tools.throttle("logins per email", 50, window_ms=quarter),
        )

    async def take_login(self, email: str, network: str) -> None:
        await self.logins_per_network.take(network)
        await self.logins_per_pair.take(f"{email} {network}")
        await self.logins_per_email.take(email)

    async def give_back_login(self, email: str, network: str) -> None:
        await self.logins_per_network.give_back(network)
        await self.logins_per_pair.give_back(f"{email} {network}")
        await self.logins_per_email.give_back(email)


@dataclass(slots=True)
class SignIn:
    """The ways in. Everything here looks the same from outside whether or not the person exists."""

    tools: Tools
    links: Links
    sessions: Sessions
    passwords: Passwords
    second_factor: SecondFactor
    notifications: NotificationService
    afterwards: Afterwards
    _throttles: _Throttles = field(init=False)

    def __post_init__(self) -> None:
        self._throttles = _Throttles.of(self.tools)

    async def ensure_owner_row(self) -> None:
        """Called at start-up: create the owner on the first one."""
        try:
            async with self.tools.db.write(SYSTEM) as session:
                await self._owners(session)
        except IntegrityError:
            log.info("another process of this start made the owner")

    async def ensure_owner(self) -> IssuedLink | None:
        """While no owner has both signed in and set a password, a link (24 h, once) for the terminal; else None.
        Creates the owner on the first start."""
        await self.ensure_owner_row()
        async with self.tools.db.write(SYSTEM) as session:
            await self._tidy(session)
            rows = await self._owners(session)
            if any(row["password_hash"] is not None and row["signed_in_at"] is not None for row in rows):
                return None
            owner = rows[0]
            return await self.links.issue(
                session, owner["id"], email=owner["email"], purpose="sign_in", valid_ms=DAY_MS
            )

    async def _owners(self, session: AsyncSession) -> Sequence[Mapping[Any, Any]]:
        query = select_users().where(users.c.role == "owner", users.c.disabled_at.is_(None))
        rows = (await session.execute(query.order_by(users.c.created_at, users.c.id))).mappings().all()
        return rows or [await self._create_owner(session)]

    async def _create_owner(self, session: AsyncSession) -> dict[str, Any]:
        row = new_user_row(self.tools, clean_email(self.tools.settings.owner_email), role="owner")
        await session.execute(insert(users).values(row))
        return row

    async def _tidy(self, session: AsyncSession) -> None:
        await self.links.tidy(session)
        await session.execute(delete(session_rows).where(session_rows.c.expires_at <= self.tools.clock.now_ms()))

    async def owners_have_passwords(self) -> bool:
        """Whether every active owner has a password: a public address must not be served otherwise."""
        query = select(func.count(), func.count(users.c.password_hash)).where(
            users.c.role == "owner", users.c.disabled_at.is_(None)
        )
        async with self.tools.db.read(SYSTEM) as session:
            owners, protected = (await session.execute(query)).one()
        return owners > 0 and owners == protected

    async def request_magic_link(self, email: str, client: Client) -> None:
        """Send a sign-in link if the person exists; whoever asks cannot tell. Raises Invalid for a malformed address,
        LimitReached."""
        address = clean_email(email)
        await self._throttles.links_per_network.take(client.network)
        await self._throttles.links_per_email.take(address)
        async with self.tools.db.write(SYSTEM) as session:
            await self.links.tidy(session)
            found = await find_user(session, email=address)
            known = found if found is not None and found["disabled_at"] is None else None
            link = await self.links.issue(session, known["id"] if known else None, email=address, purpose="sign_in")
        if known is not None:
            minutes = VALID_MS["sign_in"] // MINUTE_MS
            mail = link_mail("sign_in", address, link=link.url, language=known["language"], valid_minutes=minutes)
            self.afterwards.do("sending a sign-in link", self.notifications.send_mail(mail))

    async def redeem(
        self, token: str, client: Client, *, code: str | None = None, replaces: str | None = None
    ) -> OpenedSession:
        """Turn a link into a session. Raises NotFound `LINK_UNKNOWN`, Conflict `LINK_USED`/`LINK_EXPIRED`, Forbidden
        `ACCOUNT_DISABLED`, Unauthenticated `TOTP_REQUIRED`/`TOTP_WRONG` (the link stays good)."""
        async with self.tools.db.write(SYSTEM) as session:
            link = await self.links.peek(session, token)
            row = await find_user(session, user_id=link.user_id, lock=True)
            if row is None:
                raise NotFound("This link is not known. Ask for a new one.", code="LINK_UNKNOWN")
            if row["disabled_at"] is not None:
                raise Forbidden("This account is switched off. Ask whoever runs the server.", code="ACCOUNT_DISABLED")
            await self.second_factor.check(session, link.user_id, code=code)
            await self.links.take(session, token)
            await self.links.void(session, link.user_id)
            if link.purpose == "reset":
                await self.sessions.end_all(session, link.user_id)
            opened = await self._enter(session, row, opened_by=link.purpose, client=client, replaces=replaces)
        self.sessions.forget_user(link.user_id)
        return opened

    async def login(
        self,
        email: str,
        password: str,
        *,
        client: Client,
        code: str | None = None,
        replaces: str | None = None,
    ) -> OpenedSession:
        """A session for the right password. Raises Unauthenticated (`SIGN_IN_FAILED`, `TOTP_…`), LimitReached."""
        try:
            address = clean_email(email)
        except Invalid:
            address = "?"
        await self._throttles.take_login(address, client.network)
        async with self.tools.db.read(SYSTEM) as session:
            row = await find_user(session, email=address)
        kept = row["password_hash"] if row is not None and row["disabled_at"] is None else None
        if not await self.passwords.matches(kept, password) or row is None or kept is None:
            log.info("sign-in refused from %s", client.short_ip)
            raise _failed()
        fresh = await self.passwords.hash(normal(password)) if self.passwords.is_outdated(kept) else kept
        async with self.tools.db.write(SYSTEM) as session:
            now_row = await find_user(session, user_id=row["id"], lock=True)
            if now_row is None or now_row["disabled_at"] is not None or now_row["password_hash"] != kept:
                raise _failed()
            if code is None and now_row["second_factor_at"] is not None:
                # The first half of a sign-in in two steps is not a failure.
                await self._throttles.give_back_login(address, client.network)
            await self.second_factor.check(session, row["id"], code=code)
            if fresh != kept:
                await session.execute(update(users).where(users.c.id == row["id"]).values(password_hash=fresh))
            opened = await self._enter(session, now_row, opened_by="password", client=client, replaces=replaces)
        await self._throttles.give_back_login(address, client.network)
        return opened

    async def _enter(
        self, session: AsyncSession, row: RowMapping, *, opened_by: OpenedBy, client: Client, replaces: str | None
    ) -> OpenedSession:
        user, now = to_user(row), self.tools.clock.now_ms()
        await session.execute(update(users).where(users.c.id == user.id).values(signed_in_at=now))
        actor = Actor(user.id, user.role, client)
        await self.tools.note(session, user.id, actor=actor, action="sign_in", details={"by": opened_by})
        return await self.sessions.open(session, user, opened_by=opened_by, client=client, replaces=replaces)


def new_user_row(tools: Tools, email: str, *, role: str, language: str | None = None) -> dict[str, Any]:
    """The row of a person who has never been here."""
    return {
        "id": tools.new_id(),
        "email": email,
        "role": role,
        "password_hash": None,
        "language": language or tools.settings.language,
        "timezone": tools.settings.timezone,
        "theme": "system",
        "palette": "normal",
        "signed_in_at": None,
        "disabled_at": None,
        "created_at": tools.clock.now_ms(),
    }


def _failed() -> Unauthenticated:
    return Unauthenticated("E-mail or password is wrong.", code="SIGN_IN_FAILED")
