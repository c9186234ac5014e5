"""The file format and the shelf: what is written is what is read, and nothing else is believed."""

# ruff: noqa: ASYNC240 - a test has nobody else to keep waiting

from __future__ import annotations

import io
import sqlite3
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nofomo.bootstrap.backups import LAYOUTS
from nofomo.engine.core.errors import Conflict, NofomoError, NotFound
from nofomo.infra.backup import Place, Reason, Shelf, Stamp, make_backup, read_manifest, restore_backup
from nofomo.infra.backup.archive import Manifest, digest, write_archive
from tests.support.versions import sqlite_with_versions

NOW = 1_795_000_000_000
DAY = 86_400_000
STAMP = Stamp("1.0", NOW)
KEY = "k" * 64


def place_in(home: Path) -> Place:
    return Place(f"sqlite+aiosqlite:///{home / 'nofomo.db'}", home, home / "candles")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    home = tmp_path / "home"
    (home / "candles/file/XAU-USD/1h").mkdir(parents=True)
    (home / "candles/file/XAU-USD/1h/2024-03.parquet").write_bytes(b"imported")
    (home / "candles/binance/BTC-USDT/1h").mkdir(parents=True)
    (home / "candles/binance/BTC-USDT/1h/2024-03.parquet").write_bytes(b"fetched")
    (home / "secret.key").write_text(KEY)
    sqlite_with_versions(home / "nofomo.db", 30)
    rows = sqlite3.connect(home / "nofomo.db")
    for venue in ("file", "binance"):
        rows.execute("insert into candle_rows values (?, 'BTC/USDT', 60, 0, 1, 1, 1, 1, 1)", (venue,))
    rows.commit()
    rows.close()
    return place_in(home)


@pytest.fixture
async def backup(place: Place, tmp_path: Path) -> Path:
    await make_backup(place, tmp_path / "b.tar", layouts=LAYOUTS, stamp=STAMP)
    return tmp_path / "b.tar"


def venues(path: Path) -> list[str]:
    rows = sqlite3.connect(path)
    found = [venue for (venue,) in rows.execute("select venue from candle_rows order by venue")]
    rows.close()
    return found


async def test_a_backup_holds_what_nobody_could_give_again_and_only_its_owner_can_read_it(backup: Path) -> None:
    with tarfile.open(backup) as tar:
        assert tar.getnames() == [
            "manifest.json", "rows.sqlite", "candles/file/XAU-USD/1h/2024-03.parquet", "secret.key",
        ]  # fmt: skip
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    manifest = read_manifest(backup)
    assert (manifest.version, manifest.made_at, manifest.reason) == ("1.0", NOW, "manual")
    assert (manifest.tables["plans"], manifest.tables["users"]) == (30, 4)
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(".")] == []


async def test_a_restored_home_has_the_rows_the_key_and_the_imported_candles(backup: Path, tmp_path: Path) -> None:
    target = place_in(tmp_path / "other")
    done = await restore_backup(target, backup, layouts=LAYOUTS, stamp=STAMP)
    assert done.kept is None
    assert target.sqlite is not None
    assert venues(target.sqlite) == ["file"]
    assert target.key.read_text() == KEY
    assert (target.home / "candles/file/XAU-USD/1h/2024-03.parquet").read_bytes() == b"imported"
    assert not (target.home / "candles/binance").exists()
    for path in (target.sqlite, target.key):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {path.name for path in target.home.iterdir()} == {"candles", "nofomo.db", "nofomo.db.lock", "secret.key"}


async def test_all_candles_are_taken_when_asked_for(place: Place, tmp_path: Path) -> None:
    await make_backup(place, tmp_path / "all.tar", layouts=LAYOUTS, stamp=STAMP, all_candles=True)
    target = place_in(tmp_path / "other")
    await restore_backup(target, tmp_path / "all.tar", layouts=LAYOUTS, stamp=STAMP)
    assert target.sqlite is not None
    assert venues(target.sqlite) == ["binance", "file"]
    assert (target.home / "candles/binance/BTC-USDT/1h/2024-03.parquet").read_bytes() == b"fetched"


async def test_rows_are_overwritten_only_when_asked_for_and_are_kept_then(place: Place, backup: Path) -> None:
    assert place.sqlite is not None
    rows = sqlite3.connect(place.sqlite)
    rows.execute("delete from plans where version = 2")
    rows.commit()
    rows.close()
    place.key.write_text("another key of at least 32 letters")
    with pytest.raises(Conflict) as refused:
        await restore_backup(place, backup, layouts=LAYOUTS, stamp=STAMP)
    assert refused.value.code == "DATABASE_NOT_EMPTY"
    done = await restore_backup(place, backup, layouts=LAYOUTS, stamp=STAMP, replace=True)
    assert done.kept is not None
    assert read_manifest(done.kept).tables["plans"] == 20
    assert place.key.read_text() == KEY
    assert (place.home / "secret.key.before-restore").read_text().startswith("another key")


async def test_a_damaged_database_is_replaced_and_set_aside(place: Place, backup: Path) -> None:
    assert place.sqlite is not None
    place.sqlite.write_bytes(b"no database at all" * 1000)
    done = await restore_backup(place, backup, layouts=LAYOUTS, stamp=STAMP, replace=True)
    assert done.kept is not None
    assert (done.kept / "nofomo.db").read_bytes().startswith(b"no database")
    assert venues(place.sqlite) == ["file"]


async def test_there_is_no_backup_of_nothing_and_none_over_another_file(place: Place, tmp_path: Path) -> None:
    with pytest.raises(NotFound) as empty:
        await make_backup(place_in(tmp_path / "none"), tmp_path / "x.tar", layouts=LAYOUTS, stamp=STAMP)
    assert empty.value.code == "DATABASE_EMPTY"
    (tmp_path / "y.tar").write_text("mine")
    with pytest.raises(Conflict):
        await make_backup(place, tmp_path / "y.tar", layouts=LAYOUTS, stamp=STAMP)
    assert (tmp_path / "y.tar").read_text() == "mine"


def cut_off(raw: bytes) -> bytes:
    return raw[: len(raw) * 2 // 3]


def one_bit(raw: bytes) -> bytes:
    middle = len(raw) // 2
    return raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :]


def renamed(name: str) -> Callable[[bytes], bytes]:
    """The same file, but the key's member claims to be called otherwise, in the manifest too."""

    def change(raw: bytes) -> bytes:
        out = io.BytesIO()
        with tarfile.open(fileobj=io.BytesIO(raw)) as old, tarfile.open(fileobj=out, mode="w") as new:
            for head in old:
                body = old.extractfile(head)
                assert body is not None
                data = body.read().replace(b'"secret.key"', f'"{name}"'.encode())
                head.name, head.size = (name if head.name == "secret.key" else head.name), len(data)
                new.addfile(head, io.BytesIO(data))
        return out.getvalue()

    return change


def with_link(raw: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(raw)) as old, tarfile.open(fileobj=out, mode="w") as new:
        for head in old:
            body = old.extractfile(head)
            if head.name == "secret.key":
                head.type, head.linkname, head.size, body = tarfile.SYMTYPE, "/etc/passwd", 0, None
            new.addfile(head, body)
    return out.getvalue()


def twice(raw: bytes) -> bytes:
    return raw[:-1024] + raw[raw.index(b"rows.sqlite\0") :]


def huge_claim(raw: bytes) -> bytes:
    """A manifest that claims to be as large as a disk."""
    head = tarfile.TarInfo("manifest.json")
    head.size = 10**13
    return head.tobuf(tarfile.GNU_FORMAT) + raw[512:]


@pytest.mark.parametrize(
    "change",
    [
        cut_off, one_bit, with_link, twice, huge_claim, lambda raw: b"", lambda raw: b"\0" * 10_240,
        lambda raw: b"PK\x03\x04" + raw, renamed("../../secret.key"), renamed("/tmp/secret.key"),
        renamed("candles/file/../../x/2024-03.parquet"), renamed("other.txt"),
    ],
)  # fmt: skip
async def test_a_damaged_or_hostile_file_is_refused_and_touches_nothing(
    backup: Path, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    backup.write_bytes(change(backup.read_bytes()))
    before = {path for path in tmp_path.rglob("*") if "other" not in path.parts}
    target = place_in(tmp_path / "other")
    with pytest.raises(NofomoError) as refused:
        await restore_backup(target, backup, layouts=LAYOUTS, stamp=STAMP)
    assert refused.value.code == "BACKUP_DAMAGED"
    assert {path for path in tmp_path.rglob("*") if "other" not in path.parts} == before
    assert {path.name for path in target.home.rglob("*")} <= {"nofomo.db.lock"}


@pytest.mark.parametrize(
    "statement",
    [
        "create trigger t after insert on users begin delete from plans; end",
        "create view v as select 1",
        "create table more (a)",
        "drop index ix_plans_user_id_created_at",
        "alter table users add column secret text",
        "update alembic_version set version_num = '0001'",
        "delete from users",
        "insert into plans select * from plans where 0",
    ],
)
async def test_rows_that_are_not_what_the_manifest_and_the_layout_say_are_refused(
    backup: Path, tmp_path: Path, statement: str
) -> None:
    """The checksums fit: somebody has made this file on purpose."""
    with tarfile.open(backup) as tar:
        tar.extractall(tmp_path / "x", filter="data")
    rows = sqlite3.connect(tmp_path / "x/rows.sqlite")
    rows.executescript("pragma foreign_keys=off;" + statement)
    rows.close()
    old = read_manifest(backup).model_dump()
    old["members"]["rows.sqlite"] = digest(tmp_path / "x/rows.sqlite").model_dump()
    changed = Manifest.model_validate(old)
    write_archive(tmp_path / "c.tar", changed, files={name: tmp_path / "x" / name for name in changed.members})
    target = place_in(tmp_path / "other")
    if statement.startswith("insert"):  # nothing has changed: the way the file is made is not what is refused
        await restore_backup(target, tmp_path / "c.tar", layouts=LAYOUTS, stamp=STAMP)
        return
    with pytest.raises(NofomoError) as refused:
        await restore_backup(target, tmp_path / "c.tar", layouts=LAYOUTS, stamp=STAMP)
    assert refused.value.code == "BACKUP_DAMAGED"
    assert not (tmp_path / "other/nofomo.db").exists()


async def test_a_backup_of_a_newer_version_is_refused(backup: Path, tmp_path: Path) -> None:
    raw = backup.read_bytes()
    backup.write_bytes(raw.replace(f'"layout": "{LAYOUTS.head}"'.encode(), b'"layout": "9999"'))
    with pytest.raises(Conflict) as refused:
        await restore_backup(place_in(tmp_path / "other"), backup, layouts=LAYOUTS, stamp=STAMP)
    assert refused.value.code == "BACKUP_TOO_NEW"


async def test_daily_and_upgrade_backups_are_thinned_out_and_a_person_s_own_stay(place: Place) -> None:
    shelf = Shelf(place.backups)
    upgrades: list[tuple[int, Reason]] = [(age, "upgrade") for age in range(7)]
    made_before: list[tuple[int, Reason]] = [(9, "daily"), (8, "daily"), (1, "daily"), (400, "manual"), *upgrades]
    for age, reason in made_before:
        made = Stamp("1.0", NOW - age * DAY, reason)
        await make_backup(place, shelf.new_path(made.made_at), layouts=LAYOUTS, stamp=made)
    (place.backups / "nofomo-20200101-0000.tar").write_bytes(b"not a backup")
    gone = shelf.prune(NOW, keep_days=7)
    assert len(gone) == 4
    kept = shelf.list()
    assert [backup.reason for backup in kept].count("upgrade") == 5
    assert [(NOW - backup.at) // DAY for backup in kept if backup.reason == "daily"] == [1]
    assert [backup.reason for backup in kept][-1] == "manual"
    assert (place.backups / "nofomo-20200101-0000.tar").exists()


@pytest.mark.parametrize("name", ["../secret.key", "nofomo-20200101-0000.tar", "secret.key", "", "."])
def test_only_backups_are_found_by_name(place: Place, name: str) -> None:
    with pytest.raises(NotFound):
        Shelf(place.backups).path_of(name)


def test_two_backups_of_one_minute_have_two_names(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.new_path(NOW).touch()
    assert shelf.new_path(NOW).name.endswith("-2.tar")
