"""People's candle files: what is understood, what is said about it, and how a bad row is named."""

from __future__ import annotations

import gzip
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from tests.support.real_market import H1, M1, M15, same, walk

from nofomo.adapters.candle_files import encode_candles, read_candle_file, read_with_notes
from nofomo.adapters.candle_files.file_names import symbol_in
from nofomo.engine.core.candles import COLUMNS, Candles
from nofomo.engine.core.errors import Invalid

WALK = walk(50, timeframe=M15)


def csv_of(candles: Candles, *, header: str = ",".join(COLUMNS), mark: str = ",", scale: float = 1) -> str:
    rows = zip(*(getattr(candles, name).tolist() for name in COLUMNS), strict=True)
    lines = [mark.join([str(round(row[0] * scale)), *map(str, row[1:])]) for row in rows]
    return "\n".join(([header.replace(",", mark)] if header else []) + lines) + "\n"


def write(folder: Path, text: str, name: str = "BTCUSDT_15m.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("binance_BTC-USDT_15m.parquet", "BTC/USDT"), ("BTCUSDT_1m.csv", "BTC/USDT"),
        ("btc_usdt-1h.csv.gz", "BTC/USDT"), ("BTCUSDT-1m-2024-01.csv", "BTC/USDT"),
        ("oanda_XAU-USD_1h.parquet", "XAU/USD"),
        ("EURUSD M15.csv", "EUR/USD"),
        ("indodax_BTC-IDR.csv", "BTC/IDR"), ("1000SATS-USDT_4h.csv", "1000SATS/USDT"),
    ],
)  # fmt: skip
def test_the_symbol_is_found_in_the_file_name(name: str, symbol: str) -> None:
    assert symbol_in(Path(name)) == symbol


@pytest.mark.parametrize("name", ["candles.csv", "data_15m.parquet", "2024-01.csv", "prices-1h.csv"])
def test_a_name_without_a_symbol_asks_for_one(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        symbol_in(Path(name))
    assert caught.value.code == "NO_SYMBOL"
    assert f"BTC/USDT={name}" in caught.value.message


@pytest.mark.parametrize(("scale", "unit"), [(1e-3, "seconds"), (1, None), (1e3, "microseconds"), (1e6, "nanoseconds")])
def test_units_of_time_are_told_apart_and_named(tmp_path: Path, scale: float, unit: str | None) -> None:
    read = read_with_notes(write(tmp_path, csv_of(WALK, scale=scale)))
    assert same(read.candles, WALK)
    assert (read.candles.symbol, read.candles.timeframe) == ("BTC/USDT", M15)
    assert read.notes == (() if unit is None else (f"Times were read as {unit}.",))


@pytest.mark.parametrize(
    "form",
    ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.000Z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y.%m.%d %H:%M",
     "%Y-%m-%dT%H:%M:%S+00:00", "%Y/%m/%d %H:%M:%S"],
)  # fmt: skip
def test_dates_are_read_in_the_usual_forms(tmp_path: Path, form: str) -> None:
    lines = csv_of(WALK).splitlines()
    dated = [lines[0].replace("ts", "Date")]
    for line in lines[1:]:
        ts, rest = line.split(",", 1)
        dated.append(f"{datetime.fromtimestamp(int(ts) / 1000, tz=UTC).strftime(form)},{rest}")
    read = read_with_notes(write(tmp_path, "\n".join(dated)))
    assert same(read.candles, WALK)
    assert "dates" in read.notes[0]


def test_dates_of_another_zone_are_turned_into_utc(tmp_path: Path) -> None:
    text = "time,open,high,low,close,volume\n2024-03-14T19:00:00+07:00,1,2,1,2,3\n2024-03-14T20:00:00+07:00,1,2,1,2,3\n"
    assert read_candle_file(write(tmp_path, text)).ts.tolist() == [1_710_417_600_000, 1_710_421_200_000]


def test_binances_dumps_without_a_header_are_read(tmp_path: Path) -> None:
    lines = [f"{line},0,1,2,3,4,5" for line in csv_of(WALK, header="").splitlines()]
    read = read_with_notes(write(tmp_path, "\n".join(lines), "BTCUSDT-15m-2024-03.csv"))
    assert same(read.candles, WALK)
    assert "no header" in read.notes[0]


def test_metatraders_export_is_read(tmp_path: Path) -> None:
    text = (
        "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n"
        "2024.03.14\t12:00:00\t1.1\t1.2\t1.0\t1.15\t100\t0\t5\n2024.03.14\t13:00:00\t1.1\t1.2\t1.0\t1.15\t101\t0\t5\n"
    )
    candles = read_candle_file(write(tmp_path, text, "EURUSD_H1.csv"))
    assert (candles.symbol, candles.timeframe, candles.ts.tolist()) == ("EUR/USD", H1, [1710417600000, 1710421200000])


def test_gzip_semicolons_and_a_byte_order_mark_are_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "BTC-USDT.csv.gz"
    path.write_bytes(gzip.compress(b"\xef\xbb\xbf" + csv_of(WALK, mark=";").encode()))
    assert same(read_candle_file(path), WALK)


def test_newest_first_is_turned_round_and_said(tmp_path: Path) -> None:
    lines = csv_of(WALK).splitlines()
    read = read_with_notes(write(tmp_path, "\n".join([lines[0], *reversed(lines[1:])])))
    assert same(read.candles, WALK)
    assert "turned round" in read.notes[0]


def test_parquet_with_dates_is_read(tmp_path: Path) -> None:
    frame = pl.DataFrame({name: getattr(WALK, name) for name in COLUMNS})
    frame.with_columns(pl.from_epoch("ts", time_unit="ms").dt.replace_time_zone("UTC")).rename({"ts": "Open time"})
    frame.with_columns(pl.from_epoch("ts", time_unit="ms").alias("ts")).write_parquet(tmp_path / "BTC-USDT.parquet")
    assert same(read_candle_file(tmp_path / "BTC-USDT.parquet"), WALK)


def test_gaps_are_kept_and_the_timeframe_is_the_smallest_spacing(tmp_path: Path) -> None:
    lines = csv_of(WALK).splitlines()
    candles = read_candle_file(write(tmp_path, "\n".join([*lines[:10], *lines[15:]])))
    assert candles.timeframe == M15
    assert [gap.count for gap in candles.gaps()] == [5]


def test_a_given_symbol_and_timeframe_stand_over_what_is_found(tmp_path: Path) -> None:
    lines = csv_of(WALK).splitlines()
    candles = read_candle_file(write(tmp_path, "\n".join(lines[:2]), "x.csv"), "eth-usdt", timeframe=M1)
    assert (candles.symbol, candles.timeframe, len(candles)) == ("ETH/USDT", M1, 1)


BAD_ROWS = {
    "no number": ("open", "abc", "has no number as open"),
    "an empty cell": ("close", "", "has no number as close"),
    "an impossible high": ("high", "0.5", "has a high below"),
    "a negative volume": ("volume", "-1", "has a negative volume"),
    "not a number": ("low", "nan", "is not a number"),
    "a time that is none": ("ts", "soon", "has no time that can be read"),
    "a time out of order": ("ts", str(int(WALK.ts[0])), "does not come after"),
    "a time off the grid": ("ts", str(int(WALK.ts[20]) + 60_000), "does not open on the 15m grid"),
}


@pytest.mark.parametrize("kind", BAD_ROWS)
def test_a_bad_row_refuses_the_file_with_its_line(tmp_path: Path, kind: str) -> None:
    name, value, said = BAD_ROWS[kind]
    lines = csv_of(WALK).splitlines()
    cells = lines[21].split(",")
    cells[COLUMNS.index(name)] = value
    lines[21] = ",".join(cells)
    with pytest.raises(Invalid) as caught:
        read_candle_file(write(tmp_path, "\n".join(lines)), timeframe=M15)
    assert caught.value.code == "BAD_CANDLES"
    assert "line 22" in caught.value.message
    assert said in caught.value.message
    assert "Nothing was imported" in caught.value.message


def test_the_line_is_right_in_a_file_that_was_turned_round(tmp_path: Path) -> None:
    lines = csv_of(WALK).splitlines()
    body = lines[:0:-1]
    cells = body[10].split(",")
    cells[2] = "0.5"
    body[10] = ",".join(cells)
    with pytest.raises(Invalid) as caught:
        read_candle_file(write(tmp_path, "\n".join([lines[0], *body])))
    assert "line 12" in caught.value.message


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("BTC-USDT.csv", b"", "can be read"),
        ("BTC-USDT.csv", b"ts,open,high,low,close,volume\n", "no rows"),
        ("BTC-USDT.csv", b"a,b,c\n1,2,3\n", "no column 'ts'"),
        ("BTC-USDT.parquet", b"PAR1 and nothing", "not a Parquet file"),
        ("BTC-USDT.csv.gz", b"\x1f\x8bnot really", "not a CSV file"),
        ("BTC-USDT.csv", b"1,2,3\n4,5,6\n", "no header and 3"),
        ("BTC-USDT.csv", b"\xff\xfe\x00\x01\x02", "not a CSV file"),
    ],
)
def test_what_is_not_a_candle_file_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Invalid, match=said) as caught:
        read_candle_file(path)
    assert caught.value.code == "BAD_FILE"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="There is no file"):
        read_candle_file(tmp_path / "BTC-USDT.csv")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_is_exported_is_imported_unchanged(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"BTC-USDT.{form}"
    path.write_bytes(encode_candles(WALK, form))  # type: ignore[arg-type]
    assert same(read_candle_file(path), WALK)


def test_excel_has_a_time_that_people_can_read(tmp_path: Path) -> None:
    path = tmp_path / "candles.xlsx"
    path.write_bytes(encode_candles(WALK, "xlsx"))
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "xl/workbook.xml" in names
    assert sheet.count("<row ") == 51
    assert "time" in words
