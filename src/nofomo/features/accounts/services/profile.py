"""What a person prefers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import NotFound
from nofomo.features.accounts.model import Preferences
from nofomo.features.accounts.preferences import PROFILE_FIELDS, clean_changes, from_document
from nofomo.features.accounts.services.sessions import Sessions
from nofomo.features.accounts.services.tools import Tools, find_user
from nofomo.features.accounts.tables import preferences, users
from nofomo.infra.database import as_user


@dataclass(frozen=True, slots=True)
class Profile:
    """Reads and changes preferences. Only what a person chose is kept, so that better defaults reach everybody else."""

    tools: Tools
    sessions: Sessions

    async def preferences(self, user_id: UUID) -> Preferences:
        """The person's preferences, defaults filled in."""
        async with self.tools.db.read(as_user(user_id)) as session:
            document = await self._document(session, user_id)
        return from_document(document or {}, venue=self.tools.settings.venue)

    async def change(self, user_id: UUID, changes: Mapping[str, Any]) -> Preferences:
        """Change some of them (snake_case names, `language timezone theme palette` included), all or nothing.

        Raises Invalid (`PREFERENCE_INVALID`) naming the field.
        """
        cleaned = clean_changes(changes)
        profile = {name: cleaned.pop(name) for name in PROFILE_FIELDS if name in cleaned}
        async with self.tools.db.write(as_user(user_id)) as session:
            # The person's row is locked, so that two changes at once do not overwrite each other.
            if await find_user(session, user_id=user_id, lock=True) is None:
                raise NotFound("There is no such person.", code="USER_NOT_FOUND")
            if profile:
                await session.execute(update(users).where(users.c.id == user_id).values(profile))
            kept = await self._document(session, user_id)
            document = {**(kept or {}), **cleaned}
            if cleaned:
                values = {"document": document, "updated_at": self.tools.clock.now_ms()}
                if kept is None:
                    await session.execute(insert(preferences).values(user_id=user_id, **values))
                else:
                    await session.execute(update(preferences).where(preferences.c.user_id == user_id).values(values))
        if profile:
            self.sessions.forget_user(user_id)
        return from_document(document, venue=self.tools.settings.venue)

    async def _document(self, session: AsyncSession, user_id: UUID) -> dict[str, Any] | None:
        query = select(preferences.c.document).where(preferences.c.user_id == user_id)
        return (await session.execute(query)).scalar_one_or_none()
