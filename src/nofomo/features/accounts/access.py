"""Who is asking: the session cookie of a browser or the token of a program."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import Table, or_, select, update
from starlette.requests import HTTPConnection

from nofomo.engine.core.errors import Forbidden
from nofomo.features.accounts.afterwards import Afterwards
from nofomo.features.accounts.model import COOKIE, DAY_MS, MINUTE_MS, TOKEN_PREFIX, OpenedBy
from nofomo.features.accounts.services.tools import Tools
from nofomo.features.accounts.tables import api_tokens, sessions, users
from nofomo.infra.clock import Clock
from nofomo.infra.database import SYSTEM, as_user
from nofomo.infra.flights import SingleFlight
from nofomo.infra.secrets import hash_token
from nofomo.infra.web import Caller

HEADER: Final = "x-nofomo"
PROVEN_MS: Final = 15 * MINUTE_MS
_REMEMBER_MS: Final = 5_000
_KEEP: Final = 10_000
_MAX_SECRET: Final = 128
_HARMLESS: Final = ("GET", "HEAD", "OPTIONS")


@dataclass(slots=True)
class Entrance:
    """One session or token that was let in. `seen_at` moves when the row is touched."""

    caller: Caller
    row_id: UUID
    opened_by: OpenedBy | None
    scopes: tuple[str, ...]
    created_at: int
    expires_at: int | None
    seen_at: int
    read_at: int


@dataclass(slots=True)
class _Memory:
    """Entrances of the last seconds by secret's hash. `generation` grows with every forgetting, so that an answer
    read before a revocation is not remembered after it."""

    entries: OrderedDict[str, Entrance] = field(default_factory=OrderedDict)
    generation: int = 0


class Access:
    """Identifies requests with at most one query each, and refuses forged ones."""

    def __init__(self, tools: Tools, afterwards: Afterwards) -> None:
        self._tools = tools
        self._afterwards = afterwards
        self._memory = _Memory()
        self._flights = SingleFlight()
        self._own_host = _host(tools.settings.address)

    @property
    def _clock(self) -> Clock:
        return self._tools.clock

    async def identify(self, connection: HTTPConnection) -> Caller | None:
        """The caller, or None. A bearer token, if sent, decides alone.

        Raises Forbidden: `CSRF_REFUSED` for a cookie's change without `X-NoFOMO: 1` or from another origin,
        `SCOPE_MISSING` for a change with a token that may only read. Leaves the Entrance in `state.entrance`.
        """
        changes = connection.scope.get("method", "GET") not in _HARMLESS
        bearer = _bearer(connection)
        if bearer is not None:
            entrance = await self._find(bearer, via="token") if bearer.startswith(TOKEN_PREFIX) else None
            if entrance and changes and "write" not in entrance.scopes:
                raise Forbidden("This token may only read. Make one with the scope write.", code="SCOPE_MISSING")
        else:
            cookie = connection.cookies.get(COOKIE)
            entrance = await self._find(cookie, via="session") if cookie else None
            if entrance and changes:
                self.refuse_forgery(connection)
            elif entrance and connection.scope["type"] == "websocket":
                self.refuse_other_origin(connection)
        if entrance is None:
            return None
        connection.state.entrance = entrance
        return entrance.caller

    def has_just_come_by_link(self, entrance: Entrance) -> bool:
        """Whether this session was opened by a link within the last 15 minutes: that person may set a password without
        the old one, for whoever holds the mailbox could reset it anyway."""
        age = self._clock.now_ms() - entrance.created_at
        return entrance.opened_by in ("sign_in", "invite", "reset") and 0 <= age <= PROVEN_MS

    def refuse_forgery(self, connection: HTTPConnection) -> None:
        """Raise Forbidden `CSRF_REFUSED` unless our own page sent it (other pages cannot set the header)."""
        if connection.headers.get(HEADER) != "1":
            raise Forbidden("Send the header X-NoFOMO: 1 with every change.", code="CSRF_REFUSED")
        self.refuse_other_origin(connection)

    def refuse_other_origin(self, connection: HTTPConnection) -> None:
        """Raise Forbidden `CSRF_REFUSED` when the browser says that another site's page is asking."""
        origin = connection.headers.get("origin")
        if origin is None:
            return
        asked = connection.headers.get("host", "").lower()
        host = _host(origin) if len(origin) <= 300 else ""
        if not host or host not in (asked, self._own_host):
            raise Forbidden("Another site may not do this here.", code="CSRF_REFUSED")

    def forget_token(self, secret: str) -> None:
        """Let the next request with this secret be looked up anew."""
        self._memory.generation += 1
        self._memory.entries.pop(hash_token(secret), None)

    def forget_user(self, user_id: UUID) -> None:
        """Let the next request of that person be looked up anew."""
        self._memory.generation += 1
        entries = self._memory.entries
        for key in [key for key, entry in entries.items() if entry.caller.user_id == user_id]:
            del entries[key]

    async def _find(self, secret: str, *, via: Literal["session", "token"]) -> Entrance | None:
        if len(secret) > _MAX_SECRET:
            return None
        key = hash_token(secret)
        now = self._clock.now_ms()
        entrance = self._memory.entries.get(key)
        if entrance is None or entrance.caller.via != via or not 0 <= now - entrance.read_at <= _REMEMBER_MS:
            generation = self._memory.generation
            # many requests of one browser at once are looked up once; one after a revocation is looked up anew
            entrance = await self._flights.share((key, via, generation), lambda: self._look_up(key, via=via, now=now))
            if entrance is not None and generation == self._memory.generation:
                entrance = self._remember(key, entrance)
        if entrance is None or (entrance.expires_at is not None and entrance.expires_at <= now):
            return None
        if now - entrance.seen_at >= MINUTE_MS:
            self._touch(entrance, now)
        return entrance

    def _remember(self, key: str, entrance: Entrance) -> Entrance:
        entries = self._memory.entries
        known = entries.get(key)
        if known is not None and known.caller.via == entrance.caller.via and known.read_at >= entrance.read_at:
            return known  # a request at the same moment was first; sharing its entry keeps the touch single
        entries[key] = entrance
        entries.move_to_end(key)
        while len(entries) > _KEEP:
            entries.popitem(last=False)
        return entrance

    async def _look_up(self, key: str, *, via: Literal["session", "token"], now: int) -> Entrance | None:
        table: Table = sessions if via == "session" else api_tokens
        person = (users.c.email, users.c.role, users.c.language, users.c.timezone)
        query = (
            select(table, *person)
            .join(users, users.c.id == table.c.user_id)
            .where(table.c.token_hash == key, users.c.disabled_at.is_(None))
        )
        async with self._tools.db.read(SYSTEM) as session:
            row = (await session.execute(query)).mappings().one_or_none()
        if row is None:
            return None
        caller = Caller(row["user_id"], row["email"], row["role"], via, row["language"], row["timezone"])
        seen_at = row["last_seen_at"] if via == "session" else (row["last_used_at"] or 0)
        return Entrance(
            caller=caller,
            row_id=row["id"],
            opened_by=row["opened_by"] if via == "session" else None,
            scopes=() if via == "session" else tuple(row["scopes"]),
            created_at=row["created_at"],
            expires_at=row["expires_at"],
            seen_at=seen_at,
            read_at=now,
        )

    def _touch(self, entrance: Entrance, now: int) -> None:
        values: dict[str, Any] = {"last_used_at": now}
        table = api_tokens
        if entrance.caller.via == "session":
            table = sessions
            entrance.expires_at = now + self._tools.settings.session_days * DAY_MS
            values = {"last_seen_at": now, "expires_at": entrance.expires_at}
        entrance.seen_at = now
        self._afterwards.do("noting the last use", self._write_touch(table, entrance, values=values))

    async def _write_touch(self, table: Table, entrance: Entrance, *, values: dict[str, Any]) -> None:
        async with self._tools.db.write(as_user(entrance.caller.user_id)) as session:
            column, moment = next(iter(values.items()))
            earlier = or_(table.c[column].is_(None), table.c[column] < moment)
            await session.execute(update(table).where(table.c.id == entrance.row_id, earlier).values(values))


def _host(address: str) -> str:
    """`host[:port]` of an address or origin in lower case; empty when it has none."""
    return address.partition("://")[2].partition("/")[0].lower()


def _bearer(connection: HTTPConnection) -> str | None:
    """The token of `Authorization: Bearer …`. Other kinds are a proxy's business in front of us, not ours."""
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None
