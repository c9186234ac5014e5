"""Who really asks, when proxies stand between: believed only from proxies that the operator has named."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
_MOST_HOPS: Final = 20


class TrustedProxies:
    """Puts the client's own address and scheme where a trusted proxy's would stand. Pure ASGI, for every request.

    `X-Forwarded-For` grows to the right, and everything left of the first untrusted address may have been made up by
    whoever sits there; so the client is the rightmost address that is not a trusted proxy's.
    """

    def __init__(self, app: ASGIApp, *, trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = tuple(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._trusted and scope["type"] in ("http", "websocket"):
            scope = self._seen_through(scope)
        await self._app(scope, receive, send)

    def _seen_through(self, scope: Scope) -> Scope:
        peer = _address(scope["client"][0]) if scope.get("client") else None
        if peer is None or not self._is_trusted(peer):
            return scope
        headers = Headers(scope=scope)
        client, scheme = peer, scope["scheme"]
        hops = ",".join(headers.getlist("x-forwarded-for")).split(",")[-_MOST_HOPS:]
        for hop in reversed(hops):
            found = _address(hop)
            if found is None:
                break
            client = found
            if not self._is_trusted(found):
                break
        told = ",".join(headers.getlist("x-forwarded-proto")).rpartition(",")[2].strip().lower()
        if told in ("http", "https"):
            scheme = told if scope["type"] == "http" else {"http": "ws", "https": "wss"}[told]
        return {**scope, "client": (str(client), 0), "scheme": scheme}

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def _address(text: str) -> Address | None:
    """`203.0.113.7`, `203.0.113.7:4711`, `[2001:db8::1]:4711`, `::ffff:203.0.113.7`; None for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
