"""The whole server is killed with -9 while it analyses, again and again, and started again on the same home."""

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
    """Analyse one coin after the other; what the server acknowledged before it died."""
    heard: list[dict[str, Any]] = []
    while True:
        try:
            status, answer = server.call("POST", "/api/analyze", {"symbol": chance.choice(SYMBOLS)}, token=token)
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
def test_a_killed_server_loses_nothing_that_it_acknowledged_and_doubles_nothing(tmp_path: Path, rounds: int) -> None:
    server = start(tmp_path, env=QUICK)
    token = server.owner_token()
    acknowledged: dict[str, tuple[str, int]] = {}
    for number in range(rounds):
        chance = random.Random(number)
        killer = threading.Timer(chance.uniform(0.1, 2.0), server.kill)
        killer.start()
        for plan in ask_until_killed(server, token, chance=chance):
            acknowledged[plan["planId"]] = (plan["payload"]["symbol"], plan["version"])
        killer.join()
        server = start(tmp_path, env=QUICK)
        settled(server, token)
    try:
        for plan_id, (symbol, version) in acknowledged.items():
            status, answer = server.call("GET", f"/api/plan/{plan_id}", token=token)
            assert (status, answer["data"]["version"], answer["data"]["payload"]["symbol"]) == (200, version, symbol)
        for symbol in (*SYMBOLS, "ETH/USDT"):
            page = server.call("GET", f"/api/plans?symbol={symbol}&limit=100", token=token)[1]["data"]
            versions = sorted(plan["version"] for plan in page["plans"])
            assert versions == list(range(versions[-1] - len(versions) + 1, versions[-1] + 1)) if versions else True
            assert page["total"] == (versions[-1] if versions else 0)
    finally:
        server.process.terminate()
        server.process.wait(15)
