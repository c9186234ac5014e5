"""Serving the sandbox on a socket: alone, or on a free loopback port inside another process."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from nofomo.engine.core.errors import Invalid
from nofomo.sandbox.app import ABORT, create_sandbox
from nofomo.sandbox.quotas import WEIGHT_PER_MINUTE
from nofomo.sandbox.simulated_clock import Now

# struct linger of socket(7): on, for 0 s. Its fields are short on Windows.
_NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class WallClock:
    """The machine's clock, for a sandbox that runs alone."""

    def now_ms(self) -> int:
        """The present moment (ms since the epoch)."""
        return time.time_ns() // 1_000_000


class Connections:
    """The open connections by the client's address, so that a fault can reset one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open: dict[tuple[str, int], asyncio.Transport] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, handing on a way to reset its connection."""
        if scope["type"] == "http" and scope.get("client"):
            client = (scope["client"][0], scope["client"][1])
            scope[ABORT] = lambda: self.reset(client)
        await self._app(scope, receive, send)

    def opened(self, transport: asyncio.Transport) -> None:
        """A client has connected."""
        self._open[_peer(transport)] = transport

    def closed(self, transport: asyncio.Transport) -> None:
        """A client has gone."""
        self._open.pop(_peer(transport), None)

    def reset(self, client: tuple[str, int]) -> None:
        """Cut a client off: it sees "connection reset by peer"."""
        transport = self._open.get(client)
        if transport is not None:
            # Lingering for 0 s makes the close a reset.
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            transport.abort()

    def protocol(self) -> type[H11Protocol]:
        """Uvicorn's HTTP protocol, telling this register about connections."""
        register = self

        class Watched(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                register.opened(transport)
                super().connection_made(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                register.closed(self.transport)
                super().connection_lost(exc)

        return Watched


def _peer(transport: asyncio.Transport) -> tuple[str, int]:
    name: Any = transport.get_extra_info("peername") or ("", 0)
    return (str(name[0]), int(name[1]))


def _server(app: ASGIApp) -> _EmbeddedServer:
    connections = Connections(app)
    return _EmbeddedServer(
        uvicorn.Config(connections, http=connections.protocol(), lifespan="off", log_config=None, access_log=False,
                       timeout_graceful_shutdown=1, ws="none", server_header=False)
    )  # fmt: skip


class _EmbeddedServer(uvicorn.Server):
    """A server that leaves the process's signals alone and says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """A sandbox that is serving: its base URL (`http://127.0.0.1:40123`), its application and how to stop it."""

    url: str
    stop: Callable[[], Awaitable[None]]


async def start_in_background(
    seed: int, clock: Now, *, host: str = "127.0.0.1", port: int = 0, weight_limit: int = WEIGHT_PER_MINUTE
) -> RunningSandbox:
    """Serve a sandbox as a task of the running loop, by default on a free loopback port. Ready when it returns."""
    # With the protocol named, asyncio switches Nagle's algorithm off; without it every answer waits 40 ms for an ACK.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        message = (
            f"The sandbox cannot listen on {host}:{port} ({error.strerror}). Choose another port, or 0 for a free one."
        )
        raise Invalid(message, code="PORT_NOT_FREE") from error
    listener.listen(256)
    server = _server(create_sandbox(seed, clock, weight_limit=weight_limit))
    task = asyncio.create_task(server.serve(sockets=[listener]), name="sandbox")
    await server.ready.wait()

    async def stop() -> None:
        server.should_exit = True
        await task
        listener.close()

    shown = f"[{host}]" if ":" in host else host
    return RunningSandbox(f"http://{shown}:{listener.getsockname()[1]}", stop)


def serve(host: str, port: int, *, seed: int, clock: Now | None = None) -> None:
    """Serve a sandbox alone until interrupted (`nofomo sandbox`)."""
    app = create_sandbox(seed, clock or WallClock())
    connections = Connections(app)
    uvicorn.run(
        connections, host=host, port=port, http=connections.protocol(), lifespan="off", access_log=False, ws="none"
    )
