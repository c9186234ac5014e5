"""The main job over HTTP: analyse, update, read, list; and the promised payload of every analysis."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from tests.support.bad_days import FALLING, FRIDAY, RANGING, first_trade
from tests.support.database import KINDS, Databases
from tests.support.whole_house import WholeHouse, data_of, whole_house

import nofomo as nf
from nofomo.engine.analysis import analyze as analyze_candles
from nofomo.engine.analysis import bundle, document, render
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.timeframe import Timeframe

pytestmark = pytest.mark.asyncio(loop_scope="module")
GATES = ["btc", "dxy", "news", "spread", "depth", "dailyLoss", "hours", "data"]
PARTS = ["trendStack", "location", "momentum", "volume", "levelsRr"]
TEMPLATE = ("Bias Dominan :", "Level Kunci", "Rencana Eksekusi (spot)", "Pullback buy (aman)", "Breakout buy (agresif)",
            "Bacaan Sinyal :", "Fundamental Singkat (24–48 jam) :")  # fmt: skip
SIZE = {"riskPct", "equity", "quantity", "notional", "maxLoss", "fees"}
NUMBER = (int, float)


@dataclass
class Desk:
    """A house and its owner's browser, shared by the tests of this module."""

    whole: WholeHouse
    owner: httpx2.AsyncClient

    async def analyze(self, **body: Any) -> Any:
        return data_of(await self.owner.post("/api/analyze", json=body))


@pytest.fixture(scope="module", params=KINDS)
def desk_url(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with databases.fresh(request.param, tmp_path_factory.mktemp("rows")) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(desk_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    async with whole_house(tmp_path_factory.mktemp("house"), daily_quota=1000, database_url=desk_url) as whole:
        yield Desk(whole, await whole.owner())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trade(desk: Desk) -> Any:
    """A plan worth taking, and the candles that could be downloaded when it was made, by timeframe."""
    plan = await first_trade(desk.whole, desk.owner, equity=5000, riskPct=1)
    symbol = plan["payload"]["symbol"]
    plan["candles"] = {Timeframe.parse(name): await history(desk, symbol, name) for name in ("1d", "4h", "1h", "15m")}
    return plan


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def payloads(desk: Desk, trade: Any) -> list[Any]:
    """Some coins of the sandbox while prices fall, rise and go sideways."""
    found: list[Any] = [trade["payload"]]
    for moment, bases in ((FRIDAY, ("ETH", "DOGE")), (FALLING, ("BTC", "OP")), (RANGING, ("DOGE", "SUI"))):
        desk.whole.clock.set(moment)
        found += [(await desk.analyze(symbol=f"{base}/USDT", equity=5000, tp3=True))["payload"] for base in bases]
    return found


def numbers(values: Any) -> bool:
    return all(isinstance(v, NUMBER) and not isinstance(v, bool) and math.isfinite(v) for v in values)


async def test_the_blueprints_body_and_camel_case_ask_for_the_same_analysis(desk: Desk) -> None:
    snake = await desk.analyze(symbol="XRPUSDT", tf="1d-4h-1h", risk_pct=1, mode="PB")
    camel = await desk.analyze(symbol="xrp/usdt", timeframes=["1h", "4h", "1d"], riskPct=1, mode="pullback")
    assert snake["options"] == camel["options"]
    assert (snake["options"]["riskPct"], snake["options"]["mode"]) == (1, "pullback")
    assert snake["options"]["timeframes"] == ["1d", "4h", "1h"]
    assert snake["payload"] == camel["payload"]
    assert (snake["version"], camel["version"]) == (1, 2)


async def test_every_promised_field_is_there_with_its_type(payloads: list[Any]) -> None:
    for payload in payloads:
        assert payload["venue"] == "sandbox"
        assert payload["timeframes"] == ["4h", "1h", "15m"]
        at, until = (datetime.fromisoformat(payload[name]) for name in ("at", "validUntil"))
        assert at < until
        assert isinstance(payload["parametersVersion"], int)
        assert payload["action"] in ("TRADE", "WAIT", "NO_TRADE")
        assert payload["bias"]["direction"] in ("bullish", "bearish", "neutral")
        texts = [payload["bias"]["text"], payload["headline"], payload["text"], *payload["warnings"]]
        texts += [*payload["reading"], *payload["fundamental"], *(gate["detail"] for gate in payload["gates"])]
        texts += [reason for part in payload["score"]["parts"] for reason in part["reasons"]]
        assert all(isinstance(text, str) and text.strip() for text in texts)
        assert [gate["name"] for gate in payload["gates"]] == GATES
        assert {gate["state"] for gate in payload["gates"]} <= {"open", "closed", "unknown"}
        assert payload["box"] is None or payload["box"].keys() == {"low", "high", "timeframe"}
        assert payload["reading"]
        assert payload["fundamental"]
        assert isinstance(payload["changeVerdict"], str) or payload["action"] == "TRADE"


async def test_the_score_is_the_sum_of_its_parts_and_the_action_follows_the_rules(payloads: list[Any]) -> None:
    for payload in payloads:
        score, legs = payload["score"], (payload["pullback"], payload["breakout"])
        assert [part["name"] for part in score["parts"]] == PARTS
        assert all(0 <= part["points"] <= part["of"] == 10 for part in score["parts"])
        assert score["total"] == sum(part["points"] for part in score["parts"])
        assert score["verdict"] == ("priority" if score["total"] >= 40 else "worth" if score["total"] >= 34 else "skip")
        closed = any(gate["state"] == "closed" for gate in payload["gates"])
        sane = any(legs)
        trade = sane and score["total"] >= 34 and not closed and payload["bias"]["direction"] != "bearish"
        assert payload["action"] == ("TRADE" if trade else "WAIT" if sane else "NO_TRADE")
    assert {"TRADE", "WAIT", "NO_TRADE"} == {payload["action"] for payload in payloads}


async def test_levels_lie_on_their_side_of_the_price_nearest_first(payloads: list[Any]) -> None:
    for payload in payloads:
        support, resistance = payload["levels"]["support"], payload["levels"]["resistance"]
        assert [one["price"] for one in support] == sorted((one["price"] for one in support), reverse=True)
        assert [one["price"] for one in resistance] == sorted(one["price"] for one in resistance)
        assert all(one["price"] < payload["price"] for one in support)
        assert all(one["price"] > payload["price"] for one in resistance)
        for one in (*support, *resistance):
            assert one["low"] <= one["price"] <= one["high"]
            assert 0 <= one["strength"] <= 1
            assert one["reasons"]


async def test_plans_keep_their_invariants_and_say_their_size(payloads: list[Any]) -> None:
    kinds: set[str] = set()
    for payload in payloads:
        price, pullback, breakout = payload["price"], payload["pullback"], payload["breakout"]
        if pullback is not None:
            kinds.add("pullback")
            first, second = pullback["entries"]
            targets = [target["price"] for target in pullback["targets"]]
            assert pullback["invalidation"]["price"] < second["price"] < first["price"] <= price < targets[0]
            assert targets == sorted(set(targets))
            assert (first["share"], second["share"]) == (0.6, 0.4)
            assert pullback["invalidation"]["timeframe"] in payload["timeframes"]
        if breakout is not None:
            kinds.add("breakout")
            assert payload["box"]["high"] < breakout["trigger"] <= breakout["limit"] < breakout["targets"][0]["price"]
            assert breakout["stop"] < breakout["retest"]["low"] <= breakout["retest"]["high"]
        for leg in filter(None, (pullback, breakout)):
            assert 2 <= len(leg["targets"]) <= 3
            assert numbers(target["rr"] for target in leg["targets"])
            assert leg["size"].keys() >= SIZE
            assert numbers(leg["size"][name] for name in SIZE)
            assert leg["size"]["maxLoss"] <= leg["size"]["equity"] * leg["size"]["riskPct"] / 100 * 1.000001
            assert leg["size"]["notional"] <= leg["size"]["equity"]
    assert kinds == {"pullback", "breakout"}


async def test_the_text_shows_the_plans_own_numbers_in_the_blueprints_order(trade: Any) -> None:
    text = trade["payload"]["text"]
    places = [text.index(part) for part in TEMPLATE]
    assert places == sorted(places)
    pullback = trade["payload"]["pullback"]
    prices = [entry["price"] for entry in pullback["entries"]] + [pullback["invalidation"]["price"]]
    for price in prices:
        assert f"{price:,f}".translate(str.maketrans(",.", ".,")).rstrip("0").rstrip(",") in text
    assert "(60%)" in text
    assert "Data sintetis" in text


async def test_update_makes_the_next_version_and_leaves_the_old_one_byte_for_byte(desk: Desk) -> None:
    first = await desk.analyze(symbol="SOL/USDT", riskPct=1.25, mode="auto", tp3=True, equity=777)
    desk.whole.clock.advance(900)
    before = await desk.owner.get(f"/api/plan/{first['planId']}")
    second = data_of(await desk.owner.post("/api/update", json={"plan_id": first["planId"]}))
    after = await desk.owner.get(f"/api/plan/{first['planId']}")
    assert (second["version"], second["options"]) == (first["version"] + 1, first["options"])
    assert second["payload"]["at"] > first["payload"]["at"]
    assert (second["previous"], second["next"]) == (first["planId"], None)
    assert [link["version"] for link in second["chain"]][:2] == [second["version"], first["version"]]
    assert data_of(after)["next"] == second["planId"]
    assert payload_bytes(after) == payload_bytes(before)


def payload_bytes(answer: httpx2.Response) -> bytes:
    return answer.content.split(b'"payload":')[1].split(b',"previous"')[0]


async def test_a_plan_is_read_in_either_language_with_the_same_numbers(desk: Desk) -> None:
    plan = await desk.analyze(symbol="OP/USDT")
    english, indonesian = [
        data_of(await desk.owner.get(f"/api/plan/{plan['planId']}?lang={lang}"))["payload"] for lang in ("en", "id")
    ]
    assert indonesian == plan["payload"]
    assert "Dominant bias" in english["text"] or "Bias" in english["text"]
    assert english["text"] != indonesian["text"]
    for name in ("price", "action", "box", "at", "validUntil", "timeframes", "parametersVersion"):
        assert english[name] == indonesian[name]
    assert [g["state"] for g in english["gates"]] == [g["state"] for g in indonesian["gates"]]
    assert [p["points"] for p in english["score"]["parts"]] == [p["points"] for p in indonesian["score"]["parts"]]
    refused = await desk.owner.get(f"/api/plan/{plan['planId']}?lang=fr")
    assert (refused.status_code, refused.json()["code"]) == (422, "INVALID_INPUT")


async def test_plans_are_listed_newest_first_filtered_and_page_by_page(desk: Desk) -> None:
    for symbol in ("LINK/USDT", "AVAX/USDT", "LINK/USDT", "LINK/USDT"):
        desk.whole.clock.advance(1)
        await desk.analyze(symbol=symbol)
    desk.whole.clock.advance(1)
    await desk.analyze(symbol="LINK/USDT", tf="1d-4h-1h")
    page = data_of(await desk.owner.get("/api/plans?symbol=LINKUSDT&timeframes=4h-1h-15m"))
    assert {plan["symbol"] for plan in page["plans"]} == {"LINK/USDT"}
    versions = [plan["version"] for plan in page["plans"]]
    assert versions == list(range(page["total"], 0, -1))
    seen: list[str] = []
    before = ""
    while True:
        url = f"/api/plans?symbol=LINK/USDT&limit=2{before}"
        found = data_of(await desk.owner.get(url))
        seen += [plan["planId"] for plan in found["plans"]]
        if len(found["plans"]) < 2:
            break
        before = f"&before={found['plans'][-1]['planId']}"
    everything = data_of(await desk.owner.get("/api/plans?symbol=LINK/USDT"))
    assert seen == [plan["planId"] for plan in everything["plans"]]
    assert everything["total"] == len(seen) == page["total"] + 1
    assert data_of(await desk.owner.get("/api/plans?symbol=NOTHING/USDT")) == {"plans": [], "total": 0}
    english = data_of(await desk.owner.get("/api/plans?limit=1&lang=en"))["plans"][0]
    indonesian = data_of(await desk.owner.get("/api/plans?limit=1&lang=id"))["plans"][0]
    assert english["note"]
    assert english["note"] != indonesian["note"]


async def test_dollars_that_the_venue_does_not_list_become_tethers_with_a_warning(desk: Desk) -> None:
    plan = await desk.analyze(symbol="BTC-USD")
    assert plan["payload"]["symbol"] == "BTC/USDT"
    assert any("BTC/USD" in warning and "BTC/USDT" in warning for warning in plan["payload"]["warnings"])
    assert (await desk.analyze(symbol="BTC/USDT"))["payload"]["warnings"] == []
    euro = await desk.analyze(symbol="EURUSD")
    assert euro["payload"]["symbol"] == "EUR/USD"


async def history(desk: Desk, symbol: str, timeframe: str) -> Candles:
    answer = await desk.owner.get(f"/api/data/historical?symbol={symbol}&interval={timeframe}&limit=1000")
    rows = data_of(answer)["data"]
    columns = [(row["timestamp"], *(row[n] for n in ("open", "high", "low", "close", "volume"))) for row in rows]
    return Candles.from_rows(
        [(int(datetime.fromisoformat(ts).timestamp() * 1000), *rest) for ts, *rest in columns],
        symbol=symbol,
        timeframe=Timeframe.parse(timeframe),
    )


async def test_the_page_and_a_replay_over_downloaded_candles_agree_to_the_digit(desk: Desk, trade: Any) -> None:
    payload = trade["payload"]
    symbol = payload["symbol"]
    hits = data_of(await desk.owner.get(f"/api/symbols?q={symbol.split('/')[0]}"))
    shown = next(hit for hit in hits if hit["symbol"] == symbol)
    rules = (await desk.whole.house.market.resolve("sandbox", symbol)).instrument
    assert (float(rules.tick), float(rules.lot)) == (shown["tick"], shown["lot"])
    at = int(datetime.fromisoformat(payload["at"]).timestamp() * 1000)
    options = nf.Options(risk_pct=1.0, equity=Decimal(5000))
    analysis = analyze_candles(trade["candles"], instrument=rules, at=at, options=options)
    replayed = render(document(analysis), language="id", timezone="Asia/Jakarta")
    for name in ("action", "price", "bias", "score", "box", "levels", "pullback", "breakout", "reading", "checks"):
        assert replayed[name] == payload[name], name


async def test_the_library_finds_the_same_on_the_smallest_candles_alone(desk: Desk) -> None:
    """1h and 4h made of 15m reach less far back, so what reads 1,000 candles of each may differ; the price does not."""
    plan = await desk.analyze(symbol="BTC/USDT")
    small = await history(desk, "BTC/USDT", "15m")
    assert float(small.close[-1]) == plan["payload"]["price"]
    made = bundle(small, (Timeframe(60),), at=desk.whole.clock.now_ms(), keep=1000)[Timeframe(60)]
    big = await history(desk, "BTC/USDT", "1h")
    assert made.close[-100:].tolist() == big.close[-100:].tolist()
    assert made.volume[-100:].tolist() == pytest.approx(big.volume[-100:].tolist())


async def test_a_forming_candle_is_never_read(desk: Desk) -> None:
    quarter = 900_000
    start = (desk.whole.clock.now_ms() // quarter + 1) * quarter
    found: list[Any] = []
    for into in (1_000, 420_000, 899_000):
        desk.whole.clock.set(start + into)
        found.append((await desk.analyze(symbol="DOGE/USDT"))["payload"])
    for name in ("price", "score", "levels", "pullback", "box", "bias"):
        assert found[0][name] == found[1][name] == found[2][name]
    last = await history(desk, "DOGE/USDT", "15m")
    assert int(last.ts[-1]) == start - quarter
    assert found[2]["price"] == float(last.close[-1])
    desk.whole.clock.set(start + quarter + 1_000)
    following = (await desk.analyze(symbol="DOGE/USDT"))["payload"]
    assert following["price"] == float((await history(desk, "DOGE/USDT", "15m")).close[-1])


async def test_a_program_with_a_token_gets_the_same_answers_as_the_browser(desk: Desk) -> None:
    made = data_of(await desk.owner.post("/api/me/tokens", json={"name": "desk", "scopes": ["read", "write"]}))
    program = desk.whole.browser()
    program.headers["Authorization"] = f"Bearer {made['token']}"
    del program.headers["X-NoFOMO"]
    answer = await program.post("/api/analyze", json={"symbol": "TRX/USDT"})
    plan = data_of(answer)
    assert data_of(await desk.owner.get(f"/api/plan/{plan['planId']}"))["payload"] == plan["payload"]
    reading = data_of(await desk.owner.post("/api/me/tokens", json={"name": "reader"}))
    program.headers["Authorization"] = f"Bearer {reading['token']}"
    refused = await program.post("/api/analyze", json={"symbol": "TRX/USDT"})
    assert (refused.status_code, refused.json()["code"]) == (403, "SCOPE_MISSING")
