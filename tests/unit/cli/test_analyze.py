"""`nofomo analyze` as a person or a script calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import nofomo as nf
from nofomo.adapters.candle_files import encode_candles
from nofomo.library import to_ms
from tests.support.candles import H1, M15, market

ROWS = 5_000
SERIES = market(3, rows=ROWS)
MIDDLE = "2024-02-18T10:00Z"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOFOMO_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "BTCUSDT_15m.csv").write_bytes(encode_candles(SERIES, "csv"))
    return tmp_path


def test_json_is_one_document_on_stdout_and_nothing_else(folder: Path) -> None:
    words = ["analyze", "BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--json"]
    done = subprocess.run([sys.executable, "-m", "nofomo", *words], capture_output=True, check=True, cwd=folder)
    payload = json.loads(done.stdout)
    assert (payload["symbol"], payload["venue"], payload["timeframes"]) == ("BTC/USDT", "file", ["4h", "1h", "15m"])
    assert done.stdout.startswith(b"{")
    assert done.stdout.endswith(b"}\n")
    assert not done.stderr


def test_without_json_the_text_of_the_template_is_printed(analyze: Any) -> None:
    for language, title in (("id", "Bias Dominan :"), ("en", "Level")):
        code, out, err = analyze("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--lang", language)
        assert (code, err) == (0, "")
        assert title in out.decode()


def test_later_candles_do_not_change_what_was_said_at_a_moment(folder: Path, analyze: Any) -> None:
    at = to_ms(MIDDLE)
    known = SERIES.closed_at(at)
    assert 0 < len(known) < ROWS
    (folder / "cut_BTCUSDT_15m.csv").write_bytes(encode_candles(known, "csv"))
    answers = [
        analyze("BTC/USDT", "--candles", name, "--at", MIDDLE, "--json", "--equity", "5000", "--tp3")
        for name in ("BTCUSDT_15m.csv", "cut_BTCUSDT_15m.csv")
    ]
    assert answers[0] == answers[1]
    payload = json.loads(answers[0][1])
    assert payload["at"] == "2024-02-18T10:00:00Z"
    assert payload["price"] == pytest.approx(float(known.close[-1]))
    later = json.loads(analyze("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--json")[1])
    assert later["price"] == pytest.approx(float(SERIES.close[-1]))


def test_the_command_and_the_library_say_the_same(analyze: Any) -> None:
    _, out, _ = analyze("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--at", MIDDLE, "--json", "--lang", "en")
    found = nf.analyze(nf.read_candles("BTCUSDT_15m.csv"), at=MIDDLE)
    asked = found.to_dict(language="en")
    payload = json.loads(out)
    for name in asked:
        assert payload[name] == json.loads(json.dumps(asked[name])), name


def test_options_reach_the_analysis(analyze: Any) -> None:
    words = ("--timeframes", "1h,4h,1d", "--mode", "breakout", "--risk-pct", "2", "--equity", "12345.67", "--tp3")
    code, out, err = analyze("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--json", *words)
    # 5,000 candles of 15 minutes are 52 days.
    assert (code, out) == (1, b"")
    assert err.startswith("TOO_LITTLE_HISTORY: ")
    assert "198 more of 1d" in err
    code, out, _ = analyze("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--json", "--strict-gates", *words[2:])
    options = json.loads(out)["options"]
    assert (options["mode"], options["riskPct"], options["equity"]) == ("breakout", 2.0, 12345.67)
    assert (options["tp3"], options["strictGates"]) == (True, True)


def test_another_file_of_bitcoin_serves_the_btc_gate(folder: Path, analyze: Any) -> None:
    (folder / "XRPUSDT_15m.csv").write_bytes(encode_candles(market(5, rows=ROWS, symbol="XRP/USDT"), "csv"))

    def btc_gate(*files: str) -> str:
        words = [word for name in files for word in ("--candles", name)]
        code, out, err = analyze("XRP/USDT", "--json", *words)
        assert code == 0, err
        return next(gate["state"] for gate in json.loads(out)["gates"] if gate["name"] == "btc")

    assert btc_gate("XRPUSDT_15m.csv") == "unknown"
    assert btc_gate("XRPUSDT_15m.csv", "BTCUSDT_15m.csv") in ("open", "closed")


def test_a_lone_file_without_a_symbol_in_its_name_is_the_symbol_asked_for(folder: Path, analyze: Any) -> None:
    (folder / "mine.csv").write_bytes(encode_candles(SERIES, "csv"))
    code, out, _ = analyze("SOL-USDT", "--candles", "mine.csv", "--json")
    assert (code, json.loads(out)["symbol"]) == (0, "SOL/USDT")
    code, out, _ = analyze("SOL/USDT", "--candles", "SOL/USDT=BTCUSDT_15m.csv", "--json")
    assert (code, json.loads(out)["symbol"]) == (0, "SOL/USDT")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("BTC/USDT", "--candles", "nothing.csv"), 1, "BAD_FILE: There is no file nothing.csv"),
        (("BTC/USDT", "--candles", "empty.csv"), 1, "BAD_FILE: empty.csv"),
        (("BTC/USDT", "--candles", "rubbish.parquet"), 1, "BAD_FILE: rubbish.parquet"),
        (("BTC/USDT", "--candles", "bad_BTCUSDT.csv"), 1, "line 13"),
        (("XRP/USDT", "--candles", "BTCUSDT_15m.csv"), 1, "INVALID_SYMBOL: The files hold BTC/USDT, not XRP/USDT"),
        (("XRP/USDT", "--candles", "BTCUSDT_15m.csv", "--candles", "mine.csv"), 1, "NO_SYMBOL"),
        (("no symbol", "--candles", "BTCUSDT_15m.csv"), 1, "INVALID_SYMBOL"),
        (("ETH/USDT", "--candles", "ETHUSDT_1h.csv"), 1, "INVALID_TIMEFRAME: 15m candles cannot be made of 1h"),
        (("BTC/USDT", "--candles", "short_BTCUSDT.csv"), 1, "TOO_LITTLE_HISTORY"),
        (("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--at", "soon"), 1, "INVALID_TIME"),
        (("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--at", "9999-12-31T23:59Z"), 1, "INVALID_TIME"),
        (("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--at", "0001-01-01"), 1, "INVALID_TIME"),
        (("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--at", "2020-01-01T00:00Z"), 1, "TOO_LITTLE_HISTORY"),
        ((), 2, "Missing argument"),
        (("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--timeframes", "4h,1h"), 2, "three different timeframes"),
        (("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--timeframes", "4h,1h,7x"), 2, "7x"),
        (("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--mode", "sideways"), 2, "sideways"),
        (("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--equity", "NaN"), 2, "more than zero"),
        (("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--equity", "-1"), 2, "more than zero"),
        (("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--risk-pct", "99"), 2, "99"),
        (("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--venue", "sandbox"), 2, "not both"),
        (("BTC/USDT", "--planets"), 2, "--planets"),
        (("BTC/USDT", "--venue", "nowhere"), 1, "INVALID_VENUE"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_on_stderr_with_its_exit_code(
    folder: Path, analyze: Any, words: tuple[str, ...], code: int, said: str
) -> None:
    (folder / "mine.csv").write_bytes(encode_candles(SERIES, "csv"))
    (folder / "ETHUSDT_1h.csv").write_bytes(encode_candles(market(2, rows=400, timeframe=H1, symbol="ETH/USDT"), "csv"))
    (folder / "short_BTCUSDT.csv").write_bytes(encode_candles(SERIES.last(500), "csv"))
    (folder / "empty.csv").write_bytes(b"")
    (folder / "rubbish.parquet").write_bytes(b"\0\1rubbish")
    lines = encode_candles(SERIES.last(20), "csv").decode().splitlines()
    lines[12] = ",".join([lines[12].split(",")[0], "5", "1", "9", "5", "1"])
    (folder / "bad_BTCUSDT.csv").write_text("\n".join(lines))
    given, out, err = analyze(*words, "--json")
    assert (given, out) == (code, b""), err
    assert said in err
    assert "Traceback" not in err


def test_a_venue_that_cannot_be_reached_is_for_later(analyze: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOFOMO_PROXY_URL", "http://127.0.0.1:9")
    code, out, err = analyze("BTC/USDT", "--venue", "binance", "--json")
    assert (code, out) == (3, b"")
    assert "VENUE_DOWN: The proxy for binance cannot be reached" in err


def test_a_bug_leaves_with_its_own_code(analyze: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_named: Any) -> None:
        raise ZeroDivisionError("somewhere deep inside")

    monkeypatch.setattr("nofomo.cli.analyze.analyze_candles", broken)
    code, out, err = analyze("BTC/USDT", "--candles", "BTCUSDT_15m.csv", "--json")
    assert (code, out) == (70, b"")
    assert "ZeroDivisionError" in err


def test_finer_candles_serve_other_timeframes(folder: Path, analyze: Any) -> None:
    minutes = nf.read_candles("BTCUSDT_15m.csv")
    assert (minutes.symbol, minutes.timeframe) == ("BTC/USDT", M15)
    (folder / "ADAUSDT.parquet").write_bytes(encode_candles(market(9, rows=ROWS, symbol="ADA/USDT"), "parquet"))
    code, out, _ = analyze("ADA/USDT", "--candles", "ADAUSDT.parquet", "--json", "--timeframes", "4h-1h-30m")
    assert (code, json.loads(out)["timeframes"]) == (0, ["4h", "1h", "30m"])
