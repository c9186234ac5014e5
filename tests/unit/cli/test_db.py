"""`nofomo db`: one command each to back up, restore, upgrade and check."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from sqlalchemy import delete, insert

from nofomo.bootstrap.examination import examine
from nofomo.features.accounts import users
from nofomo.features.plans.tables import plans
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.jobs import locks
from nofomo.infra.settings import Settings, load_settings
from nofomo.migrations import HEAD
from tests.support.busy_writer import version
from tests.support.versions import PEOPLE, sqlite_with_versions


def nofomo(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("NOFOMO_")}
    command = [sys.executable, "-m", "nofomo", "db", *words]
    return subprocess.run(
        command, env=env | {"NOFOMO_HOME": str(home)}, capture_output=True, text=True, check=False, timeout=90
    )


def test_a_backup_travels_to_another_home_by_two_commands(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    sqlite_with_versions(tmp_path / "a/nofomo.db", 40)
    made = nofomo(tmp_path / "a", "backup")
    assert made.returncode == 0, made.stderr
    path = Path(made.stdout.strip())
    assert path.parent == tmp_path / "a/backups"
    restored = nofomo(tmp_path / "b", "restore", str(path))
    assert restored.returncode == 0, restored.stderr
    assert nofomo(tmp_path / "b", "check").returncode == 0
    again = nofomo(tmp_path / "b", "restore", str(path))
    assert (again.returncode, again.stderr.split(":")[0]) == (1, "DATABASE_NOT_EMPTY")
    replaced = nofomo(tmp_path / "b", "restore", "--replace", str(path))
    assert replaced.returncode == 0, replaced.stderr
    assert "is kept in" in replaced.stderr


def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path: Path) -> None:
    for words, code in (
        (["backup"], "DATABASE_EMPTY"),
        (["restore", str(tmp_path / "none.tar")], "BAD_FILE"),
        (["restore", __file__], "BACKUP_DAMAGED"),
    ):
        done = nofomo(tmp_path / "new", *words)
        assert (done.returncode, done.stderr.split(":")[0]) == (1, code)
        assert "Traceback" not in done.stderr


def test_upgrading_says_what_it_did(tmp_path: Path) -> None:
    assert f"Upgraded from nothing to {HEAD}." in nofomo(tmp_path, "upgrade").stderr
    assert f"Already at layout {HEAD}." in nofomo(tmp_path, "upgrade").stderr


def test_a_file_that_is_broken_is_found(tmp_path: Path) -> None:
    sqlite_with_versions(tmp_path / "nofomo.db", 300)
    raw = bytearray((tmp_path / "nofomo.db").read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 8_000] = os.urandom(8_000)
    (tmp_path / "nofomo.db").write_bytes(raw)
    done = nofomo(tmp_path, "check")
    assert done.returncode == 1
    assert "\u2717 integrity" in done.stderr


def test_a_reference_into_nothing_is_found(tmp_path: Path) -> None:
    sqlite_with_versions(tmp_path / "nofomo.db", 30)
    rows = sqlite3.connect(tmp_path / "nofomo.db")
    rows.execute("delete from users where role = 'owner'")
    rows.commit()
    rows.close()
    assert "a row of plans belongs to a row of users that is not there" in nofomo(tmp_path, "check").stderr


async def findings(settings: Settings) -> dict[str, bool]:
    return {one.name: one.good for one in await examine(settings)}


async def test_gaps_and_left_over_locks_are_found_on_both_databases(database_url: str, tmp_path: Path) -> None:
    settings = load_settings({"home": str(tmp_path / "home"), "database_url": database_url}, environ={})
    database, one = Database(database_url), PEOPLE[0]
    assert all((await findings(settings)).values())
    looks = {"language": "id", "timezone": "UTC", "theme": "dark", "palette": "default", "created_at": 1}
    async with database.write(SYSTEM) as session:
        await session.execute(insert(users).values(id=one, email="a@b.c", role="owner", **looks))
        for number in (1, 2, 3):
            await session.execute(insert(plans).values(version(one, "BTC/USDT", number)))
    assert all((await findings(settings)).values())
    async with database.write(SYSTEM) as session:
        await session.execute(delete(plans).where(plans.c.version == 2))
        await session.execute(insert(locks).values(key="x", job_id=one, user_id=one, ttl_ms=1, expires_at=10**15))
    found = await findings(settings)
    assert {name for name, good in found.items() if not good} == {"versions", "locks"}
    await database.close()
