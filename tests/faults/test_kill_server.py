"""The whole server is killed with -9 while it analyses and updates, again and again, and started again as it was."""

from __future__ import annotations

import random
import threading
import time
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.support.live import LiveServer, start

SYMBOLS = ("BTC/USDT", "XRP/USDT", "SOL/USDT")
QUICK = {"NOFOMO_COOLDOWN_S": "0", "NOFOMO_DAILY_QUOTA": "100000", "NOFOMO_LOG_LEVEL": "warning"}


def ask_until_killed(server: LiveServer, token: str, *, chance: random.Random) -> list[dict[str, Any]]:
    """Analyse or update one coin after the other; what the server acknowledged before it died."""
    heard: list[dict[str, Any]] = []
    while True:
        path, body = "/api/analyze", {"symbol": chance.choice(SYMBOLS)}
        if heard and chance.random() < 0.5:
            path, body = "/api/update", {"planId": chance.choice(heard)["planId"]}
        try:
            status, answer = server.call("POST", path, body, token=token)
        except (OSError, HTTPException):
            return heard
        if status == 200:
            heard.append(answer["data"])


def settled(server: LiveServer, token: str) -> None:
    """The job that the killed server held is taken over once its lease has run out; then there is room again."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        status, _ = server.call("POST", "/api/analyze", {"symbol": "ETH/USDT"}, token=token)
        if status == 200:
            return
        time.sleep(0.25)
    raise AssertionError("the interrupted job still holds its place after 30 s")


@pytest.mark.timeout(1800)
def test_a_killed_server_loses_nothing_that_it_acknowledged_and_doubles_nothing(
    tmp_path: Path, database_url: str, rounds: int
) -> None:
    env = QUICK | {"NOFOMO_DATABASE_URL": database_url}
    server = start(tmp_path, env=env)
    token = server.owner_token()
    acknowledged: dict[str, tuple[str, int]] = {}
    for number in range(max(1, rounds // 3)):
        chance = random.Random(number)
        killer = threading.Timer(chance.uniform(0.1, 2.0), server.kill)
        killer.start()
        for plan in ask_until_killed(server, token, chance=chance):
            acknowledged[plan["planId"]] = (plan["payload"]["symbol"], plan["version"])
        killer.join()
        server = start(tmp_path, env=env)
        settled(server, token)
    try:
        everything_is_there(server, token, acknowledged=acknowledged)
    finally:
        server.process.terminate()
        server.process.wait(15)


def everything_is_there(server: LiveServer, token: str, *, acknowledged: dict[str, tuple[str, int]]) -> None:
    """Each acknowledged version as it was answered, and every chain from 1 on without a hole."""
    for plan_id, (symbol, version) in acknowledged.items():
        status, answer = server.call("GET", f"/api/plan/{plan_id}", token=token)
        assert (status, answer["data"]["version"], answer["data"]["payload"]["symbol"]) == (200, version, symbol)
    for symbol in (*SYMBOLS, "ETH/USDT"):
        versions: list[int] = []
        before, total = "", 1
        while len(versions) < total:
            page = server.call("GET", f"/api/plans?symbol={symbol}&limit=200{before}", token=token)[1]["data"]
            total = page["total"]
            versions += [plan["version"] for plan in page["plans"]]
            before = f"&before={page['plans'][-1]['planId']}" if page["plans"] else ""
        assert sorted(versions) == list(range(1, total + 1))
