"""Watchlists, scans and comparisons over HTTP."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx2
from tests.support.whole_house import WholeHouse, data_of, whole_house

COINS = ["BTC/USDT", "ETH/USDT", "SOL/USDT"]


async def over(whole: WholeHouse, browser: httpx2.AsyncClient, scan_id: str) -> Any:
    async with asyncio.timeout(50):
        while (scan := data_of(await browser.get(f"/api/scans/{scan_id}?lang=en")))["state"] == "running":
            whole.clock.advance(0.25)
            await asyncio.sleep(0.02)
    return scan


async def test_a_watchlist_is_kept_scanned_and_its_versions_compared(whole: WholeHouse) -> None:
    browser = await whole.owner()
    body = {"name": " Majors ", "venue": "SANDBOX", "symbols": ["btcusdt", "ETH/USDT", "sol-usdt", "BTC/USDT"]}
    answer = await browser.post("/api/watchlists", json=body)
    watchlist = data_of(answer)
    assert answer.status_code == 201
    assert (watchlist["name"], watchlist["venue"], watchlist["symbols"]) == ("Majors", "sandbox", COINS)
    assert data_of(await browser.get("/api/watchlists")) == [watchlist]
    answer = await browser.post("/api/scans", json={"watchlistId": watchlist["watchlistId"], "tf": "4h-1h-15m"})
    started = data_of(answer)
    assert (answer.status_code, started["accepted"], started["refused"]) == (202, 3, [])
    scan = await over(whole, browser, started["scanId"])
    assert {key: scan[key] for key in ("name", "venue", "timeframes", "state", "total", "done")} == {
        "name": "Majors", "venue": "sandbox", "timeframes": ["4h", "1h", "15m"], "state": "done", "total": 3, "done": 3,
    }  # fmt: skip
    assert [item["score"] for item in scan["items"]] == sorted((item["score"] for item in scan["items"]), reverse=True)
    assert {item["symbol"] for item in scan["items"]} == set(COINS)
    line = {key: value for key, value in scan.items() if key not in ("items", "timeframes")}
    assert data_of(await browser.get("/api/scans")) == {"scans": [line], "total": 1}
    assert data_of(await browser.get("/api/me"))["quota"]["used"] == 3
    best = scan["items"][0]
    plan = data_of(await browser.get(f"/api/plan/{best['planId']}"))
    assert (plan["payload"]["symbol"], plan["payload"]["score"]["total"]) == (best["symbol"], best["score"])
    whole.clock.advance(3600)
    later = data_of(await browser.post("/api/update", json={"planId": best["planId"]}))
    path = f"/api/plan/{best['planId']}/compare/{later['planId']}"
    compared = data_of(await browser.get(f"{path}?lang=en"))
    assert (compared["before"]["version"], compared["after"]["version"]) == (1, 2)
    assert compared["before"]["at"] == plan["payload"]["at"]
    assert compared["after"]["score"] == later["payload"]["score"]["total"]
    assert set(compared["headline"]) == {"verdict", "plan", "rr"}
    assert all(statement["title"] for statement in compared["headline"].values())
    assert [group["name"] for group in compared["groups"]] == ["plan", "score", "market"]
    assert compared["copy"].endswith("Education, not financial advice. The decision and its risk are yours.")
    english = data_of(await browser.get(f"/api/plan/{later['planId']}?lang=en"))
    assert compared["text"]["after"] == english["payload"]["text"]


async def test_refusals_name_the_symbols_and_what_to_do(whole: WholeHouse) -> None:
    browser = await whole.owner()
    answer = await browser.post(
        "/api/watchlists", json={"name": "x", "venue": "sandbox", "symbols": ["BTC/USDT", "ETHH/USDT"]}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_SYMBOL")
    details = answer.json()["details"]
    assert details["unknown"] == [{"symbol": "ETHH/USDT", "nearest": details["nearest"]}]
    started = data_of(await browser.post("/api/scans", json={"symbols": ["BTC/USDT", "ETHH/USDT"]}))
    assert [(one["symbol"], one["code"], "ETH/USDT" in one["nearest"]) for one in started["refused"]] == [
        ("ETHH/USDT", "INVALID_SYMBOL", True)
    ]
    for path, body in (
        ("/api/scans", {}),
        ("/api/scans", {"symbols": []}),
        ("/api/scans", {"symbols": ["BTC/USDT"] * 101}),
        ("/api/scans", {"symbols": ["BTC/USDT"], "timeframes": "4h-1h"}),
        ("/api/watchlists", {"name": " ", "venue": "sandbox", "symbols": ["BTC/USDT"]}),
        ("/api/watchlists", {"name": "x", "venue": "sand box", "symbols": ["BTC/USDT"]}),
        ("/api/watchlists", {"name": "x", "venue": "sandbox", "symbols": ["B" * 42]}),
    ):
        answer = await browser.post(path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT"), body
    scan = await over(whole, browser, started["scanId"])
    answer = await browser.post(f"/api/scans/{scan['scanId']}/cancel")
    assert (answer.status_code, answer.json()["code"]) == (409, "SCAN_FINISHED")
    assert data_of(await browser.delete(f"/api/scans/{scan['scanId']}")) == {"deleted": True}
    assert (await browser.get(f"/api/scans/{scan['scanId']}")).status_code == 404


async def test_a_single_analysis_is_answered_while_a_long_scan_runs(whole: WholeHouse) -> None:
    owner, budi = await whole.owner(), await whole.person("budi@example.org")
    symbols = [hit["symbol"] for hit in data_of(await owner.get("/api/symbols?q=usdt&limit=12"))]
    started = data_of(await owner.post("/api/scans", json={"symbols": symbols}))
    for browser in (budi, owner):
        plan = data_of(await browser.post("/api/analyze", json={"symbol": symbols[-1]}))
        assert plan["payload"]["symbol"] == symbols[-1]
    scan = data_of(await owner.get(f"/api/scans/{started['scanId']}"))
    assert scan["state"] == "running", "the single ones did not wait for it"
    answer = await owner.post(f"/api/scans/{started['scanId']}/cancel")
    assert (answer.status_code, data_of(answer)["state"]) == (200, "cancelled")


async def test_what_the_quota_does_not_allow_is_refused_by_name(tmp_path: Path) -> None:
    async with whole_house(tmp_path, daily_quota=2) as whole:
        browser = await whole.owner()
        started = data_of(await browser.post("/api/scans", json={"symbols": COINS}))
        assert [(one["symbol"], one["code"]) for one in started["refused"]] == [("SOL/USDT", "QUOTA_USED")]
        answer = await browser.post("/api/scans", json={"symbols": COINS})
        assert (answer.status_code, answer.json()["code"]) == (429, "QUOTA_USED")
        assert int(answer.headers["Retry-After"]) > 0
