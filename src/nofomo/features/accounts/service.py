"""Everything that can be asked of accounts, put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from nofomo.features.accounts.access import Access
from nofomo.features.accounts.afterwards import Afterwards
from nofomo.features.accounts.model import AccountSettings, Actor, IssuedLink, Preferences
from nofomo.features.accounts.passwords import Passwords
from nofomo.features.accounts.services.keys import Keys
from nofomo.features.accounts.services.links import Links
from nofomo.features.accounts.services.people import People
from nofomo.features.accounts.services.profile import Profile
from nofomo.features.accounts.services.retention import sweeps
from nofomo.features.accounts.services.second_factor import SecondFactor
from nofomo.features.accounts.services.sessions import Sessions
from nofomo.features.accounts.services.sign_in import SignIn
from nofomo.features.accounts.services.tools import Tools
from nofomo.features.notifications import NotificationService
from nofomo.infra.secrets import Secrets
from nofomo.infra.web import Caller


class AccountService:
    """People, their ways in and their preferences.

    `sign_in` (links, passwords), `people` (invite, reset, roles), `keys` (password, API tokens), `second_factor`,
    `sessions`, `profile` (preferences), `access` (who is asking).
    """

    def __init__(self, tools: Tools, *, notifications: NotificationService, secrets: Secrets) -> None:
        self._tools: Final = tools
        self._afterwards: Final = Afterwards()
        self.settings: Final[AccountSettings] = tools.settings
        self.access: Final = Access(tools, self._afterwards)
        self.sessions: Final = Sessions(tools, self.access)
        self.second_factor: Final = SecondFactor(tools, secrets)
        passwords = Passwords(tools.settings, tools.random_bytes)
        links = Links(tools)
        self.keys: Final = Keys(tools, passwords, self.sessions, links)
        self.people: Final = People(tools, links, self.sessions, notifications)
        self.profile: Final = Profile(tools, self.sessions)
        self.sign_in: Final = SignIn(
            tools,
            links=links,
            sessions=self.sessions,
            passwords=passwords,
            second_factor=self.second_factor,
            notifications=notifications,
            afterwards=self._afterwards,
        )
        self.mails_reach_people: Final = notifications.reaches_people

    async def identify(self, connection: HTTPConnection) -> Caller | None:
        """Who is asking (for `app.state.identify`); see `Access.identify`."""
        return await self.access.identify(connection)

    async def ensure_owner(self) -> IssuedLink | None:
        """At start-up: see `SignIn.ensure_owner`."""
        return await self.sign_in.ensure_owner()

    async def ensure_owner_row(self) -> None:
        """At start-up, before anything is served: see `SignIn.ensure_owner_row`."""
        await self.sign_in.ensure_owner_row()

    async def owner_has_password(self) -> bool:
        """Whether every active owner has one: a public address must not be served otherwise."""
        return await self.sign_in.owners_have_passwords()

    async def preferences(self, user_id: UUID) -> Preferences:
        """The person's preferences, defaults filled in."""
        return await self.profile.preferences(user_id)

    async def note(
        self, session: AsyncSession, actor: Actor, *, action: str, details: Mapping[str, Any] | None = None
    ) -> None:
        """Write a line of the audit log about what the actor did to this server, in the caller's transaction."""
        assert actor.user_id is not None, "the operator of the machine has no audit log"
        await self._tools.note(session, actor.user_id, actor=actor, action=action, details=details)

    def sweeps(self, *, audit_days: int) -> dict[str, Callable[[int], Awaitable[int]]]:
        """What a clean-up may remove, by name: see `services/retention.py`."""
        return sweeps(self._tools, audit_days=audit_days)

    async def settle(self) -> None:
        """Wait for mails and notes under way; call it before the database closes."""
        await self._afterwards.settle()
