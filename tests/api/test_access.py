"""Every endpoint as anonymous, owner of the thing, stranger and admin. The route table decides what is tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx2
from sqlalchemy import select
from tests.support.whole_house import WholeHouse, data_of, first_plan

from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import jobs

ANYONE, SIGNED_IN, ADMIN, OWNER_ROLE, THEIRS = "anyone", "signed in", "admin", "owner role", "theirs"
"""`THEIRS`: the thing belongs to one person; for everybody else, admins too, it does not exist."""


@dataclass(frozen=True)
class Door:
    """Who may pass, and what is sent."""

    who: str
    body: Any = None
    query: str = ""
    order: int = 0


DOORS: dict[tuple[str, str], Door] = {
    ("POST", "/api/auth/magic-link"): Door(ANYONE, {"email": "x@example.org"}),
    ("POST", "/api/auth/redeem"): Door(ANYONE, {"token": "x" * 43}),
    ("POST", "/api/auth/login"): Door(ANYONE, {"email": "x@example.org", "password": "x"}),
    ("POST", "/api/auth/logout"): Door(ANYONE, order=3),
    ("GET", "/api/health"): Door(ANYONE),
    ("GET", "/api/health/live"): Door(ANYONE),
    ("GET", "/api/health/ready"): Door(ANYONE),
    ("GET", "/api/admin/status"): Door(ADMIN),
    ("GET", "/api/admin/logs"): Door(ADMIN, query="?q=x"),
    ("GET", "/api/admin/jobs"): Door(ADMIN),
    ("POST", "/api/admin/jobs/{job_id}/cancel"): Door(ADMIN),
    ("GET", "/api/admin/backups"): Door(ADMIN),
    ("POST", "/api/admin/backups"): Door(ADMIN),
    ("GET", "/api/admin/backups/{name}"): Door(OWNER_ROLE),
    ("GET", "/api/me"): Door(SIGNED_IN),
    ("PUT", "/api/me/preferences"): Door(SIGNED_IN, {"riskPct": 1}),
    ("POST", "/api/me/password"): Door(SIGNED_IN, {"new": "another quiet lantern"}),
    ("GET", "/api/me/sessions"): Door(SIGNED_IN),
    ("DELETE", "/api/me/sessions"): Door(SIGNED_IN),
    ("DELETE", "/api/me/sessions/{session_id}"): Door(THEIRS, order=2),
    ("GET", "/api/me/tokens"): Door(SIGNED_IN),
    ("POST", "/api/me/tokens"): Door(SIGNED_IN, {"name": "x"}),
    ("DELETE", "/api/me/tokens/{token_id}"): Door(THEIRS),
    ("POST", "/api/me/totp"): Door(SIGNED_IN),
    ("POST", "/api/me/totp/confirm"): Door(SIGNED_IN, {"code": "000000"}),
    ("POST", "/api/me/totp/remove"): Door(SIGNED_IN, {"code": "000000"}),
    ("GET", "/api/users"): Door(ADMIN),
    ("POST", "/api/users/invite"): Door(ADMIN, {"email": "new@example.org"}),
    ("POST", "/api/users/{user_id}/reset"): Door(ADMIN),
    ("PATCH", "/api/users/{user_id}"): Door(OWNER_ROLE, {"disabled": False}),
    ("GET", "/api/symbols"): Door(SIGNED_IN, query="?q=xrp"),
    ("GET", "/api/venues"): Door(SIGNED_IN),
    ("POST", "/api/venues/test"): Door(SIGNED_IN, {"venue": "sandbox"}),
    ("PUT", "/api/venues/{venue}"): Door(ADMIN, {"proxyUrl": None}),
    ("GET", "/api/data/historical"): Door(SIGNED_IN, query="?symbol=XRP/USDT&interval=1h"),
    ("GET", "/api/chart"): Door(SIGNED_IN, query="?symbol=XRP/USDT&timeframe=1h"),
    ("POST", "/api/analyze"): Door(SIGNED_IN, {"symbol": "XRP/USDT"}),
    ("POST", "/api/update"): Door(THEIRS, {"planId": "{plan_id}"}),
    ("GET", "/api/plan/{plan_id}"): Door(THEIRS),
    ("GET", "/api/plan/{plan_id}/outcome"): Door(THEIRS),
    ("GET", "/api/plan/{plan_id}/compare/{other_id}"): Door(THEIRS),
    ("GET", "/api/plan/{plan_id}/export"): Door(THEIRS, query="?format=text"),
    ("GET", "/api/plans"): Door(SIGNED_IN),
    ("GET", "/api/jobs/{job_id}"): Door(THEIRS),
    ("POST", "/api/jobs/{job_id}/cancel"): Door(THEIRS),
    ("POST", "/api/plan/{plan_id}/taken"): Door(THEIRS, {"leg": "pullback", "price": 2.1, "quantity": 10}),
    ("GET", "/api/taken"): Door(SIGNED_IN),
    ("GET", "/api/journal/summary"): Door(SIGNED_IN),
    ("GET", "/api/journal/today"): Door(SIGNED_IN),
    ("PATCH", "/api/taken/{taken_id}"): Door(THEIRS, {"exitPrice": 2.0}),
    ("DELETE", "/api/taken/{taken_id}"): Door(THEIRS, order=1),
    ("GET", "/api/watchlists"): Door(SIGNED_IN),
    ("POST", "/api/watchlists"): Door(SIGNED_IN, {"name": "x", "venue": "sandbox", "symbols": ["XRP/USDT"]}),
    ("PUT", "/api/watchlists/{watchlist_id}"): Door(
        THEIRS, {"name": "Majors", "venue": "sandbox", "symbols": ["XRP/USDT"]}
    ),
    ("DELETE", "/api/watchlists/{watchlist_id}"): Door(THEIRS, order=1),
    ("GET", "/api/scans"): Door(SIGNED_IN),
    ("POST", "/api/scans"): Door(SIGNED_IN, {"symbols": ["XRP/USDT"]}),
    ("GET", "/api/scans/{scan_id}"): Door(THEIRS),
    ("POST", "/api/scans/{scan_id}/cancel"): Door(THEIRS),
    ("DELETE", "/api/scans/{scan_id}"): Door(THEIRS, order=1),
}  # fmt: skip
RANK = {"anonymous": -1, "stranger": 0, "admin": 1, "owner": 2}
NEEDS = {ANYONE: -1, SIGNED_IN: 0, ADMIN: 1, OWNER_ROLE: 2}


def routes_of(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {(method.upper(), path) for path, item in document["paths"].items() for method in item}


async def things_of(owner: httpx2.AsyncClient, whole: WholeHouse) -> dict[str, str]:
    """One of everything that can belong to a person, belonging to the owner."""
    plan = await first_plan(owner, lambda payload: payload["pullback"])
    session = next(s for s in data_of(await owner.get("/api/me/sessions")) if s["current"])
    token = data_of(await owner.post("/api/me/tokens", json={"name": "programs"}))
    body = {"leg": "pullback", "price": 2.1, "quantity": 10}
    taken = data_of(await owner.post(f"/api/plan/{plan['planId']}/taken", json=body))
    async with whole.house.database.read(SYSTEM) as rows:
        job = (await rows.execute(select(jobs.c.id))).scalars().first()
    people = data_of(await owner.get("/api/users"))
    watched = {"name": "Majors", "venue": "sandbox", "symbols": ["BTC/USDT"]}
    watchlist = data_of(await owner.post("/api/watchlists", json=watched))
    scan = data_of(await owner.post("/api/scans", json={"watchlistId": watchlist["watchlistId"]}))
    return {
        "watchlist_id": watchlist["watchlistId"],
        "scan_id": scan["scanId"],
        "plan_id": plan["planId"],
        "other_id": plan["planId"],
        "session_id": session["id"],
        "token_id": token["id"],
        "taken_id": taken["id"],
        "job_id": str(job),
        "user_id": next(p["id"] for p in people if p["role"] == "user"),
        "venue": "binance",
        "name": "nofomo-20200101-0000.tar",
    }


async def test_the_table_names_every_route(whole: WholeHouse) -> None:
    assert routes_of(whole.app.openapi()) == set(DOORS)


async def test_every_endpoint_lets_in_whom_it_should_and_nobody_else(whole: WholeHouse) -> None:
    owner = await whole.owner()
    people = {
        "anonymous": whole.browser(),
        "stranger": await whole.person("stranger@example.org"),
        "admin": await whole.person("admin@example.org", "admin"),
        "owner": owner,
    }
    things = await things_of(owner, whole)
    wrong: list[str] = []
    for (method, path), door in sorted(DOORS.items(), key=lambda item: item[1].order):
        url = path.format(**things) + door.query
        body = {key: v.format(**things) if isinstance(v, str) else v for key, v in (door.body or {}).items()}
        for name in ("anonymous", "stranger", "admin", "owner"):
            answer = await people[name].request(method, url, json=body if method in ("POST", "PUT", "PATCH") else None)
            wrong += judge(name, door, answer=answer, what=f"{name} {method} {path}")
    assert not wrong, "\n".join(wrong)


def judge(name: str, door: Door, *, answer: httpx2.Response, what: str) -> list[str]:
    is_json = answer.headers.get("content-type", "").startswith("application/json")
    code, status = answer.json().get("code") if is_json else None, answer.status_code
    said = f"{what}: {status} {code}"
    if status >= 500:
        return [said]
    if door.who == THEIRS:
        expected = {"anonymous": status == 401, "owner": status not in (401, 403, 404)}.get(name, status == 404)
        return [] if expected else [said]
    passed = status not in (403,) and code not in ("UNAUTHENTICATED", "FORBIDDEN")
    return [] if passed == (RANK[name] >= NEEDS[door.who]) else [said]


async def test_a_stranger_finds_nothing_of_the_owner_in_any_list(whole: WholeHouse) -> None:
    stranger, owner = await whole.person("stranger@example.org"), await whole.owner()
    things = await things_of(owner, whole)
    for path in ("/api/plans", "/api/taken", "/api/me/tokens", "/api/me/sessions", "/api/watchlists", "/api/scans"):
        text = (await stranger.get(path)).text
        assert not [
            thing for name, thing in things.items() if name not in ("venue", "user_id", "name") and thing in text
        ], path
        assert [thing for thing in things.values() if thing in (await owner.get(path)).text], path
