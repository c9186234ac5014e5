"""`nofomo analyze … --pdf FILE | --png FILE`, and the same from the library."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path
from typing import Any

import pytest

import nofomo as nf
from nofomo.adapters.candle_files import encode_candles
from tests.support.candles import market
from tests.support.pdf import read_pdf

SERIES = market(3, rows=5_000)
FILES = ("BTC/USDT", "--candles", "BTCUSDT_15m.csv")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOFOMO_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "BTCUSDT_15m.csv").write_bytes(encode_candles(SERIES, "csv"))
    return tmp_path


def test_a_page_and_a_picture_are_written_instead_of_the_text(analyze: Any, folder: Path) -> None:
    code, out, err = analyze(*FILES, "--pdf", "plan.pdf", "--png", "plan.png", "--lang", "en", "--theme", "dark")
    assert (code, out) == (0, b"")
    assert err == "BTC/USDT is in plan.pdf.\nBTC/USDT is in plan.png.\n"
    page = read_pdf((folder / "plan.pdf").read_bytes())
    assert (page.pages, page.language) == (1, "en")
    assert "SPOT I analysis" in page.text
    assert struct.unpack(">II", (folder / "plan.png").read_bytes()[16:24]) == (1280, 720)


def test_json_still_goes_to_stdout_beside_a_page(analyze: Any, folder: Path) -> None:
    code, out, err = analyze(*FILES, "--json", "--pdf", "plan.pdf")
    assert (code, err) == (0, "BTC/USDT is in plan.pdf.\n")
    assert json.loads(out)["symbol"] == "BTC/USDT"
    assert read_pdf((folder / "plan.pdf").read_bytes()).pages == 1


def test_a_file_that_is_there_is_replaced_and_no_draft_stays_behind(analyze: Any, folder: Path) -> None:
    (folder / "plan.pdf").write_bytes(b"old")
    assert analyze(*FILES, "--pdf", "plan.pdf")[0] == 0
    assert (folder / "plan.pdf").read_bytes().startswith(b"%PDF")
    assert [path.name for path in folder.iterdir() if "part" in path.name] == []


def test_the_same_analysis_is_the_same_file(analyze: Any, folder: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        assert analyze(*FILES, "--pdf", name)[0] == 0
    assert (folder / "one.pdf").read_bytes() == (folder / "two.pdf").read_bytes()


@pytest.mark.parametrize("where", ["missing/plan.pdf", "locked/plan.pdf"])
def test_where_nothing_can_be_written_is_refused_and_what_was_there_stays(
    analyze: Any, folder: Path, where: str
) -> None:
    locked = folder / "locked"
    locked.mkdir()
    (locked / "plan.pdf").mkdir()
    code, out, err = analyze(*FILES, "--pdf", where)
    assert (code, out) == ((1, b"") if where.startswith("missing") else (2, b""))
    assert where in err
    assert (locked / "plan.pdf").is_dir()
    assert [path.name for path in folder.rglob("*.part")] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_leaves_the_old_file_whole(
    analyze: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    (folder / "plan.pdf").write_bytes(b"old")
    (folder / f".plan.pdf.{os.getpid()}.part").symlink_to("/dev/full")
    code, _, err = analyze(*FILES, "--pdf", "plan.pdf")
    assert code == 1
    assert err.startswith("CANNOT_WRITE: plan.pdf cannot be written: ")
    assert (folder / "plan.pdf").read_bytes() == b"old"
    assert not list(folder.glob(".plan.pdf*"))


def test_a_page_for_others_tells_no_money(analyze: Any, folder: Path) -> None:
    for name, more in (("own.pdf", ()), ("others.pdf", ("--no-sizes",))):
        code, *_ = analyze(*FILES, "--equity", "7654", "--at", "2024-02-13T05:30Z", "--pdf", name, *more)
        assert code == 0
    own, others = (read_pdf((folder / name).read_bytes()).text for name in ("own.pdf", "others.pdf"))
    assert "7.654 USDT" in own
    assert "7.654" not in others


def test_an_analysis_that_is_refused_writes_nothing(analyze: Any, folder: Path) -> None:
    code, _, err = analyze(*FILES, "--at", "2024-01-02T00:00Z", "--pdf", "plan.pdf")
    assert (code, "TOO_LITTLE_HISTORY" in err) == (1, True)
    assert not (folder / "plan.pdf").exists()


def test_a_venue_gives_page_and_picture_too(analyze: Any, folder: Path) -> None:
    code, _, err = analyze("SOL/USDT", "--venue", "sandbox", "--pdf", "plan.pdf", "--png", "plan.png")
    assert code == 0, err
    page = read_pdf((folder / "plan.pdf").read_bytes())
    assert page.pages == 1
    assert "DATA SINTETIS" in page.text


def test_the_library_writes_the_same_page(analyze: Any, folder: Path) -> None:
    assert analyze(*FILES, "--lang", "en", "--pdf", "plan.pdf")[0] == 0
    result = nf.analyze(nf.read_candles(folder / "BTCUSDT_15m.csv"))
    assert result.to_pdf() == (folder / "plan.pdf").read_bytes()
    assert result.to_png(language="id").startswith(b"\x89PNG")
    assert "equity" not in read_pdf(result.to_pdf(sizes=False)).text
