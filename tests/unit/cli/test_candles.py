from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from nofomo.adapters.candle_files import encode_candles, read_candle_file
from nofomo.cli.candles import candles
from nofomo.engine.core.errors import Invalid, NotFound
from tests.support.real_market import same, walk, without


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOFOMO_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(candles, list(words))


def done(*words: str) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_file_goes_in_is_listed_checked_and_comes_out_unchanged(home: Path) -> None:
    given = without(walk(500), [100, 101, 300])
    (home / "BTCUSDT_15m.csv").write_bytes(encode_candles(given, "csv"))
    (report,) = json.loads(done("import", "BTCUSDT_15m.csv", "--json"))
    assert (report["symbol"], report["timeframe"], report["rows"]) == ("BTC/USDT", "15m", 497)
    assert (report["added"], report["replaced"], report["gaps"], report["missing"]) == (497, 0, 2, 3)
    (report,) = json.loads(done("import", "BTCUSDT_15m.csv", "--json"))
    assert (report["added"], report["replaced"]) == (0, 0)
    (line,) = json.loads(done("list", "--json"))
    assert (line["venue"], line["rows"], line["missing"]) == ("file", 497, 3)
    (checked,) = json.loads(done("check", "BTC/USDT", "--json"))
    assert [gap["count"] for gap in checked["gaps"]] == [2, 1]
    done("export", "BTC/USDT", "out_BTC-USDT.parquet", "--timeframe", "15m")
    assert same(read_candle_file(home / "out_BTC-USDT.parquet"), given)


def test_a_bad_file_is_refused_whole_and_the_others_go_in(home: Path) -> None:
    (home / "good.csv").write_bytes(encode_candles(walk(50), "csv"))
    lines = encode_candles(walk(50, symbol="XRP/USDT"), "csv").decode().splitlines()
    lines[30] = lines[30].replace(",", ",oops", 1)
    (home / "XRPUSDT.csv").write_text("\n".join(lines))
    result = run("import", "eth-usdt=good.csv", "XRPUSDT.csv", "--json")
    assert isinstance(result.exception, Invalid)
    good, bad = json.loads(result.stdout)
    assert (good["symbol"], good["added"]) == ("ETH/USDT", 50)
    assert bad["error"]["code"] == "BAD_CANDLES"
    assert bad["error"]["details"]["row"] == 31
    assert [one["symbol"] for one in json.loads(done("list", "--json"))] == ["ETH/USDT"]


def test_a_damaged_file_is_found_by_the_check(home: Path) -> None:
    (home / "BTCUSDT.csv").write_bytes(encode_candles(walk(50), "csv"))
    done("import", "BTCUSDT.csv")
    (path,) = (home / "home" / "candles").rglob("*.parquet")
    path.write_bytes(b"PAR1 no more")
    result = run("check", "--json")
    assert isinstance(result.exception, Invalid)
    (checked,) = json.loads(result.stdout)
    assert str(path) in checked["problem"]


def test_a_stretch_of_the_demo_venue_is_fetched_into_files(home: Path) -> None:
    told = json.loads(
        done("fetch", "BTC-USD", "--venue", "sandbox", "--from", "2024-03-01", "--to", "2024-03-10", "--json")
    )
    assert told == {"venue": "sandbox", "symbol": "BTC/USDT", "timeframe": "15m", "candles": 10 * 96}
    done("export", "BTC/USDT", "march.xlsx", "--venue", "sandbox", "--to", "2024-03-02")
    assert (home / "march.xlsx").read_bytes()[:2] == b"PK"
    done("export", "BTC/USDT", "march.csv", "--venue", "sandbox", "--to", "2024-03-02")
    assert pl.read_csv(home / "march.csv").height == 2 * 96


@pytest.mark.usefixtures("home")
def test_what_is_not_there_cannot_be_exported() -> None:
    assert isinstance(run("export", "BTC/USDT", "out.csv").exception, NotFound)
    assert isinstance(run("export", "BTC/USDT", "out.doc").exception, Invalid)
    assert isinstance(run("import", "missing_BTC-USDT.csv").exception, Invalid)
