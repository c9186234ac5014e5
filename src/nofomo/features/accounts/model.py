"""People and how they prove who they are: the shared words and the rules that are always true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from ipaddress import ip_address
from typing import Final, Literal
from uuid import UUID

from nofomo.engine.core.errors import Invalid
from nofomo.infra.web import Caller, Role

Purpose = Literal["sign_in", "invite", "reset"]
OpenedBy = Literal["password", "sign_in", "invite", "reset"]
Scope = Literal["read", "write"]

COOKIE: Final = "nofomo_session"
TOKEN_PREFIX: Final = "nfm_"  # noqa: S105
RANK: Final[dict[str, int]] = {"user": 0, "admin": 1, "owner": 2}
MINUTE_MS: Final = 60_000
HOUR_MS: Final = 60 * MINUTE_MS
DAY_MS: Final = 24 * HOUR_MS

# ASCII only: two addresses that look alike or fold to the same lower case must not become two people, or one.
_ATOM: Final = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """What accounts need to know of the server.

    `address` is where the page is reached (links start with it); `venue` is what a new person analyses;
    the three `hash_` figures are argon2id's time cost, memory in KiB and lanes.
    """

    address: str
    owner_email: str = "owner@localhost"
    language: str = "id"
    timezone: str = "Asia/Jakarta"
    venue: str = "sandbox"
    session_days: int = 30
    hash_passes: int = 3
    hash_memory_kib: int = 32 * 1024
    hash_lanes: int = 2

    @property
    def is_https(self) -> bool:
        """Whether people reach the page by https."""
        return self.address.startswith("https://")


@dataclass(frozen=True, slots=True)
class User:
    """A person. Moments are ms since the epoch, UTC."""

    id: UUID
    email: str
    role: Role
    language: str
    timezone: str
    theme: str
    palette: str
    has_password: bool
    has_second_factor: bool
    signed_in_at: int | None
    disabled_at: int | None
    created_at: int


@dataclass(frozen=True, slots=True)
class Client:
    """Where a request comes from: address and program, as far as they are known."""

    ip: str = ""
    user_agent: str = ""

    @property
    def short_ip(self) -> str:
        """The address without its last part, enough to recognise a place: `203.0.113.x`, `2001:db8:7::/48`."""
        try:
            address = ip_address(self.ip)
        except ValueError:
            return ""
        if address.is_loopback:
            return str(address)
        if address.version == 4:
            return str(address).rpartition(".")[0] + ".x"
        head = int(address) >> 80
        return f"{ip_address(head << 80).compressed}/48" if address.version == 6 else ""

    @property
    def network(self) -> str:
        """What attempts are counted by: the IPv4 address, or the /64 of an IPv6 one."""
        try:
            address = ip_address(self.ip)
        except ValueError:
            return "?"
        return str(address) if address.version == 4 else f"{int(address) >> 64:x}::/64"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes something about people: a caller, or (id None) whoever runs commands on the machine."""

    user_id: UUID | None
    role: Role
    client: Client = Client()

    @classmethod
    def of(cls, caller: Caller, client: Client) -> Actor:
        """The caller as an actor."""
        return cls(caller.user_id, caller.role, client)


OPERATOR: Final = Actor(None, "owner")
"""Whoever has a shell on the machine: may do what an owner may."""


@dataclass(frozen=True, slots=True, repr=False)
class IssuedLink:
    """A one-time link, known only to whoever asked for it: `url` contains the secret (so it has no repr)."""

    url: str
    token: str
    expires_at: int
    mailed: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class OpenedSession:
    """A session just opened: the cookie's value and its owner."""

    token: str
    session_id: UUID
    user: User


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in."""

    id: UUID
    opened_by: OpenedBy
    created_at: int
    last_seen_at: int
    expires_at: int
    user_agent: str
    ip: str


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A program's key, as it may be shown: `prefix` is its beginning."""

    id: UUID
    name: str
    prefix: str
    scopes: tuple[Scope, ...]
    created_at: int
    last_used_at: int | None
    expires_at: int | None


@dataclass(frozen=True, slots=True)
class TradingHours:
    """From when to when one trades, `HH:MM` in the person's zone; may cross midnight."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Preferences:
    """What an analysis uses when nothing else is asked for."""

    venue: str
    timeframes: tuple[str, str, str] = ("4h", "1h", "15m")
    risk_pct: float = 0.5
    mode: Literal["auto", "pullback", "breakout"] = "auto"
    tp3: bool = False
    equity: Decimal = Decimal(1000)
    currency: str = "USDT"
    trading_hours: TradingHours | None = None
    strict_gates: bool = False


def clean_email(text: str) -> str:
    """The address in lower case without surrounding blanks. Raises Invalid (`EMAIL_INVALID`)."""
    email = text.strip().lower() if text.isascii() and len(text) <= 300 else ""
    local = email.partition("@")[0]
    if len(email) > 254 or len(local) > 64 or not _EMAIL.fullmatch(email):
        raise Invalid(
            "Write the e-mail address like name@example.org, without accents or other signs.",
            code="EMAIL_INVALID",
            details={"field": "email"},
        )
    return email


def page_address(public_url: str | None, host: str, *, port: int) -> str:
    """Where people reach the page: the public URL, else the bind address (a wildcard becomes localhost)."""
    if public_url:
        return public_url.rstrip("/")
    name = {"0.0.0.0": "localhost", "::": "localhost", "": "localhost"}.get(host, host)  # noqa: S104
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
