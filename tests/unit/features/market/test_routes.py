"""The market over HTTP: as nobody, a person, an administrator."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import httpx2
import numpy as np
import polars as pl
import pytest
from fastapi import Request
from tests.support.clock import MARCH, CountingIds
from tests.support.real_market import H1, M15
from tests.unit.features.market.conftest import World

from nofomo.api.app import AppParts, create_app
from nofomo.engine.formula.indicators import ema
from nofomo.features.market import build_router, parse_moment
from nofomo.infra.web import Caller

Get = Callable[..., Any]


@pytest.fixture
async def call(world: World) -> AsyncIterator[Get]:
    async def identify(request: Request) -> Caller | None:
        role = request.headers.get("x-role")
        if role not in ("user", "admin", "owner"):
            return None
        return Caller(UUID(int=7), "a@example.org", role, "session")  # type: ignore[arg-type]

    async def venue_of(_caller: Caller) -> str:
        return "sandbox"

    async def health() -> dict[str, Any]:
        return {"ready": True}

    app = create_app(
        AppParts([build_router(world.service, venue_of=venue_of)], identify, health, world.clock, CountingIds(), "1")
    )
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:

        async def ask(path: str, method: str = "GET", *, role: str = "user", **more: Any) -> Any:
            return await client.request(method, path, headers={"x-role": role}, **more)

        yield ask


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/symbols"), ("GET", "/api/venues"), ("POST", "/api/venues/test"), ("PUT", "/api/venues/okx"),
        ("GET", "/api/data/historical?symbol=BTC/USDT"), ("GET", "/api/chart?symbol=BTC/USDT"),
    ],
)  # fmt: skip
async def test_nobody_gets_nothing(call: Get, method: str, path: str) -> None:
    answer = await call(
        path, method, role="nobody", json={"venue": "okx", "proxyUrl": None} if method != "GET" else None
    )
    assert answer.status_code == 401


async def test_the_autocomplete_finds_a_coin(call: Get) -> None:
    answer = await call("/api/symbols", params={"q": "xrp"})
    (hit,) = answer.json()["data"]
    assert hit.keys() == {"symbol", "base", "quote", "venue", "last", "change24h", "tick", "lot"}
    assert (hit["symbol"], hit["venue"], hit["tick"]) == ("XRP/USDT", "sandbox", 0.0001)
    assert isinstance(hit["last"], float)


async def test_venues_are_listed_and_proxies_shown_to_administrators_only(call: Get) -> None:
    body = {"proxyUrl": "http://u:p@10.0.0.1:3128"}
    assert (await call("/api/venues/okx", "PUT", json=body)).status_code == 403
    kept = await call("/api/venues/okx", "PUT", role="admin", json=body)
    assert kept.json()["data"]["proxyUrl"] == "http://u:••••@10.0.0.1:3128"
    shown = {one["name"]: one for one in (await call("/api/venues", role="admin")).json()["data"]}
    assert list(shown)[:3] == ["sandbox", "file", "binance"]
    assert shown["okx"]["proxyUrl"] == "http://u:••••@10.0.0.1:3128"
    hidden = {one["name"]: one for one in (await call("/api/venues")).json()["data"]}
    assert hidden["okx"]["proxyUrl"] is None
    assert (await call("/api/venues/nope", "PUT", role="admin", json=body)).status_code == 422


async def test_a_connection_test_answers_with_a_report(call: Get) -> None:
    report = (await call("/api/venues/test", "POST", json={"venue": "sandbox"})).json()["data"]
    assert report["ok"] is True
    assert report["symbols"] > 10
    assert report["problem"] is None
    refused = await call("/api/venues/test", "POST", json={"venue": "sandbox", "proxyUrl": "http://10.0.0.1:1"})
    assert refused.status_code == 403


async def test_historical_candles_have_the_blueprints_shape(call: Get) -> None:
    answer = await call(
        "/api/data/historical", params={"symbol": "BTC-USD", "from": "2024-03-01", "to": "2024-03-10", "interval": "1d"}
    )
    data = answer.json()["data"]
    assert (data["symbol"], data["interval"], data["source"]) == ("BTC/USDT", "1d", "sandbox")
    assert data["substituted"] == "BTC/USD"
    assert data["dataPoints"] == len(data["data"]) == 10
    assert data["data"][0]["timestamp"] == "2024-03-01T00:00:00Z"
    assert data["data"][-1]["timestamp"] == "2024-03-10T00:00:00Z"
    assert data["data"][0].keys() == {"timestamp", "open", "high", "low", "close", "volume"}
    assert data["next"] is None


async def test_pages_of_history_join_without_seam(call: Get, world: World) -> None:
    query = {"symbol": "BTC/USDT", "interval": "15m", "from": str(MARCH - 250 * M15.ms), "limit": "100"}
    stamps: list[str] = []
    while True:
        data = (await call("/api/data/historical", params=query)).json()["data"]
        stamps += [row["timestamp"] for row in data["data"]]
        if data["next"] is None:
            break
        query["from"] = data["next"]
    assert len(stamps) == 250
    assert stamps == sorted(set(stamps))
    assert parse_moment(stamps[-1], field="x") == MARCH - M15.ms


async def test_without_a_start_the_last_candles_come(call: Get) -> None:
    data = (await call("/api/data/historical", params={"symbol": "BTC/USDT", "interval": "1h", "limit": "7"})).json()
    assert [row["timestamp"] for row in data["data"]["data"]][-1] == "2024-03-14T11:00:00Z"
    assert data["data"]["dataPoints"] == 7


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
async def test_history_downloads_as_a_file(call: Get, form: str) -> None:
    query = {"symbol": "BTC/USDT", "interval": "1h", "from": "2024-03-10", "format": form}
    answer = await call("/api/data/historical", params=query)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="sandbox_BTC-USDT_1h.{form}"'
    if form == "xlsx":
        assert answer.content[:2] == b"PK"
        return
    source = io.BytesIO(answer.content)
    frame = pl.read_csv(source) if form == "csv" else pl.read_parquet(source)
    assert frame.height == 4 * 24 + 12


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"symbol": "NOPE/USDT"}, "INVALID_SYMBOL"),
        ({"symbol": "BTC/USDT", "interval": "7x"}, "INVALID_TIMEFRAME"),
        ({"symbol": "BTC/USDT", "from": "yesterday"}, "INVALID_TIME"),
        ({"symbol": "BTC/USDT", "from": "2024-03-10", "to": "2024-03-01"}, "INVALID_RANGE"),
        ({"symbol": "BTC/USDT", "source": "../etc"}, "INVALID_VENUE"),
        ({"symbol": "BTC/USDT", "source": "nope"}, "INVALID_VENUE"),
        ({"symbol": "BTC/USDT", "limit": "0"}, "INVALID_INPUT"),
    ],
)
async def test_bad_questions_are_refused_with_a_code(call: Get, query: dict[str, str], code: str) -> None:
    answer = await call("/api/data/historical", params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_the_chart_shows_the_lines_that_an_analysis_reads(call: Get, world: World) -> None:
    data = (await call("/api/chart", params={"symbol": "XRP/USDT", "timeframe": "1h", "limit": "50"})).json()["data"]
    candles = await world.service.closed_candles("sandbox", "XRP/USDT", H1, at=MARCH, count=1_000)
    assert data["ts"] == candles.ts[-50:].tolist()
    assert data["close"] == candles.close[-50:].tolist()
    assert np.array_equal(data["ema200"], ema(candles.close, 200)[-50:])
    assert {len(column) for column in data.values() if isinstance(column, list)} == {50}
    assert data.keys() >= {"ema5", "ema20", "ema50", "ema100", "bbUpper", "bbMiddle", "bbLower", "volumeMa", "volume"}


async def test_what_has_not_warmed_up_is_null(call: Get) -> None:
    query = {"symbol": "XRP/USDT", "timeframe": "1h", "limit": "1000", "to": "2024-03-13T12:30Z"}
    data = (await call("/api/chart", params=query)).json()["data"]
    assert data["ema200"][:199] == [None] * 199
    assert data["ema200"][199] is not None
    assert data["bbUpper"][18] is None
    assert data["ts"][-1] == parse_moment("2024-03-13T11:00Z", field="to")


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("2024-03-14", 1_710_374_400_000), ("2024-03-14T12:00Z", MARCH), ("2024-03-14T19:00:00+07:00", MARCH),
        ("2024-03-14 19:00:00+07:00", MARCH), ("2024-03-14T12:00", MARCH), (str(MARCH), MARCH),
        (str(MARCH // 1000), MARCH), ("2024-03-14T19:00:00 07:00", MARCH),
    ],
)  # fmt: skip
def test_a_moment_is_read_however_it_is_written(text: str, ms: int) -> None:
    assert parse_moment(text, field="at") == ms
