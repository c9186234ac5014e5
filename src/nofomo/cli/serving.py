"""Serving the page and the API until somebody says stop."""

from __future__ import annotations

import asyncio
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Final, Literal

import click
import uvicorn
from typing_extensions import override

from nofomo.bootstrap import build_app, open_house
from nofomo.engine.core.errors import Invalid
from nofomo.features.accounts import page_address
from nofomo.infra.clock import Clock, SystemClock
from nofomo.infra.settings import Settings

_GRACE_S: Final = 5
_KEEP_ALIVE_S: Final = 150
"""Longer than a proxy keeps a connection that nobody uses (Caddy: 2 min), so that no request meets one just closed."""
_LAST_ANSWERS_S: Final = 3.0
"""So long after a signal requests still wait for their analysis; then they are told that it goes on without them."""


async def run(settings: Settings, clock: Clock | None = None, *, role: Literal["up", "api"] = "up") -> int:
    """Serve until a signal says stop. Another `clock` puts the whole house at another time."""
    _allow_many_sockets()
    listener = _listen(settings)
    address = page_address(None, settings.host, port=listener.getsockname()[1])
    public = settings.public_url or address
    async with open_house(settings, clock=clock or SystemClock(), address=public, role=role) as house:
        config = uvicorn.Config(
            build_app(house),
            log_config=None,
            access_log=False,
            ws="none",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE_S,
            timeout_keep_alive=_KEEP_ALIVE_S,
        )
        server = AnnouncedServer(config)

        def stop() -> None:
            asyncio.get_running_loop().call_later(_LAST_ANSWERS_S, house.queue.stop_waiting)
            server.stop()

        with on_signal(stop):
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            started = asyncio.create_task(server.ready.wait())
            await asyncio.wait({serving, started}, return_when=asyncio.FIRST_COMPLETED)
            if server.ready.is_set():
                await _answers(listener)
                print_lines(f"NoFOMO listens on {address} (Ctrl+C stops it)", *await house.greeting())
            started.cancel()
            await serving
    return 0


def print_lines(*lines: str) -> None:
    """Tell the terminal. A log on a full disk or a closed terminal is no reason to stop serving."""
    with suppress(OSError):
        for line in lines:
            click.echo(line, err=True)


@contextmanager
def on_signal(stop: Callable[[], None]) -> Iterator[None]:
    """Within the block SIGTERM and Ctrl+C call `stop`; the process goes on until its work has been put in order."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


class AnnouncedServer(uvicorn.Server):
    """A server that says when it has started, and leaves the process's signals to us.

    Its own handling would raise the signal again once the last answer is out, and the process would die with its jobs
    held instead of handing them back.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @override
    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        """Leave them alone."""
        return nullcontext()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.ready.set()

    def stop(self) -> None:
        """Answer what has been asked and end; asked a second time, end at once."""
        self.force_exit = self.should_exit
        self.should_exit = True


async def _answers(listener: socket.socket) -> None:
    """Ask it once before announcing it: the first request builds the routes, and no person should wait for that."""
    host, port = listener.getsockname()[:2]
    reader, writer = await asyncio.open_connection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port)  # noqa: S104
    writer.write(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    await reader.read()
    writer.close()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol named, asyncio switches Nagle's algorithm off; without it every answer waits 40 ms for an ACK.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host.strip("[]"), settings.port))
    except OSError as error:
        listener.close()
        raise Invalid(
            f"Cannot listen on {settings.host}:{settings.port} ({error.strerror}). Is NoFOMO running already? "
            "Choose another port with --port.",
            code="ADDRESS_IN_USE",
        ) from None
    listener.listen(2048)
    return listener


def _allow_many_sockets() -> None:
    """Raise the soft limit of open files to the hard one: each connection needs a descriptor."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
