"""PostgreSQL is cut off under running processes, and comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.support.database import PrivatePostgres, missing, postgres_programs
from tests.support.live import LiveServer, start
from tests.support.workers import wait_until, working

AWAY_S = 8
SYMBOLS = ("BTC/USDT", "ETH/USDT", "SOL/USDT")


@pytest.fixture
def own_postgres() -> Iterator[PrivatePostgres]:
    """A server that only this test uses: it is going to be cut off. It writes durably."""
    programs = postgres_programs()
    if programs is None:
        missing("PostgreSQL")
    server = PrivatePostgres(programs, durable=True)
    yield server
    server.close()


@dataclass
class Asker:
    """A person who asks again and again, and notes what is answered and how soon."""

    server: LiveServer
    token: str
    answers: list[tuple[int, Any, float]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        number = 0
        while not self.ended.is_set():
            number += 1
            began = time.monotonic()
            try:
                status, answer = self.server.call(
                    "POST", "/api/analyze", {"symbol": SYMBOLS[number % 3]}, token=self.token
                )
            except (OSError, HTTPException) as error:
                status, answer = 0, {"code": str(error)}
            self.answers.append((status, answer, time.monotonic() - began))
            time.sleep(0.1)

    @contextmanager
    def asking(self) -> Iterator[None]:
        thread = threading.Thread(target=self.work)
        thread.start()
        try:
            yield
        finally:
            self.ended.set()
            thread.join()

    def count(self, status: int) -> int:
        return sum(answer[0] == status for answer in self.answers)


def health(server: LiveServer) -> tuple[int, Any]:
    status, answer = server.call("GET", "/api/health")
    return status, answer["data"]["parts"]["database"]


@pytest.mark.timeout(180)
def test_a_database_that_is_away_for_a_while_loses_nothing_and_everything_goes_on_by_itself(
    own_postgres: PrivatePostgres, tmp_path: Path
) -> None:
    env = {
        "NOFOMO_DATABASE_URL": own_postgres.create(), "NOFOMO_SECRET_KEY": "a key that every process of the house has",
        "NOFOMO_COOLDOWN_S": "0", "NOFOMO_DAILY_QUOTA": "100000",
    }  # fmt: skip
    api = start(tmp_path / "api", env=env, role="api")
    try:
        asker = Asker(api, api.owner_token())
        with working(tmp_path / "worker", env) as worker, asker.asking():
            wait_until(lambda: asker.count(200) >= 3, within_s=60)
            own_postgres.stop()
            assert wait_until(lambda: health(api) == (503, "down"), within_s=8) < 8
            time.sleep(AWAY_S)
            assert health(api) == (503, "down")
            heard, before = len(asker.answers), asker.count(200)
            own_postgres.start()
            wait_until(lambda: health(api) == (200, "up"), within_s=20)
            wait_until(lambda: asker.count(200) >= before + 3, within_s=60)
        assert_no_surprises(asker)
        assert any(answer["code"] == "DATABASE_DOWN" for status, answer, _ in asker.answers[:heard] if status == 503)
        assert_nothing_lost_or_doubled(asker)
        assert worker.process.returncode == 0
        for lines in (worker.lines, api.lines):
            assert not [line[:300] for line in lines if "Traceback" in line]
    finally:
        api.process.terminate()
        api.process.wait(20)


def assert_no_surprises(asker: Asker) -> None:
    """Every answer is one that a person can do something with, and none takes long."""
    for status, answer, took_s in asker.answers:
        if status == 503:
            assert answer["code"] == "DATABASE_DOWN"
            assert answer["details"]["seconds"] >= 1
            assert took_s < 12
        else:
            # 429: the analysis of before the outage is still under way; 502: it broke off while it was being saved
            assert status in (200, 202, 429, 502), answer
            assert status != 502 or answer["code"] == "COMMIT_UNKNOWN"
            assert status != 429 or answer["code"] == "ANALYSIS_RUNNING"


def assert_nothing_lost_or_doubled(asker: Asker) -> None:
    acknowledged = [answer["data"] for status, answer, _ in asker.answers if status == 200]
    for plan in acknowledged:
        status, answer = asker.server.call("GET", f"/api/plan/{plan['planId']}", token=asker.token)
        assert (status, answer["data"]["version"]) == (200, plan["version"])
    for symbol in SYMBOLS:
        page = asker.server.call("GET", f"/api/plans?symbol={symbol}&limit=100", token=asker.token)[1]["data"]
        versions = sorted(plan["version"] for plan in page["plans"])
        assert len(versions) == len(set(versions))
        assert page["total"] == (versions[-1] if versions else 0)
