"""A server with accounts and nothing else, over real rows, with its terminal in reach."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx2
from fastapi import FastAPI
from sqlalchemy import Table, select

from nofomo.adapters.messengers import ConsoleMailer
from nofomo.api.app import AppParts, create_app
from nofomo.features.accounts import OPERATOR, AccountService, AccountSettings, MeShown, Tools, build_router
from nofomo.features.notifications import Mailer, NotificationService
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.secrets import Secrets
from nofomo.infra.web import Caller
from tests.support.clock import CountingIds, ManualClock

ADDRESS = "http://nofomo.test:8000"
PASSWORD = "quiet harbour lantern"


@dataclass
class World:
    accounts: AccountService
    app: FastAPI
    db: Database
    clock: ManualClock
    terminal: io.StringIO
    address: str = ADDRESS
    clients: list[httpx2.AsyncClient] = field(default_factory=list)

    def browser(self, *, ip: str = "203.0.113.7", header: bool = True, agent: str = "Firefox") -> httpx2.AsyncClient:
        """Somebody's browser, with its own cookies; it sends X-NoFOMO as our page does."""
        transport = httpx2.ASGITransport(app=self.app, client=(ip, 50000), raise_app_exceptions=False)
        headers = {"User-Agent": agent, **({"X-NoFOMO": "1"} if header else {})}
        client = httpx2.AsyncClient(transport=transport, base_url=self.address, headers=headers)
        self.clients.append(client)
        return client

    def program(self, token: str) -> httpx2.AsyncClient:
        client = self.browser(header=False, agent="python")
        client.headers["Authorization"] = f"Bearer {token}"
        return client

    async def invited(self, email: str, role: str = "user") -> httpx2.AsyncClient:
        """A person who came by an invitation: their browser, signed in."""
        link = await self.accounts.people.invite(OPERATOR, email, role=role)
        return await self.entering(link.token)

    async def owner(self) -> httpx2.AsyncClient:
        """The first owner's browser, signed in by the link of the first start."""
        link = await self.accounts.ensure_owner()
        assert link is not None
        return await self.entering(link.token)

    async def entering(self, token: str, **how: Any) -> httpx2.AsyncClient:
        browser = self.browser(**how)
        answer = await browser.post("/api/auth/redeem", json={"token": token})
        assert answer.status_code == 200, answer.text
        return browser

    async def with_password(self, email: str, role: str = "user") -> httpx2.AsyncClient:
        browser = await self.invited(email, role)
        answer = await browser.post("/api/me/password", json={"new": PASSWORD})
        assert answer.status_code == 200, answer.text
        return browser

    async def id_of(self, email: str) -> UUID:
        return (await self.accounts.people.find(email)).id

    async def rows(self, table: Table) -> list[Mapping[str, Any]]:
        async with self.db.read(SYSTEM) as session:
            return [dict(row) for row in (await session.execute(select(table))).mappings()]

    async def printed_token(self) -> str:
        """The newest link that the server printed on its terminal."""
        await self.accounts.settle()
        return re.findall(r"redeem\?token=([\w-]+)", self.terminal.getvalue())[-1]

    async def close(self) -> None:
        for client in self.clients:
            await client.aclose()
        await self.accounts.settle()
        await self.db.close()


class MeInThisWorld(MeShown):
    """With what other rooms would add."""

    quota: dict[str, int]
    venue: dict[str, str]


async def extras_of(caller: Caller) -> dict[str, Any]:
    return {"quota": {"used": 0, "limit": 30}, "venue": {"name": "sandbox", "asked": caller.email}}


async def ready() -> dict[str, Any]:
    return {"ready": True}


async def open_world(
    url: str, *, address: str = ADDRESS, mailer: Mailer | None = None, clock: ManualClock | None = None, **more: Any
) -> World:
    clock = clock or ManualClock()
    db = Database(url)
    terminal = io.StringIO()
    randomness = random.Random(7)
    ids = CountingIds()
    cheap = {"hash_passes": 1, "hash_memory_kib": 8, "hash_lanes": 1, **more}
    settings = AccountSettings(address=address, **cheap)
    tools = Tools(db, clock, ids, randomness.randbytes, settings)
    notifications = NotificationService(mailer or ConsoleMailer(terminal))
    secrets = Secrets(["k" * 32], random_bytes=randomness.randbytes)
    accounts = AccountService(tools, notifications=notifications, secrets=secrets)
    router = build_router(accounts, me_extras=extras_of, me_model=MeInThisWorld)
    app = create_app(AppParts([router], accounts.identify, ready, clock, ids, version="0"))
    return World(accounts, app, db, clock, terminal, address)


def code_of(answer: httpx2.Response) -> str:
    """Status and error code, like `409 LINK_USED`."""
    return f"{answer.status_code} {answer.json().get('code', '')}".strip()


def data_of(answer: httpx2.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()["data"]
