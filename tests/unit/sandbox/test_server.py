"""The sandbox as a process of its own, and as a guest in another."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys

import aiohttp
import pytest

from nofomo.engine.core.errors import Invalid
from nofomo.sandbox import start_in_background
from tests.support.clock import ManualClock, eventually


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


async def test_it_serves_alone_until_it_is_interrupted() -> None:
    port = free_port()
    code = f"from nofomo.sandbox import serve; serve('127.0.0.1', {port}, seed=3)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stderr=asyncio.subprocess.PIPE)
    assert process.stderr is not None
    while b"running on" not in (await process.stderr.readline()):
        assert process.returncode is None
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/sandbox/state") as answer:
        assert (await answer.json())["seed"] == 3
    process.send_signal(signal.SIGINT)
    _, errors = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode in (0, -signal.SIGINT, 130)
    assert b"Traceback" not in errors


async def test_a_guest_leaves_nothing_behind() -> None:
    before = len(asyncio.all_tasks())
    running = await start_in_background(7, ManualClock())
    async with aiohttp.ClientSession() as http, http.get(f"{running.url}/api/v3/ping") as answer:
        assert answer.status == 200
    await running.stop()
    await eventually(lambda: len(asyncio.all_tasks()) == before)
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientConnectionError):
            await http.get(f"{running.url}/api/v3/ping")


async def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(Invalid, match=str(port)) as caught:
            await start_in_background(7, ManualClock(), port=port)
    assert caught.value.code == "PORT_NOT_FREE"
