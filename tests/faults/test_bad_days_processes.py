"""Several real processes on one PostgreSQL and one Redis: killed, stopped, cut off from each other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.bad_days import DEPTH, KLINES
from tests.support.database import PrivatePostgres
from tests.support.live import LiveServer, Sandbox, free_port, start
from tests.support.redis_server import PrivateRedis, private_redis
from tests.support.workers import WorkerProcess, start_worker, wait_until, working

pytestmark = pytest.mark.timeout(400)
SLOW = {"match": KLINES, "delay_ms": 400}
STUCK = {"match": KLINES, "hang": True}


@dataclass
class SharedHouse:
    """An `nofomo api` with what its workers need to know, and the owner's token."""

    folder: Path
    env: dict[str, str]
    redis: PrivateRedis
    api: LiveServer
    token: str

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """A request of the owner's; status and answer."""
        return self.api.call(method, path, body, token=self.token)

    def asked(self, symbol: str) -> str:
        """Ask for an analysis and do not wait for it; the job's id."""
        wish = {"symbol": symbol, "wait": 0}
        heard: list[tuple[int, Any]] = []
        # one at a time: what an earlier test left may still be under way
        wait_until(lambda: heard.append(self.call("POST", "/api/analyze", wish)) or heard[-1][0] == 202, within_s=60)
        return heard[-1][1]["data"]["jobId"]

    def analysed(self, symbol: str) -> Any:
        """Ask and wait until it is made, however busy this machine is; the version."""
        job_id = self.asked(symbol)
        wait_until(lambda: self.job(job_id)["state"] not in ("queued", "running"), within_s=60)
        job = self.job(job_id)
        assert job["state"] == "done", job
        return self.call("GET", f"/api/plan/{job['result']['planId']}")[1]["data"]

    def job(self, job_id: str) -> Any:
        """The job as it stands."""
        return self.call("GET", f"/api/jobs/{job_id}")[1]["data"]

    def versions(self, symbol: str) -> list[int]:
        """The versions that are there, the newest first."""
        return [plan["version"] for plan in self.call("GET", f"/api/plans?symbol={symbol}")[1]["data"]["plans"]]


@pytest.fixture(scope="module")
def shared(postgres: PrivatePostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedHouse]:
    folder = tmp_path_factory.mktemp("house")
    with private_redis(folder) as redis:
        env = {
            "NOFOMO_DATABASE_URL": postgres.create(), "NOFOMO_REDIS_URL": redis.url, "NOFOMO_COOLDOWN_S": "0",
            "NOFOMO_DAILY_QUOTA": "100000", "NOFOMO_SECRET_KEY": "a key that every process of the house has",
        }  # fmt: skip
        api = start(folder / "api", env=env, role="api")
        try:
            yield SharedHouse(folder, env, redis, api, api.owner_token())
        finally:
            api.process.terminate()
            api.process.wait(60)


def bad_worker(shared: SharedHouse, fault: dict[str, Any]) -> WorkerProcess:
    """A worker whose exchange misbehaves."""
    port = free_port()
    worker = start_worker(shared.folder / "bad", shared.env | {"NOFOMO_SANDBOX_PORT": str(port)})
    Sandbox(port).fault(fault)
    return worker


def ended(shared: SharedHouse, job_id: str) -> Callable[[], bool]:
    return lambda: shared.job(job_id)["state"] not in ("queued", "running")


def test_requests_are_answered_here_and_worked_on_there(shared: SharedHouse) -> None:
    with working(shared.folder / "w1", shared.env), working(shared.folder / "w2", shared.env, "--slots", "1"):
        price = shared.analysed("BTC/USDT")["payload"]["price"]
        assert shared.versions("BTC/USDT") == [1]
        # the demo market is the same one in every process: the API's own has the price that the worker saw
        status, page = shared.call("GET", "/api/data/historical?symbol=BTC/USDT&interval=15m&limit=3")
        assert status == 200, page
        assert price in [candle["close"] for candle in page["data"]["data"]]


def test_a_killed_worker_s_job_is_taken_over_by_another_process_and_counts_once(shared: SharedHouse) -> None:
    doomed = bad_worker(shared, STUCK)
    job_id = shared.asked("SOL/USDT")
    wait_until(lambda: shared.job(job_id)["state"] == "running")
    with working(shared.folder / "heir", shared.env):
        doomed.kill()
        wait_until(ended(shared, job_id), within_s=60)
    assert shared.job(job_id)["state"] == "done"
    assert shared.versions("SOL/USDT") == [1]


def test_a_stopped_worker_finishes_what_is_soon_done(shared: SharedHouse) -> None:
    worker = bad_worker(shared, SLOW)
    job_id = shared.asked("XRP/USDT")
    wait_until(lambda: shared.job(job_id)["state"] == "running")
    assert worker.stop() == 0
    assert shared.job(job_id)["state"] == "done"
    assert shared.versions("XRP/USDT") == [1]


def test_a_stopped_worker_puts_back_what_takes_long_and_another_does_it(shared: SharedHouse) -> None:
    worker = bad_worker(shared, STUCK)
    job_id = shared.asked("DOGE/USDT")
    wait_until(lambda: shared.job(job_id)["state"] == "running")
    began = time.monotonic()
    assert worker.stop() == 0
    assert 9 < time.monotonic() - began < 15
    assert shared.job(job_id)["state"] == "queued"
    with working(shared.folder / "heir", shared.env):
        wait_until(ended(shared, job_id))
    assert shared.job(job_id)["state"] == "done"
    assert shared.versions("DOGE/USDT") == [1]


def test_with_redis_killed_jobs_go_on_and_with_redis_back_news_travel_again(shared: SharedHouse) -> None:
    with working(shared.folder / "w1", shared.env) as worker, ThreadPoolExecutor(1) as thread:
        under_way = thread.submit(shared.analysed, "SUI/USDT")
        shared.redis.kill()
        assert under_way.result()["payload"]["symbol"] == "SUI/USDT"
        assert shared.analysed("LINK/USDT")["payload"]["symbol"] == "LINK/USDT"
        wait_until(lambda: shared.call("GET", "/api/health")[1]["data"]["parts"]["events"] == "degraded")
        shared.redis.start()
        wait_until(lambda: shared.call("GET", "/api/health")[1]["data"]["parts"]["events"] == "up")
        wait_until(lambda: any("Redis is back" in line for line in worker.lines))
        assert shared.analysed("AVAX/USDT")["payload"]["symbol"] == "AVAX/USDT"
        assert not any("Traceback" in line for line in worker.lines)
    assert not any("Traceback" in line for line in shared.api.lines)


def test_a_server_that_is_stopped_tells_whoever_waits_that_the_analysis_goes_on(tmp_path: Path) -> None:
    port = free_port()
    env = {"NOFOMO_SANDBOX_PORT": str(port), "NOFOMO_COOLDOWN_S": "0"}
    server = start(tmp_path, env=env)
    token = server.owner_token()
    Sandbox(port).fault(STUCK | {"symbol": "SOLUSDT"}, SLOW)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(server.call, "POST", "/api/analyze", {"symbol": "SOL/USDT"}, token=token)
        wait_until(lambda: server.call("GET", "/api/me", token=token)[1]["data"]["quota"]["used"] == 1)
        server.process.terminate()
        status, answer = waiting.result()
    assert (status, list(answer["data"])) == (202, ["jobId"])
    assert server.process.wait(60) == 0
    again = start(tmp_path, env=env)
    try:
        path = f"/api/jobs/{answer['data']['jobId']}"
        wait_until(lambda: again.call("GET", path, token=token)[1]["data"]["state"] == "done")
    finally:
        again.process.terminate()
        again.process.wait(60)


def test_a_server_that_is_stopped_still_answers_what_is_soon_done(tmp_path: Path) -> None:
    port = free_port()
    server = start(tmp_path, env={"NOFOMO_SANDBOX_PORT": str(port), "NOFOMO_COOLDOWN_S": "0"})
    token = server.owner_token()
    wish = {"symbol": "SOL/USDT"}
    wait_until(lambda: server.call("POST", "/api/analyze", wish, token=token)[0] == 200, within_s=60)
    Sandbox(port).fault({"match": DEPTH, "delay_ms": 1_000})
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(server.call, "POST", "/api/analyze", wish, token=token)
        wait_until(lambda: server.call("GET", "/api/me", token=token)[1]["data"]["quota"]["used"] >= 2)
        server.process.terminate()
        assert waiting.result()[0] == 200
    assert server.process.wait(60) == 0
