"""The disk is full under a running server, and has room again."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from nofomo.engine.core.candles import Candles
from nofomo.features.market import Series
from tests.support.bad_days import KLINES
from tests.support.full_disk import leave_no_room, make_room
from tests.support.live import Sandbox, free_port, running_in
from tests.support.real_market import M15, RushingClock, open_market, same, walk
from tests.support.workers import wait_until

ROOT = Path(__file__).parents[2]
FOLDER = ("candles", "binance", "BTC-USDT", "15m")
WRITER = """
import asyncio, sys
import polars
from pathlib import Path
from nofomo.adapters.candle_files import ParquetCandleStore
from nofomo.engine.core.errors import Unavailable
from nofomo.infra.clock import SystemClock
from nofomo.infra.database import Database
from tests.support.database import sqlite_url
from tests.support.real_market import walk
import resource

async def main(folder, most):
    store = ParquetCandleStore(folder / "candles", database=Database(sqlite_url(folder)), clock=SystemClock())
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    try:
        await store.append("binance", walk(7_000, seed=2), as_files=True)
    except Unavailable as error:
        print(error.code, flush=True)

asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
"""


@pytest.mark.parametrize("most", [0, 4_096, 20_000])
async def test_a_candle_file_that_does_not_fit_leaves_the_old_one_whole(tmp_path: Path, most: int) -> None:
    old = walk(5_000, seed=1)
    async with open_market(tmp_path, RushingClock()) as market:
        await market.store.append("binance", old, as_files=True)
        folder = tmp_path.joinpath(*FOLDER)
        before = {path.name: path.read_bytes() for path in folder.glob("*.parquet")}
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(most)]
        done = await asyncio.to_thread(subprocess.run, command, capture_output=True, cwd=ROOT, check=True)
        assert done.stdout == b"DISK_FULL\n"
        assert {path.name: path.read_bytes() for path in folder.glob("*.parquet")} == before
        assert list(folder.glob("*.tmp")) == []
        assert same(await market.store.read(Series("binance", "BTC/USDT", M15)), old)
        new: Candles = walk(7_000, seed=2)
        await market.store.append("binance", new, as_files=True)
        assert same(await market.store.read(Series("binance", "BTC/USDT", M15)), old.merge(new))


@pytest.mark.timeout(120)
def test_a_server_on_a_full_disk_says_so_keeps_what_it_has_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    port = free_port()
    env = {"NOFOMO_SANDBOX_PORT": str(port), "NOFOMO_COOLDOWN_S": "0"}
    with running_in(tmp_path, env=env) as server:
        token = server.owner_token()

        def health() -> int:
            return server.call("GET", "/api/health")[0]

        status, first = server.call("POST", "/api/analyze", {"symbol": "BTC/USDT"}, token=token)
        assert status == 200
        # full while a job is at work: its version cannot be saved
        Sandbox(port).fault({"match": KLINES, "delay_ms": 300})
        status, answer = server.call("POST", "/api/analyze", {"symbol": "SOL/USDT", "wait": 0}, token=token)
        assert status == 202
        job = f"/api/jobs/{answer['data']['jobId']}"
        leave_no_room(server, beyond=4_096)
        # full while a person asks: one sentence, at once
        status, refused = server.call("PUT", "/api/me/preferences", {"theme": "light"}, token=token)
        assert (status, refused["code"]) == (503, "DISK_FULL")
        wait_until(lambda: health() == 503)
        # what is there can be read all the while
        status, read = server.call("GET", f"/api/plan/{first['data']['planId']}", token=token)
        assert (status, read["data"]["payload"]) == (200, first["data"]["payload"])
        make_room(server)
        wait_until(lambda: health() == 200, within_s=30)
        wait_until(lambda: server.call("GET", job, token=token)[1]["data"]["state"] in ("done", "failed"), within_s=30)
        status, again = server.call("POST", "/api/analyze", {"symbol": "SOL/USDT"}, token=token)
        assert status == 200, again
        plans = server.call("GET", "/api/plans?symbol=SOL/USDT", token=token)[1]["data"]["plans"]
        assert [plan["version"] for plan in plans] == list(range(again["data"]["version"], 0, -1))
        assert server.call("GET", "/api/me", token=token)[1]["data"]["user"]["theme"] != "light"
        assert server.process.poll() is None


@pytest.mark.timeout(120)
def test_a_server_whose_log_cannot_be_written_goes_on(tmp_path: Path) -> None:
    # the log alone has no room: it lies beyond the size that this process may write to, everything else far below
    log = tmp_path / "server.log"
    with log.open("wb") as file:
        file.truncate(50_000_000)
    port = free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("NOFOMO_")}
    env |= {"NOFOMO_HOME": str(tmp_path / "home"), "NOFOMO_PORT": str(port)}
    with log.open("ab") as file:
        server = subprocess.Popen([sys.executable, "-m", "nofomo", "up"], env=env, stderr=file)
    try:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (40_000_000, resource.RLIM_INFINITY))
        wait_until(lambda: answers(port) == 200, within_s=60)
        for _ in range(20):
            assert answers(port) == 200
        assert server.poll() is None
        assert log.stat().st_size == 50_000_000
    finally:
        server.terminate()
        server.wait(20)


def answers(port: int) -> int:
    """The status of `/api/health`; 0 while nobody listens."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5) as answer:
            return answer.status
    except OSError:
        return 0
