from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

from nofomo.features.accounts import Preferences, TradingHours
from nofomo.features.accounts.tables import preferences
from tests.unit.features.accounts.world import World, code_of, data_of

BUDI = "budi@example.org"
DEFAULTS = {
    "venue": "sandbox",
    "timeframes": ["4h", "1h", "15m"],
    "riskPct": 0.5,
    "mode": "auto",
    "tp3": False,
    "equity": 1000.0,
    "currency": "USDT",
    "tradingHours": None,
    "strictGates": False,
}


async def test_a_new_person_has_the_defaults_and_what_other_rooms_add(world: World) -> None:
    browser = await world.invited(BUDI)
    data = data_of(await browser.get("/api/me"))
    assert data["preferences"] == DEFAULTS
    assert data["quota"] == {"used": 0, "limit": 30}
    assert data["venue"]["asked"] == BUDI
    assert {name: data["user"][name] for name in ("language", "timezone", "theme", "palette")} == {
        "language": "id",
        "timezone": "Asia/Jakarta",
        "theme": "system",
        "palette": "normal",
    }


async def test_a_change_touches_only_what_was_sent(world: World) -> None:
    browser = await world.invited(BUDI)
    data_of(await browser.put("/api/me/preferences", json={"riskPct": 1.25, "tp3": True}))
    sent = {"timeframes": "1d-4h-1h", "tradingHours": {"from": "22:00", "to": "04:30"}, "language": "en"}
    saved = data_of(await browser.put("/api/me/preferences", json=sent))
    expected = DEFAULTS | {
        "riskPct": 1.25,
        "tp3": True,
        "timeframes": ["1d", "4h", "1h"],
        "tradingHours": {"from": "22:00", "to": "04:30"},
    }
    assert saved["preferences"] == expected
    assert saved["user"]["language"] == "en"
    again = data_of(await browser.get("/api/me"))
    assert (again["preferences"], again["user"]) == (expected, saved["user"])
    cleared = data_of(await browser.put("/api/me/preferences", json={"tradingHours": None}))
    assert cleared["preferences"]["tradingHours"] is None


async def test_other_rooms_get_the_preferences_as_values(world: World) -> None:
    browser = await world.invited(BUDI)
    body = {"equity": 12345.678, "tradingHours": {"from": "07:00", "to": "22:30"}, "venue": "binance"}
    data_of(await browser.put("/api/me/preferences", json=body))
    found = await world.accounts.preferences(await world.id_of(BUDI))
    assert found == Preferences(
        venue="binance", equity=Decimal("12345.678"), trading_hours=TradingHours("07:00", "22:30")
    )


async def test_only_what_a_person_chose_is_kept(world: World) -> None:
    browser = await world.invited(BUDI)
    data_of(await browser.put("/api/me/preferences", json={"theme": "dark"}))
    assert await world.rows(preferences) == []
    data_of(await browser.put("/api/me/preferences", json={"equity": 0.00000001}))
    assert (await world.rows(preferences))[0]["document"] == {"equity": "0.00000001"}


async def test_language_and_zone_count_for_the_next_request(world: World) -> None:
    browser = await world.invited(BUDI)
    await browser.get("/api/me")
    data_of(await browser.put("/api/me/preferences", json={"language": "en", "timezone": "Asia/Makassar"}))
    user = data_of(await browser.get("/api/me"))["user"]
    assert (user["language"], user["timezone"]) == ("en", "Asia/Makassar")


async def test_changes_at_once_do_not_lose_each_other(world: World) -> None:
    await world.invited(BUDI)
    user_id = await world.id_of(BUDI)
    changes: list[dict[str, Any]] = [{"tp3": True}, {"risk_pct": 2}, {"mode": "breakout"}, {"currency": "IDR"}]
    await asyncio.gather(*(world.accounts.profile.change(user_id, change) for change in changes))
    found = await world.accounts.preferences(user_id)
    assert (found.tp3, found.risk_pct, found.mode, found.currency) == (True, 2.0, "breakout", "IDR")


WRONG: list[tuple[str, Any]] = [
    ("venue", "Binance!"),
    ("venue", ""),
    ("venue", "../../etc"),
    ("timeframes", "4h-1h"),
    ("timeframes", "15m-1h-4h"),
    ("timeframes", "4h-4h-1h"),
    ("timeframes", ["4h", "1h", "15x"]),
    ("timeframes", ["4h", "1h", "15m", "5m"]),
    ("riskPct", 0.04),
    ("riskPct", 5.01),
    ("riskPct", -1),
    ("riskPct", "1"),
    ("riskPct", True),
    ("riskPct", None),
    ("mode", "yolo"),
    ("tp3", 1),
    ("tp3", "true"),
    ("equity", 0),
    ("equity", -5),
    ("equity", 1e13),
    ("equity", "NaN"),
    ("equity", "Infinity"),
    ("equity", 0.000000001),
    ("equity", "1e-400"),
    ("currency", "usdt"),
    ("currency", "U"),
    ("tradingHours", {"from": "7:00", "to": "22:00"}),
    ("tradingHours", {"from": "24:00", "to": "22:00"}),
    ("tradingHours", {"from": "07:00", "to": "07:00"}),
    ("tradingHours", {"from": "07:00"}),
    ("tradingHours", "07:00-22:00"),
    ("tradingHours", {"from": "٠٧:٠٠", "to": "22:00"}),
    ("strictGates", None),
    ("language", "fr"),
    ("timezone", "Asia/Atlantis"),
    ("timezone", "../../etc/passwd"),
    ("timezone", "/usr/share/zoneinfo/UTC"),
    ("timezone", "Asia/Jakarta\x00"),
    ("timezone", "Asia"),
    ("theme", "pink"),
    ("palette", ""),
    ("role", "owner"),
    ("email", "x@example.org"),
]


async def test_a_wrong_value_is_refused_by_its_name_and_nothing_changes(world: World) -> None:
    browser = await world.invited(BUDI)
    before = data_of(await browser.get("/api/me"))
    slipped = []
    for field, value in WRONG:
        answer = await browser.put("/api/me/preferences", json={"mode": "pullback", "theme": "dark", field: value})
        if answer.status_code != 422 or answer.json()["details"]["field"].partition(".")[0] != field:
            slipped.append((field, value, answer.text))
    assert slipped == []
    assert data_of(await browser.get("/api/me")) == before


async def test_an_equity_keeps_every_digit(world: World) -> None:
    browser = await world.invited(BUDI)
    raw = b'{"equity": 999999999.12345678}'
    answer = await browser.put("/api/me/preferences", content=raw, headers={"Content-Type": "application/json"})
    assert "999999999.1234568" in answer.text
    body = {"equity": "999999999.12345678"}
    data_of(await browser.put("/api/me/preferences", json=body))
    assert (await world.accounts.preferences(await world.id_of(BUDI))).equity == Decimal("999999999.12345678")


async def test_one_persons_preferences_are_not_anothers(world: World) -> None:
    budi, eve = await world.invited(BUDI), await world.invited("eve@example.org")
    data_of(await budi.put("/api/me/preferences", json={"equity": 5}))
    assert data_of(await eve.get("/api/me"))["preferences"] == DEFAULTS


async def test_anonymous_people_have_no_preferences(world: World) -> None:
    answer = await world.browser().put("/api/me/preferences", json={"theme": "dark"})
    assert code_of(answer) == "401 UNAUTHENTICATED"
