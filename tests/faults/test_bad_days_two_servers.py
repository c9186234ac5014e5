"""Two servers on one SQLite file: the second one is refused; commands beside the first one work."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nofomo.engine.core.errors import Conflict
from nofomo.infra.one_server import the_only_server
from tests.support.database import sqlite_url
from tests.support.live import LiveServer, running_in, start


def second(home: Path, *words: str, **env: str) -> tuple[subprocess.CompletedProcess[str], float]:
    """Start another one beside it; what it said, and the seconds that its process lived."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NOFOMO_")}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "nofomo", *words], env=clean | {"NOFOMO_HOME": str(home), "NOFOMO_PORT": "0", **env},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done, time.monotonic() - began


def assert_refused(done: subprocess.CompletedProcess[str], server: LiveServer) -> None:
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("DATABASE_IN_USE: ")
    assert f"process {server.process.pid}" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.timeout(120)
def test_a_second_server_is_refused_in_one_sentence_and_commands_work_beside_the_first(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    other.mkdir()
    with running_in(home) as server:
        assert_refused(second(home, "up")[0], server)
        # another home, the same file by a symbolic link
        (other / "nofomo.db").symlink_to(home / "nofomo.db")
        assert_refused(second(other, "up")[0], server)
        # and named by its place
        assert_refused(second(other, "up", NOFOMO_DATABASE_URL=f"sqlite:///{home}/../home/nofomo.db")[0], server)
        assert server.call("GET", "/api/health")[0] == 200
        assert "owner@localhost" in server.cli("user", "list")
        server.cli("user", "invite", "ana@example.org")
        server.cli("db", "backup", str(tmp_path / "beside.nofomo"))
        assert (tmp_path / "beside.nofomo").stat().st_size > 0


@pytest.mark.timeout(120)
def test_a_newer_command_does_not_change_the_layout_under_a_running_server(tmp_path: Path) -> None:
    with running_in(tmp_path) as server:
        with sqlite3.connect(tmp_path / "nofomo.db") as rows:
            rows.execute("update alembic_version set version_num = '0004'")
        for words in (("user", "list"), ("db", "upgrade")):
            assert_refused(second(tmp_path, *words)[0], server)
        with sqlite3.connect(tmp_path / "nofomo.db") as rows:
            assert rows.execute("select version_num from alembic_version").fetchall() == [("0004",)]


@pytest.mark.timeout(120)
def test_a_killed_server_lets_go_at_once(tmp_path: Path) -> None:
    server = start(tmp_path)
    server.kill()
    with running_in(tmp_path) as again:
        assert again.call("GET", "/api/health")[0] == 200


@pytest.mark.parametrize("role", ["api", "worker"])
def test_a_role_beside_others_is_refused_on_sqlite(tmp_path: Path, role: str) -> None:
    done, _ = second(tmp_path, role)
    assert done.returncode == 1
    assert done.stderr.startswith("SQLITE_ONE_PROCESS: ")
    assert "PostgreSQL" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_claim_is_held_for_the_block_and_by_whichever_name_the_file_has(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "test.db")
    with the_only_server(sqlite_url(tmp_path)):
        for url in (sqlite_url(tmp_path), f"sqlite+aiosqlite:///{tmp_path}/link.db"):
            with pytest.raises(Conflict, match=str(os.getpid())), the_only_server(url):
                pass
    with the_only_server(sqlite_url(tmp_path)):
        pass


def test_postgresql_and_memory_are_never_claimed() -> None:
    for url in ("postgresql+asyncpg://nofomo@somewhere/nofomo", "sqlite+aiosqlite:///:memory:"):
        with the_only_server(url), the_only_server(url):
            pass
