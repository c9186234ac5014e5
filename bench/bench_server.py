"""The server as a person meets it: start, memory, and answers under load."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Mapping

import aiohttp
import psutil
from tests.support.database import PrivatePostgres, postgres_programs
from tests.support.live import LiveServer, running

from bench.harness import Row, percentile

ENV = {"NOFOMO_COOLDOWN_S": "0", "NOFOMO_DAILY_QUOTA": "100000", "NOFOMO_LOG_LEVEL": "warning"}


def run() -> list[Row]:
    """Start-up, first analysis, memory, POST /api/analyze, GET /api/plan at 200 requests a second on both databases."""
    starts: list[float] = []
    for _ in range(3):
        with running(env=ENV) as server:
            starts.append(server.ready_s)
    rows = [Row("nofomo up until it answers", statistics.median(starts), "s", 3, "median of 3 cold processes")]
    with running(env=ENV) as server:
        _token, _plan, first = first_analysis(server)
        rows.append(Row("first analysis after the start", first, "ms", None, "candles fetched, ccxt loaded"))
        memory = rss_mb(server)
        rows.append(Row("memory after the first analysis", memory, "MB", 350, "RSS of the process and its children"))
    rows += under_load("SQLite", ENV)
    programs = postgres_programs()
    if programs is None:
        return rows
    rented = PrivatePostgres(programs, durable=True)
    try:
        rows += under_load("PostgreSQL", {**ENV, "NOFOMO_DATABASE_URL": rented.create()})
    finally:
        rented.close()
    return rows


def under_load(name: str, env: Mapping[str, str]) -> list[Row]:
    """A server on that database, asked for analyses one after the other, then for one version 200 times a second."""
    with running(env=env) as server:
        token, plan, _first = first_analysis(server)
        warm = asyncio.run(analyses(server, token, count=60))
        reads = asyncio.run(open_loop(server, f"/api/plan/{plan}", token=token))
    warm_note = f"median {statistics.median(warm):.0f} ms, n={len(warm)}"
    read_note = f"median {statistics.median(reads):.1f} ms, n={len(reads)}"
    return [
        Row(f"POST /api/analyze p95, candles warm, {name}", percentile(warm, 0.95), "ms", 200, warm_note),
        Row(f"GET /api/plan/{{id}} p95 at 200/s, {name}", percentile(reads, 0.95), "ms", 20, read_note),
    ]


def first_analysis(server: LiveServer) -> tuple[str, str, float]:
    """A token, the first version and how many milliseconds it took."""
    token = server.owner_token()
    began = time.perf_counter()
    status, answer = server.call("POST", "/api/analyze", {"symbol": "XRP/USDT", "riskPct": 0.5}, token=token)
    took = (time.perf_counter() - began) * 1000
    assert status == 200, answer
    return token, answer["data"]["planId"], took


def rss_mb(server: LiveServer) -> float:
    """Resident memory of the server and all its children."""
    process = psutil.Process(server.process.pid)
    return sum(p.memory_info().rss for p in (process, *process.children(recursive=True))) / 1e6


async def analyses(server: LiveServer, token: str, *, count: int) -> list[float]:
    """One quiet user, one analysis after the other."""
    times: list[float] = []
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:
        for _ in range(count):
            began = time.perf_counter()
            async with session.post(f"{server.url}/api/analyze", json={"symbol": "XRP/USDT", "riskPct": 0.5}) as answer:
                body = await answer.json()
                assert answer.status == 200, body
            times.append((time.perf_counter() - began) * 1000)
    return times


async def open_loop(server: LiveServer, path: str, *, token: str, rate: int = 200, seconds: int = 10) -> list[float]:
    """Requests sent by the clock, whether or not the ones before were answered; times from the planned moment."""
    times: list[float] = []
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:

        async def one(planned: float) -> None:
            await asyncio.sleep(max(0.0, planned - time.perf_counter()))
            async with session.get(f"{server.url}{path}") as answer:
                await answer.read()
                assert answer.status == 200
            times.append((time.perf_counter() - planned) * 1000)

        began = time.perf_counter() + 0.2
        await asyncio.gather(*(one(began + i / rate) for i in range(rate * seconds)))
    return times
