"""A real server in a process of its own, as a person would start it, with a clock that can stand at another time."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import orjson

from nofomo.cli.serving import run
from nofomo.cli.settings import settings_from

READY = re.compile(r"listens on (http://\S+)")
LINK = re.compile(r"(http\S+/auth/redeem\?token=\S+)")


class ShiftedClock:
    """Runs at the usual pace from another starting moment."""

    def __init__(self, start_ms: int) -> None:
        self._start = start_ms
        self._began = time.monotonic_ns()

    def now_ms(self) -> int:
        return self._start + (time.monotonic_ns() - self._began) // 1_000_000

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass
class LiveServer:
    """A running server: its address, the owner's first link, and what it printed."""

    url: str
    home: Path
    process: subprocess.Popen[str]
    lines: list[str]
    ready_s: float
    listens_since: float
    links: list[str] = field(default_factory=list)

    def call(self, method: str, path: str, body: Any = None, *, token: str | None = None) -> tuple[int, Any]:
        """One JSON request; the status and the parsed answer."""
        headers = {"Content-Type": "application/json", "X-NoFOMO": "1"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else orjson.dumps(body)
        request = Request(self.url + path, data=data, headers=headers, method=method)
        try:
            with urlopen(request, timeout=60) as answer:
                return answer.status, orjson.loads(answer.read())
        except Exception as error:
            if hasattr(error, "code") and hasattr(error, "read"):
                return error.code, orjson.loads(error.read())  # pyright: ignore[reportAttributeAccessIssue]
            raise

    def owner_token(self) -> str:
        """Redeem the printed link and make an API token, as the owner would on the page."""
        token = self.links[-1].split("token=")[1]
        request = Request(
            f"{self.url}/api/auth/redeem", data=orjson.dumps({"token": token}),
            headers={"Content-Type": "application/json", "X-NoFOMO": "1"}, method="POST",
        )  # fmt: skip
        with urlopen(request, timeout=20) as answer:
            cookie = answer.headers["Set-Cookie"].split(";")[0]
        request = Request(
            f"{self.url}/api/me/tokens", data=orjson.dumps({"name": "tests", "scopes": ["read", "write"]}),
            headers={"Content-Type": "application/json", "X-NoFOMO": "1", "Cookie": cookie}, method="POST",
        )  # fmt: skip
        with urlopen(request, timeout=20) as answer:
            return orjson.loads(answer.read())["data"]["token"]

    def cli(self, *words: str) -> str:
        """What `nofomo …` prints when it is called for the same home while the server runs."""
        command = [sys.executable, "-m", "nofomo", *words]
        address = self.url.rsplit(":", 1)[1]
        env = _clean_environment() | {"NOFOMO_HOME": str(self.home), "NOFOMO_PORT": address}
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kill(self) -> None:
        """`kill -9`, and nothing is said."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def start(home: Path, *, env: Mapping[str, str] | None = None, at: str | None = None, role: str = "up") -> LiveServer:
    """Start `nofomo up` (or `nofomo api`) on a free port and wait until it listens."""
    command = [sys.executable, "-m", "tests.support.live", at] if at else [sys.executable, "-m", "nofomo", role]
    clean = _clean_environment() | {
        "NOFOMO_HOME": str(home),
        "NOFOMO_PORT": "0",
        "PYTHONDONTWRITEBYTECODE": "",
        **(env or {}),
    }
    began = time.monotonic()
    process = subprocess.Popen(command, env=clean, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    lines: list[str] = []
    assert process.stderr is not None
    url, links = "", list[str]()
    for line in process.stderr:
        lines.append(line.rstrip())
        if found := READY.search(line):
            url = found[1]
            break
    ready = time.monotonic() - began
    if not url:
        raise RuntimeError("The server did not start:\n" + "\n".join(lines))
    server = LiveServer(url, home, process, lines, ready, time.monotonic(), links)
    seen = threading.Event()

    def follow() -> None:
        assert process.stderr is not None
        with suppress(ValueError):
            for line in process.stderr:
                lines.append(line.rstrip())
                if found := LINK.search(line):
                    links.append(found[1])
                    seen.set()

    threading.Thread(target=follow, daemon=True).start()
    seen.wait(10)
    return server


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("NOFOMO_")}


@contextmanager
def running(*, env: Mapping[str, str] | None = None, at: str | None = None) -> Iterator[LiveServer]:
    """A server with a home folder of its own, gone afterwards."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        running_in(Path(folder), env=env, at=at) as server,
    ):
        yield server


@contextmanager
def running_in(home: Path, *, env: Mapping[str, str] | None = None, at: str | None = None) -> Iterator[LiveServer]:
    """A server in this home, stopped afterwards; another one may then go on where it ended."""
    server = start(home, env=env, at=at)
    try:
        yield server
    finally:
        server.process.terminate()
        try:
            server.process.wait(15)
        except subprocess.TimeoutExpired:
            server.process.kill()


class Sandbox:
    """The demo market of a server that was started with `NOFOMO_SANDBOX_PORT`, for making its days bad."""

    def __init__(self, port: int) -> None:
        self.port = port

    def fault(self, *rules: Mapping[str, Any]) -> None:
        """Let these rules be in force, and no others."""
        request = Request(
            f"http://127.0.0.1:{self.port}/sandbox/faults", data=orjson.dumps(rules),
            headers={"Content-Type": "application/json"}, method="POST",
        )  # fmt: skip
        with urlopen(request, timeout=10) as answer:
            assert answer.status == 200


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def main() -> None:
    """`python -m tests.support.live 2026-03-01T12:00:00Z`: `nofomo up` at another time."""
    start_ms = int(datetime.fromisoformat(sys.argv[1].replace("Z", "+00:00")).timestamp() * 1000)
    asyncio.run(run(settings_from(quiet=False), ShiftedClock(start_ms)))


if __name__ == "__main__":
    main()
