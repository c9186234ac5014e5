"""What a person signs in with: the password, and tokens for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import RowMapping, delete, func, insert, select, update

from nofomo.engine.core.errors import Conflict, Forbidden, Invalid, LimitReached, NotFound
from nofomo.features.accounts.model import DAY_MS, MINUTE_MS, TOKEN_PREFIX, Actor, ApiToken, Scope
from nofomo.features.accounts.passwords import Passwords, check_password
from nofomo.features.accounts.services.links import Links
from nofomo.features.accounts.services.sessions import Sessions
from nofomo.features.accounts.services.tools import Tools, find_user
from nofomo.features.accounts.tables import api_tokens, users
from nofomo.features.accounts.throttle import Throttle
from nofomo.infra.database import as_user
from nofomo.infra.secrets import hash_token, new_token

SCOPES: Final[tuple[Scope, ...]] = ("read", "write")
MAX_TOKENS: Final = 50
_MAX_DAYS: Final = 3650


@dataclass(frozen=True, slots=True, repr=False)
class NewApiToken:
    """A token just made: `secret` is shown this once."""

    secret: str
    shown: ApiToken


@dataclass(slots=True)
class Keys:
    """Changes of a person's own keys (or, for the password, by the operator of the machine)."""

    tools: Tools
    passwords: Passwords
    sessions: Sessions
    links: Links
    _guesses: Throttle = field(init=False)

    def __post_init__(self) -> None:
        self._guesses = self.tools.throttle("passwords", 10, window_ms=15 * MINUTE_MS)

    async def set_password(
        self, actor: Actor, user_id: UUID, *, new: str, current: str | None, keep: UUID | None, proven: bool
    ) -> None:
        """Set or change the password; every session but `keep` and all open links end.

        The present password must be given where there is one, unless the caller is `proven` otherwise (has just come
        by a link, or runs the machine). Raises Invalid (`PASSWORD_WEAK`), Forbidden (`PASSWORD_WRONG`).
        """
        async with self.tools.db.read(as_user(user_id)) as session:
            row = _there(await find_user(session, user_id=user_id))
        kept = row["password_hash"]
        text = check_password(new, row["email"])
        if kept is not None and not proven:
            await self._guesses.take(str(user_id))
            if not await self.passwords.matches(kept, current or ""):
                raise Forbidden("The present password is wrong.", code="PASSWORD_WRONG")
            await self._guesses.give_back(str(user_id))
        fresh = await self.passwords.hash(text)
        async with self.tools.db.write(as_user(user_id)) as session:
            again = _there(await find_user(session, user_id=user_id, lock=True))
            if again["password_hash"] != kept:
                raise Conflict("The password was changed elsewhere just now.", code="PASSWORD_CHANGED")
            await session.execute(update(users).where(users.c.id == user_id).values(password_hash=fresh))
            await self.sessions.end_all(session, user_id, keep=keep)
            await self.links.void(session, user_id)
            await self.tools.note(session, user_id, actor=actor, action="password")
        self.sessions.forget_user(user_id)

    async def create_token(
        self, actor: Actor, user_id: UUID, *, name: str, scopes: Sequence[str], days: int | None = None
    ) -> NewApiToken:
        """A token for a program. Raises Invalid, LimitReached (`TOO_MANY_TOKENS`)."""
        tools = self.tools
        label = _clean_name(name)
        wanted = _clean_scopes(scopes)
        if days is not None and not 1 <= days <= _MAX_DAYS:
            raise Invalid(f"A token lasts 1 to {_MAX_DAYS} days.", code="INVALID_INPUT", details={"field": "days"})
        now = tools.clock.now_ms()
        secret = new_token(TOKEN_PREFIX, random_bytes=tools.random_bytes)
        shown = ApiToken(
            id=tools.new_id(),
            name=label,
            prefix=secret[: len(TOKEN_PREFIX) + 4],
            scopes=wanted,
            created_at=now,
            last_used_at=None,
            expires_at=now + days * DAY_MS if days is not None else None,
        )
        row = {
            "id": shown.id,
            "user_id": user_id,
            "name": label,
            "token_hash": hash_token(secret),
            "prefix": shown.prefix,
            "scopes": list(wanted),
            "created_at": now,
            "last_used_at": None,
            "expires_at": shown.expires_at,
        }
        async with tools.db.write(as_user(user_id)) as session:
            mine = select(func.count()).select_from(api_tokens).where(api_tokens.c.user_id == user_id)
            if (await session.execute(mine)).scalar_one() >= MAX_TOKENS:
                raise LimitReached(
                    f"There may be {MAX_TOKENS} tokens at a time; delete one first.", code="TOO_MANY_TOKENS"
                )
            await session.execute(insert(api_tokens).values(row))
            details = {"name": label, "prefix": shown.prefix, "scopes": list(wanted)}
            await tools.note(session, user_id, actor=actor, action="token_created", details=details)
        return NewApiToken(secret, shown)

    async def tokens(self, user_id: UUID) -> tuple[ApiToken, ...]:
        """The tokens of one person, the newest first; without their secrets, which nobody knows any more."""
        query = select(api_tokens).where(api_tokens.c.user_id == user_id)
        async with self.tools.db.read(as_user(user_id)) as session:
            ordered = query.order_by(api_tokens.c.created_at.desc(), api_tokens.c.id.desc())
            rows = (await session.execute(ordered)).mappings().all()
        return tuple(
            ApiToken(
                id=row["id"],
                name=row["name"],
                prefix=row["prefix"],
                scopes=tuple(row["scopes"]),
                created_at=row["created_at"],
                last_used_at=row["last_used_at"],
                expires_at=row["expires_at"],
            )
            for row in rows
        )

    async def revoke_token(self, actor: Actor, user_id: UUID, *, token_id: UUID) -> None:
        """End one token of that person. Raises NotFound for any other."""
        async with self.tools.db.write(as_user(user_id)) as session:
            gone = await session.execute(
                delete(api_tokens)
                .where(api_tokens.c.user_id == user_id, api_tokens.c.id == token_id)
                .returning(api_tokens.c.prefix)
            )
            prefix = gone.scalar_one_or_none()
            if prefix is None:
                raise NotFound("There is no such token.", code="TOKEN_NOT_FOUND")
            await self.tools.note(session, user_id, actor=actor, action="token_revoked", details={"prefix": prefix})
        self.sessions.forget_user(user_id)


def _there(row: RowMapping | None) -> RowMapping:
    if row is None:
        raise NotFound("There is no such person.", code="USER_NOT_FOUND")
    return row


def _clean_name(name: str) -> str:
    label = " ".join(name.split())
    if not 1 <= len(label) <= 60 or not label.isprintable():
        raise Invalid("Name the token in 1 to 60 signs.", code="INVALID_INPUT", details={"field": "name"})
    return label


def _clean_scopes(scopes: Sequence[str]) -> tuple[Scope, ...]:
    wanted: tuple[Scope, ...] = tuple(scope for scope in SCOPES if scope in scopes)
    if not wanted or len(wanted) != len(set(scopes)):
        raise Invalid("Scopes are read and write.", code="INVALID_INPUT", details={"field": "scopes"})
    # Who may write may read: a token that changes what it cannot see helps nobody.
    return SCOPES if "write" in wanted else wanted
