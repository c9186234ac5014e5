"""What every service of accounts works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.features.accounts.model import AccountSettings, Actor, User
from nofomo.features.accounts.tables import audit_log, second_factors, users
from nofomo.features.accounts.throttle import Throttle, tries_of
from nofomo.infra.clock import Clock, NewId
from nofomo.infra.database import Database
from nofomo.infra.secrets import RandomBytes


@dataclass(frozen=True, slots=True)
class Tools:
    """Database, clock, ids, randomness and settings, handed in once."""

    db: Database
    clock: Clock
    new_id: NewId
    random_bytes: RandomBytes
    settings: AccountSettings

    def throttle(self, name: str, limit: int, *, window_ms: int) -> Throttle:
        """A limit on attempts, shared by all processes that serve these accounts."""
        return Throttle(name, limit, window_ms=window_ms, clock=self.clock, tries=tries_of(self.db))

    async def note(
        self,
        session: AsyncSession,
        user_id: UUID,
        *,
        actor: Actor,
        action: str,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Write one row of the audit log in the caller's transaction."""
        row = {
            "id": self.new_id(),
            "user_id": user_id,
            "actor_id": actor.user_id,
            "action": action,
            "details": dict(details or {}),
            "ip": actor.client.short_ip,
            "at": self.clock.now_ms(),
        }
        await session.execute(insert(audit_log).values(row))


def select_users() -> Select[Any]:
    """Users with everything that `to_user` needs."""
    confirmed = second_factors.c.confirmed_at.label("second_factor_at")
    return select(users, confirmed).join(second_factors, second_factors.c.user_id == users.c.id, isouter=True)


def to_user(row: RowMapping) -> User:
    """A row of `select_users` as a User."""
    return User(
        id=row["id"],
        email=row["email"],
        role=row["role"],
        language=row["language"],
        timezone=row["timezone"],
        theme=row["theme"],
        palette=row["palette"],
        has_password=row["password_hash"] is not None,
        has_second_factor=row["second_factor_at"] is not None,
        signed_in_at=row["signed_in_at"],
        disabled_at=row["disabled_at"],
        created_at=row["created_at"],
    )


async def find_user(
    session: AsyncSession, *, email: str | None = None, user_id: UUID | None = None, lock: bool = False
) -> RowMapping | None:
    """The row (of `select_users`) with that address or id. `lock` keeps others from changing it meanwhile."""
    query = select_users().where(users.c.email == email if email is not None else users.c.id == user_id)
    if lock:
        query = query.with_for_update(of=users)
    return (await session.execute(query)).mappings().one_or_none()
