"""Backups on bad days: while others write, from one database to the other, cut off at any moment, with no room."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from nofomo.bootstrap import open_database
from nofomo.bootstrap.backups import LAYOUTS, restore, stamp
from nofomo.engine.core.errors import Conflict, Unavailable
from nofomo.features.accounts import users
from nofomo.features.plans.tables import plans
from nofomo.infra.backup import Place, finish_switch, make_backup, read_manifest, restore_backup
from nofomo.infra.database import SYSTEM, Database
from nofomo.infra.processes import processes
from nofomo.infra.settings import load_settings
from nofomo.migrations import HEAD, current_version, upgrade
from tests.support.database import KINDS, Databases, Kind
from tests.support.live import running_in
from tests.support.versions import PEOPLE, sqlite_with_versions
from tests.support.whole_house import data_of, whole_house

ROOT = Path(__file__).parents[2]


def place_of(url: str, home: Path) -> Place:
    home.mkdir(parents=True, exist_ok=True)
    return Place(url, home, home / "candles")


@contextmanager
def writing(url: str) -> Iterator[list[tuple[str, str, int]]]:
    """What another process has committed so far; it goes on until the block ends, and dies at once then."""
    command = [sys.executable, "-m", "tests.support.busy_writer", url]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    heard: list[tuple[str, str, int]] = []

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            user, symbol, number = line.split()
            heard.append((user, symbol, int(number)))

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield heard
    finally:
        process.kill()
        thread.join()
        process.wait()


def until(count: int, heard: list[tuple[str, str, int]]) -> None:
    deadline = time.monotonic() + 60
    while len(heard) < count:
        assert time.monotonic() < deadline, "The writer writes nothing."
        time.sleep(0.02)


async def add_people(url: str) -> None:
    database = Database(url)
    looks = {"language": "id", "timezone": "UTC", "theme": "dark", "palette": "default", "created_at": 1}
    rows = [
        {"id": one, "email": f"p{n}@example.org", "role": "user" if n else "owner", **looks}
        for n, one in enumerate(PEOPLE)
    ]
    async with database.write(SYSTEM) as session:
        await session.execute(insert(users), rows)
    await database.close()


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
async def test_a_backup_of_a_busy_database_is_whole_and_opens_elsewhere(
    databases: Databases, tmp_path: Path, source: Kind, target: Kind
) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "to").mkdir()
    with ExitStack() as stack:
        here = stack.enter_context(databases.fresh(source, tmp_path / "from"))
        there = stack.enter_context(databases.fresh(target, tmp_path / "to", empty=True))
        await add_people(here)
        with writing(here) as heard:
            until(40, heard)
            before = list(heard)
            backup = tmp_path / "b.tar"
            await make_backup(place_of(here, tmp_path / "from"), backup, layouts=LAYOUTS, stamp=stamp())
            during = len(heard) - len(before)
            until(len(heard) + 1, heard)
        await restore_backup(place_of(there, tmp_path / "to"), backup, layouts=LAYOUTS, stamp=stamp())
        database = Database(there)
        async with database.read(SYSTEM) as session:
            rows = (await session.execute(select(plans.c.user_id, plans.c.symbol, plans.c.version))).all()
            chain = select(func.max(plans.c.version), func.count()).group_by(plans.c.user_id, plans.c.symbol)
            chains = (await session.execute(chain)).all()
            notes = set((await session.scalars(select(plans.c.notes["id"].as_string()))).all())
        await database.close()
        found = {(user.hex, symbol, number) for user, symbol, number in rows}
        assert set(before) <= found <= set(heard)
        assert all(newest == count for newest, count in chains)
        assert notes == {"belum"}
        assert during > 0, "Nobody wrote while the backup was made."
        async with whole_house(tmp_path / "to", database_url=there, venue="file") as whole:
            owner = await whole.owner()
            assert data_of(await owner.get("/api/plans"))["total"] == len(
                [1 for one in found if one[0] == PEOPLE[0].hex]
            )


async def test_rows_come_back_to_the_letter_after_a_way_through_both_databases(
    databases: Databases, tmp_path: Path
) -> None:
    first, third = (place_of(f"sqlite+aiosqlite:///{tmp_path / n / 'nofomo.db'}", tmp_path / n) for n in "ac")
    assert first.sqlite is not None
    assert third.sqlite is not None
    sqlite_with_versions(first.sqlite, 500)
    await make_backup(first, tmp_path / "1.tar", layouts=LAYOUTS, stamp=stamp())
    with databases.fresh("postgresql", tmp_path, empty=True) as url:
        second = place_of(url, tmp_path / "b")
        await restore_backup(second, tmp_path / "1.tar", layouts=LAYOUTS, stamp=stamp())
        await make_backup(second, tmp_path / "2.tar", layouts=LAYOUTS, stamp=stamp())
        with pytest.raises(Conflict):
            await restore_backup(second, tmp_path / "1.tar", layouts=LAYOUTS, stamp=stamp())
        done = await restore_backup(second, tmp_path / "2.tar", layouts=LAYOUTS, stamp=stamp(), replace=True)
        assert done.kept is not None
        assert read_manifest(done.kept).tables["plans"] == 500
    await restore_backup(third, tmp_path / "2.tar", layouts=LAYOUTS, stamp=stamp())
    contents: list[dict[str, list[object]]] = []
    for place in (first, third):
        assert place.sqlite is not None
        contents.append(everything(place.sqlite))
    assert contents[0] == contents[1]
    assert len(contents[0]["plans"]) == 500


def everything(path: Path) -> dict[str, list[object]]:
    import sqlite3  # noqa: PLC0415 - only this looks below the product

    rows = sqlite3.connect(path)
    names = [name for (name,) in rows.execute("select name from sqlite_master where type = 'table'")]
    found = {name: sorted(rows.execute(f"select * from {name}").fetchall(), key=repr) for name in names}
    rows.close()
    return found


@pytest.mark.parametrize("old", ["0001", "0003", "0005"])
async def test_before_an_upgrade_there_is_a_backup_that_an_old_or_new_place_takes(
    empty_database_url: str, tmp_path: Path, old: str
) -> None:
    settings = load_settings({"home": str(tmp_path / "home"), "database_url": empty_database_url}, environ={})
    database = Database(empty_database_url)
    await upgrade(database, target=old)
    await database.close()
    await add_people(empty_database_url) if old >= "0004" else None
    async with open_database(settings) as opened:
        assert await current_version(opened) == HEAD
    backups = list((tmp_path / "home/backups").glob("*.tar"))
    assert [(read_manifest(path).layout, read_manifest(path).reason) for path in backups] == [(old, "upgrade")]
    other = place_of(f"sqlite+aiosqlite:///{tmp_path / 'other/nofomo.db'}", tmp_path / "other")
    await restore_backup(other, backups[0], layouts=LAYOUTS, stamp=stamp())
    async with open_database(settings):
        assert len(list((tmp_path / "home/backups").glob("*.tar"))) == 1


async def test_without_a_backup_there_is_no_upgrade(empty_database_url: str, tmp_path: Path) -> None:
    settings = load_settings({"home": str(tmp_path / "home"), "database_url": empty_database_url}, environ={})
    database = Database(empty_database_url)
    await upgrade(database, target="0003")
    (tmp_path / "home").mkdir()
    (tmp_path / "home/backups").write_text("in the way")
    with pytest.raises(Unavailable) as refused:
        async with open_database(settings):
            pass
    assert refused.value.code == "BACKUP_FAILED"
    assert await current_version(database) == "0003"
    await database.close()


async def test_an_empty_database_is_brought_up_without_a_backup(empty_database_url: str, tmp_path: Path) -> None:
    settings = load_settings({"home": str(tmp_path / "home"), "database_url": empty_database_url}, environ={})
    async with open_database(settings) as opened:
        assert await current_version(opened) == HEAD
    assert not (tmp_path / "home/backups").exists()


LITTLE_ROOM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from nofomo.cli import main
main(sys.argv[2:])
"""


@pytest.mark.parametrize("most", [100_000, 2_000_000, 5_000_000])
def test_a_disk_that_fills_up_leaves_no_half_backup_and_harms_nothing(tmp_path: Path, most: int) -> None:
    sqlite_with_versions(tmp_path / "nofomo.db", 600)
    command = [sys.executable, "-c", LITTLE_ROOM, str(most), "db", "backup", str(tmp_path / "b/b.tar")]
    done = subprocess.run(command, env=clean(tmp_path), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 3, done.stderr
    assert "DISK_FULL" in done.stderr
    assert list((tmp_path / "b").iterdir()) == []
    assert len(everything(tmp_path / "nofomo.db")["plans"]) == 600


def clean(home: Path) -> dict[str, str]:
    return {"NOFOMO_HOME": str(home), "PATH": "/usr/bin:/bin"}


def test_a_restore_that_is_killed_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path, rounds: int) -> None:
    chance = random.Random(20261121)
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    other.mkdir()
    sqlite_with_versions(home / "nofomo.db", 1_000)
    (home / "secret.key").write_text("old " * 20)
    sqlite_with_versions(other / "nofomo.db", 3_000)
    (other / "secret.key").write_text("new " * 20)
    backup = tmp_path / "b.tar"
    subprocess.run([sys.executable, "-m", "nofomo", "db", "backup", str(backup)], env=clean(other), check=True)
    began = time.monotonic()
    restoring = [sys.executable, "-m", "nofomo", "db", "restore", "--replace", str(backup)]
    subprocess.run(restoring, env=clean(tmp_path / "measured"), check=True)
    usual = time.monotonic() - began
    outcomes: list[int] = []
    for _ in range(2 * rounds):
        process = subprocess.Popen(restoring, env=clean(home), stderr=subprocess.DEVNULL)
        try:
            process.wait(chance.uniform(0.3, 1.2) * usual)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        finish_switch(place_of(f"sqlite+aiosqlite:///{home / 'nofomo.db'}", home))
        count = len(everything(home / "nofomo.db")["plans"])
        assert (count, (home / "secret.key").read_text()[:3]) in ((1_000, "old"), (3_000, "new"))
        outcomes.append(count)
    assert outcomes == sorted(outcomes)


def test_a_running_server_keeps_its_database(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    sqlite_with_versions(tmp_path / "other/nofomo.db", 10)
    backup = tmp_path / "b.tar"
    subprocess.run(
        [sys.executable, "-m", "nofomo", "db", "backup", str(backup)], env=clean(tmp_path / "other"), check=True
    )
    command = [sys.executable, "-m", "nofomo", "db", "restore", "--replace", str(backup)]
    with running_in(tmp_path / "home") as server:
        done = subprocess.run(command, env=clean(tmp_path / "home"), capture_output=True, text=True, check=False)
        assert (done.returncode, "DATABASE_IN_USE" in done.stderr) == (1, True)
        assert Path(server.cli("db", "backup").strip()).is_file()


async def test_a_process_that_lives_on_postgresql_keeps_its_database(databases: Databases, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    sqlite_with_versions(tmp_path / "other/nofomo.db", 10)
    backup = tmp_path / "b.tar"
    other = place_of(f"sqlite+aiosqlite:///{tmp_path / 'other/nofomo.db'}", tmp_path / "other")
    await make_backup(other, backup, layouts=LAYOUTS, stamp=stamp())
    with databases.fresh("postgresql", tmp_path) as url:
        settings = load_settings({"home": str(tmp_path / "home"), "database_url": url}, environ={})
        database, now = Database(url), stamp().made_at
        row = {"name": "w", "role": "worker", "host": "far", "pid": 7, "version": "1", "started_at": now}
        async with database.write(SYSTEM) as session:
            await session.execute(insert(processes).values(**row, last_seen_at=now))
        await database.close()
        with pytest.raises(Conflict) as refused:
            await restore(settings, backup, replace=True)
        assert refused.value.code == "DATABASE_IN_USE"
        assert "far" in refused.value.message
