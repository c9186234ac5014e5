"""Imported candles are analysed as of the moment at which they end."""

from __future__ import annotations

from pathlib import Path

import orjson
import polars as pl
from tests.support.candles import market
from tests.support.whole_house import WholeHouse, data_of

import nofomo as nf


def write_candles(folder: Path) -> Path:
    """Four months of 15m candles of a seeded market, as a person's own Parquet file."""
    candles = market(5, rows=12_000, symbol="DOT/USDT")
    file = folder / "DOT-USDT_15m.parquet"
    columns = ("ts", "open", "high", "low", "close", "volume")
    pl.DataFrame({name: getattr(candles, name) for name in columns}).write_parquet(file)
    return file


async def test_an_imported_file_is_analysed_as_of_its_end_and_says_so(whole: WholeHouse, tmp_path: Path) -> None:
    file, owner = write_candles(tmp_path), await whole.owner()
    await whole.house.market.import_file(file)
    body = {"symbol": "DOT/USDT", "venue": "file"}
    payload = data_of(await owner.post("/api/analyze", json=body))["payload"]
    alone = nf.analyze(nf.read_candles(file))
    assert payload["at"] == alone.to_dict()["at"]
    assert "Candle impor berakhir" in payload["text"]
    assert next(gate for gate in payload["gates"] if gate["name"] == "data")["state"] == "open"


async def test_page_and_library_agree_to_the_digit_on_the_same_candles(whole: WholeHouse, tmp_path: Path) -> None:
    file, owner = write_candles(tmp_path), await whole.owner()
    await whole.house.market.import_file(file)
    answer = await owner.post("/api/analyze", json={"symbol": "DOT/USDT", "venue": "file", "equity": 1000})
    payload, alone = data_of(answer)["payload"], nf.analyze(nf.read_candles(file)).to_dict(language="id")
    same = ("price", "priceDigits", "score", "levels", "box", "pullback", "breakout", "bias", "reading", "checks")
    assert {name: payload[name] for name in same} == {name: alone[name] for name in same}
    assert orjson.loads(orjson.dumps(alone)) == alone
