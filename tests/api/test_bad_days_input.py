"""What people and programs send by mistake: one clear error each, and nothing is spent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import orjson
import pytest
import pytest_asyncio
from tests.support.bad_days import count_of
from tests.support.whole_house import WholeHouse, data_of, whole_house

from nofomo.sandbox.listings import ORIGIN_MS

pytestmark = pytest.mark.asyncio(loop_scope="module")
XRP = {"symbol": "XRP/USDT"}
JSON = {"content-type": "application/json"}


@dataclass
class Counter:
    """A house and its owner's browser; after every refusal nothing may have been spent."""

    whole: WholeHouse
    owner: httpx2.AsyncClient

    async def refused(self, answer: httpx2.Response, status: int, *, code: str) -> Any:
        body = answer.json()
        assert (answer.status_code, body["status"], body["code"]) == (status, "error", code), answer.text
        assert body.keys() == {"status", "code", "message", "details", "timestamp"}
        assert len(body["message"]) > 12
        quota = data_of(await self.owner.get("/api/me"))["quota"]
        assert (quota["used"], quota["cooldownUntil"]) == (0, None)
        assert await count_of(self.whole, "versions") == 0
        assert await count_of(self.whole, "locks") == 0
        assert await count_of(self.whole, "live jobs") == 0
        return body


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def counter(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Counter]:
    async with whole_house(tmp_path_factory.mktemp("house"), cooldown_s=15) as whole:
        yield Counter(whole, await whole.owner())


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("XRB/USDT", "XRP/USDT"),
        ("BTCC/USDT", "BTC/USDT"),
        ("DOGEE", "DOGE/USDT"),
        ("ETH/IDR", "ETH/USDT"),
        ("EURUSDT", None),
        ("nothing like it", None),
        ("../../etc/passwd", None),
        ("BTC/USDT; drop table plans", None),
        ("'", None),
        ("🚀🚀🚀", None),
        (" ", None),
        ("BTC/USDT/ETH", None),
    ],
)
async def test_an_unknown_symbol_is_refused_with_the_nearest_names(
    counter: Counter, typed: str, nearest: str | None
) -> None:
    body = await counter.refused(
        await counter.owner.post("/api/analyze", json={"symbol": typed}), 422, code="INVALID_SYMBOL"
    )
    assert body["details"]["field"] == "symbol"
    if nearest is not None:
        assert nearest in body["details"]["nearest"]
        assert nearest in body["message"]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("symbol", ["", None, 5, ["BTC/USDT"], {"a": 1}, "X" * 42]),
        ("tf", ["4h", "4h-1h", "4h-1h-1h", "4h-1h-15m-5m", "4h-1h-7x", "4h-1h-0m", "", 15, [4, 1, 15], [],
                "1w-1d-99999w", "1M-1d-1h", {"a": 1}, ["4h", "1h", None]]),
        ("riskPct", [0, -1, 0.01, 5.01, 1e308, "much", "1", [], {}, True]),
        ("mode", ["sideways", "", 5, [], {"a": 1}]),
        ("tp3", ["perhaps", 7, []]),
        ("equity", [0, -5, "NaN", "Infinity", "-Infinity", "many", "", [], {}, 10**16, "1e400", "0." + "1" * 60, True]),
        ("venue", ["no such place!", "../x", "a" * 41, 5, ""]),
        ("strictGates", ["perhaps", 7]),
        ("planets", [1]),
    ],
)  # fmt: skip
async def test_every_field_that_is_wrong_is_named(counter: Counter, field: str, values: list[Any]) -> None:
    for value in values:
        answer = await counter.owner.post("/api/analyze", json={**XRP, field: value})
        body = await counter.refused(answer, 422, code="INVALID_INPUT")
        told = {"tf": ("tf", "timeframes"), "riskPct": ("riskPct", "risk_pct")}.get(field, (field,))
        assert body["details"]["field"].split(".")[0] in told, (value, body)
        assert "\n" not in body["message"]


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"null", b"5", b'"BTC/USDT"', b"\xff\xfe", b'{"symbol": "BTC/USDT"', b"symbol=BTC",
    b'{"symbol": "BTC/USDT", "equity": NaN}', b'{"symbol": "BTC/USDT", "equity": Infinity}',
    b'{"symbol": "BTC/USDT", "equity": 1e400}', b'{"symbol": "BTC/USDT", "riskPct": 1e400}',
    b'{"symbol": "BTC/USDT", "riskPct": NaN}', b"[" * 5_000, b'{"a":' * 5_000,
])  # fmt: skip
async def test_a_body_that_cannot_be_read_is_refused(counter: Counter, body: bytes) -> None:
    for path in ("/api/analyze", "/api/update"):
        answer = await counter.owner.post(path, content=body, headers=JSON)
        await counter.refused(answer, 422, code="INVALID_INPUT")


@pytest.mark.parametrize("moment", ["0001-01-01", "1969-12-31T23:59Z", "-1", "0", "NaN", "1e30", "soon", "9" * 20])
async def test_a_moment_that_cannot_be_never_reaches_the_venue(counter: Counter, moment: str) -> None:
    for path, name in (("/api/chart", "to"), ("/api/data/historical", "to"), ("/api/data/historical", "from")):
        answer = await counter.owner.get(path, params={**XRP, name: moment})
        body = await counter.refused(answer, 422, code="INVALID_TIME")
        assert body["details"]["field"] == name


async def test_nobody_spends_everybodys_requests_on_a_timeframe_that_no_venue_has(counter: Counter) -> None:
    asked = counter.whole.house.market.venue_state("sandbox").used_weight
    for answer in (
        await counter.owner.get("/api/chart", params={**XRP, "timeframe": "1439m"}),
        await counter.owner.get("/api/data/historical", params={**XRP, "interval": "1439m"}),
        await counter.owner.get("/api/data/historical", params={**XRP, "interval": "1439m", "from": "2023-01-01"}),
        await counter.owner.post("/api/analyze", json={**XRP, "tf": "1439m-4h-1h"}),
    ):
        await counter.refused(answer, 422, code="INVALID_TIMEFRAME")
    assert (counter.whole.house.market.venue_state("sandbox").used_weight or 0) <= (asked or 0) + 50
    assert len(data_of(await counter.owner.get("/api/chart", params={**XRP, "timeframe": "45m"}))["ts"]) == 500


async def test_null_bytes_go_nowhere(counter: Counter) -> None:
    answer = await counter.owner.post("/api/analyze", json={"symbol": "BTC\x00/USDT"})
    await counter.refused(answer, 422, code="INVALID_SYMBOL")
    answer = await counter.owner.post("/api/analyze", json={**XRP, "venue": "sand\x00box"})
    await counter.refused(answer, 422, code="INVALID_INPUT")
    listed = await counter.owner.get("/api/plans", params={"symbol": "BTC\x00/USDT"})
    assert data_of(listed)["total"] == 0


async def test_more_than_a_megabyte_is_too_much(counter: Counter) -> None:
    big = orjson.dumps({"symbol": "BTC/USDT", "venue": "x" * 1_000_000})
    await counter.refused(await counter.owner.post("/api/analyze", content=big, headers=JSON), 413, code="TOO_LARGE")

    async def drops() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    answer = await counter.owner.post("/api/analyze", content=drops(), headers=JSON)
    await counter.refused(answer, 413, code="TOO_LARGE")


@pytest.mark.parametrize(("venue", "code"), [("nowhere", "INVALID_VENUE"), ("file", "INVALID_SYMBOL")])
async def test_a_venue_without_the_symbol_says_so(counter: Counter, venue: str, code: str) -> None:
    answer = await counter.owner.post("/api/analyze", json={**XRP, "venue": venue})
    await counter.refused(answer, 422, code=code)


async def test_updates_and_plans_that_do_not_exist_are_not_found(counter: Counter) -> None:
    nobody = "01975f6e-7c1b-7a44-9f0e-0d5c1b2a3e4f"
    for answer in (
        await counter.owner.post("/api/update", json={"planId": nobody}),
        await counter.owner.get(f"/api/plan/{nobody}"),
        await counter.owner.get(f"/api/plans?before={nobody}"),
        await counter.owner.post(f"/api/plan/{nobody}/taken", json={"leg": "pullback", "price": 1, "quantity": 1}),
    ):
        await counter.refused(answer, 404, code="PLAN_NOT_FOUND")
    for path in ("/api/plan/no-id", "/api/plans?before=x", "/api/plans?limit=0", "/api/plans?limit=201",
                 "/api/plans?timeframes=4h", "/api/jobs/no-id"):  # fmt: skip
        await counter.refused(await counter.owner.get(path), 422, code="INVALID_INPUT")
    await counter.refused(await counter.owner.get("/api/nothing"), 404, code="NOT_FOUND")
    await counter.refused(await counter.owner.put("/api/analyze", json=XRP), 405, code="METHOD_NOT_ALLOWED")


async def test_a_change_without_the_mark_of_our_page_is_refused(counter: Counter) -> None:
    """A foreign page can make a browser send its cookie, but not this header."""
    page = counter.whole.browser()
    page.cookies = counter.owner.cookies
    del page.headers["X-NoFOMO"]
    answer = await page.post("/api/analyze", json=XRP)
    assert answer.status_code == 403
    await counter.refused(answer, 403, code=answer.json()["code"])


async def test_equity_in_a_currency_without_a_rate_is_refused(counter: Counter) -> None:
    data_of(await counter.owner.put("/api/me/preferences", json={"currency": "IDR", "equity": 15_000_000}))
    try:
        answer = await counter.owner.post("/api/analyze", json=XRP)
        await counter.refused(answer, 422, code="NO_EXCHANGE_RATE")
    finally:
        data_of(await counter.owner.put("/api/me/preferences", json={"currency": "USDT", "equity": 1000}))


async def test_too_little_history_says_how_many_candles_are_missing(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with whole_house(tmp_path_factory.mktemp("young")) as whole:
        whole.clock.set(ORIGIN_MS + 10 * 86_400_000)
        young = Counter(whole, await whole.owner())
        answer = await young.owner.post("/api/analyze", json=XRP)
        body = await young.refused(answer, 422, code="TOO_LITTLE_HISTORY")
        # Ten days hold 60 candles of 4h and 240 of 1h; 250 of each are needed.
        assert body["details"]["missing"] == {"4h": 190, "1h": 10}
        assert "190" in body["message"]
        assert "4h" in body["message"]
