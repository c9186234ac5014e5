"""Behind a proxy the client's own address counts, and nobody can choose the address that is written down."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.types import Receive, Scope, Send
from tests.support.whole_house import ADDRESS, data_of, whole_house

from nofomo.api.proxies import TrustedProxies
from nofomo.engine.core.errors import Invalid
from nofomo.infra.settings import load_settings

CADDY = "10.0.0.7"
TRUSTED = [ip_network("10.0.0.0/8"), ip_network("127.0.0.1"), ip_network("fd00::/8")]


async def seen_as(peer: str | None, headers: list[tuple[str, str]], *, scheme: str = "http") -> tuple[Any, str]:
    """Client and scheme that the application sees."""
    seen: dict[str, Any] = {}

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.update(scope)

    async def nothing(*_given: object) -> Any:
        return None

    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    client = None if peer is None else (peer, 50_000)
    scope = {"type": "http", "client": client, "scheme": scheme, "headers": raw}
    await TrustedProxies(app, trusted=TRUSTED)(scope, nothing, nothing)
    return seen["client"][0] if seen["client"] else None, seen["scheme"]


@pytest.mark.parametrize(
    ("peer", "told", "client"),
    [
        (CADDY, "203.0.113.9", "203.0.113.9"),
        # whatever the client wrote itself stands further left and is not believed
        (CADDY, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (CADDY, "127.0.0.1, 203.0.113.9", "203.0.113.9"),
        # several proxies of ours in a row
        (CADDY, "1.2.3.4, 203.0.113.9, 10.0.0.8", "203.0.113.9"),
        (CADDY, "10.0.0.9, 10.0.0.8", "10.0.0.9"),
        # spellings
        (CADDY, "203.0.113.9:4711", "203.0.113.9"),
        (CADDY, "[2001:db8::9]:4711", "2001:db8::9"),
        (CADDY, "2001:db8::9", "2001:db8::9"),
        (CADDY, "::ffff:203.0.113.9", "203.0.113.9"),
        ("::ffff:10.0.0.7", "203.0.113.9", "203.0.113.9"),
        ("fd00::1", "203.0.113.9", "203.0.113.9"),
        # nonsense ends the chain where it stands
        (CADDY, "203.0.113.9, unknown", CADDY),
        (CADDY, "203.0.113.9, , 10.0.0.8", "10.0.0.8"),
        (CADDY, "' or 1=1 --", CADDY),
        (CADDY, ",".join(["10.0.0.8"] * 5000), "10.0.0.8"),
        (CADDY, "", CADDY),
        # whoever is no proxy of ours is not asked
        ("203.0.113.66", "10.0.0.1", "203.0.113.66"),
        ("203.0.113.66", "1.2.3.4, 10.0.0.7", "203.0.113.66"),
        (None, "1.2.3.4", None),
    ],
)
async def test_the_client_is_the_rightmost_address_that_is_not_a_trusted_proxys(
    peer: str | None, told: str, client: str | None
) -> None:
    assert (await seen_as(peer, [("X-Forwarded-For", told)]))[0] == client


async def test_several_headers_are_read_as_one_in_their_order() -> None:
    headers = [("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-For", "203.0.113.9")]
    assert (await seen_as(CADDY, headers))[0] == "203.0.113.9"


@pytest.mark.parametrize(
    ("peer", "told", "scheme"),
    [
        (CADDY, "https", "https"),
        (CADDY, "http, https", "https"),
        (CADDY, "HTTPS", "https"),
        (CADDY, "javascript", "http"),
        ("203.0.113.66", "https", "http"),
    ],
)
async def test_the_scheme_is_believed_from_a_trusted_proxy_only(peer: str, told: str, scheme: str) -> None:
    assert (await seen_as(peer, [("X-Forwarded-Proto", told)]))[1] == scheme


@pytest.mark.parametrize("written", ["10.0.0.0/33", "localhost", "10.0.0.1,", "*"])
def test_a_proxy_that_cannot_be_read_stops_the_start(written: str) -> None:
    with pytest.raises(Invalid, match="NOFOMO_TRUSTED_PROXIES"):
        load_settings(environ={"NOFOMO_TRUSTED_PROXIES": written})


async def enter(whole: Any, peer: str, headers: Mapping[str, str]) -> httpx2.AsyncClient:
    """The owner's browser, coming from `peer`."""
    transport = httpx2.ASGITransport(app=whole.app, raise_app_exceptions=False, client=(peer, 50_000))
    client = httpx2.AsyncClient(transport=transport, base_url=ADDRESS, headers={"X-NoFOMO": "1", **headers})
    whole.clients.append(client)
    link = await whole.house.accounts.ensure_owner()
    answer = await client.post("/api/auth/redeem", json={"token": link.token})
    assert answer.status_code == 200, answer.text
    client.headers["set-cookie-seen"] = answer.headers["set-cookie"]
    return client


async def test_sessions_name_the_persons_place_and_cookies_are_secure_behind_tls(tmp_path: Path) -> None:
    async with whole_house(tmp_path, trusted_proxies="10.0.0.0/8") as whole:
        told = {"X-Forwarded-For": "127.0.0.1, 203.0.113.9", "X-Forwarded-Proto": "https"}
        behind = await enter(whole, CADDY, told)
        assert "Secure" in behind.headers["set-cookie-seen"]
        liar = await enter(whole, "198.51.100.66", told)
        assert "Secure" not in liar.headers["set-cookie-seen"]
        shown = data_of(await liar.get("/api/me/sessions"))
        assert {"203.0.113.x", "198.51.100.x"} <= {str(row["ip"]) for row in shown}


async def test_guessing_is_counted_per_client_and_not_per_proxy(tmp_path: Path) -> None:
    async with whole_house(tmp_path, trusted_proxies="10.0.0.0/8") as whole:
        wrong = {"email": "nobody@example.org", "password": "not the right one"}

        async def guess(client: str, number: int) -> int:
            transport = httpx2.ASGITransport(app=whole.app, client=(CADDY, 50_000))
            headers = {"X-NoFOMO": "1", "X-Forwarded-For": f"192.0.2.{number}, {client}"}
            async with httpx2.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers) as browser:
                return (await browser.post("/api/auth/login", json=wrong)).status_code

        # a made-up address in front of one's own does not reset the count, and a neighbour's is another
        assert [await guess("203.0.113.9", number) for number in range(6)] == [401] * 5 + [429]
        assert await guess("198.51.100.3", 0) == 401
