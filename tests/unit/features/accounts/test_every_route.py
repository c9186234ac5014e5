"""Every route of accounts, tried as nobody, a person, an admin and an owner. The table must name every route."""

from __future__ import annotations

from typing import Any

import httpx2

from tests.unit.features.accounts.world import World, data_of

OPEN = {"anonymous": True, "user": True, "admin": True, "owner": True}
SELF = {**OPEN, "anonymous": False}
ADMIN = {**SELF, "user": False}
OWNER = {**ADMIN, "admin": False}
TABLE: dict[tuple[str, str], dict[str, bool]] = {
    ("POST", "/api/auth/magic-link"): OPEN,
    ("POST", "/api/auth/redeem"): OPEN,
    ("POST", "/api/auth/login"): OPEN,
    ("POST", "/api/auth/logout"): OPEN,
    ("GET", "/api/me"): SELF,
    ("PUT", "/api/me/preferences"): SELF,
    ("POST", "/api/me/password"): SELF,
    ("GET", "/api/me/sessions"): SELF,
    ("DELETE", "/api/me/sessions"): SELF,
    ("DELETE", "/api/me/sessions/{session_id}"): SELF,
    ("GET", "/api/me/tokens"): SELF,
    ("POST", "/api/me/tokens"): SELF,
    ("DELETE", "/api/me/tokens/{token_id}"): SELF,
    ("POST", "/api/me/totp"): SELF,
    ("POST", "/api/me/totp/confirm"): SELF,
    ("POST", "/api/me/totp/remove"): SELF,
    ("GET", "/api/users"): ADMIN,
    ("POST", "/api/users/invite"): ADMIN,
    ("POST", "/api/users/{user_id}/reset"): ADMIN,
    ("PATCH", "/api/users/{user_id}"): OWNER,
}
BODIES: dict[str, Any] = {
    "/api/auth/magic-link": {"email": "x@example.org"},
    "/api/auth/redeem": {"token": "x"},
    "/api/auth/login": {"email": "x@example.org", "password": "x"},
    "/api/me/password": {"new": "another quiet lantern"},
    "/api/me/tokens": {"name": "x"},
    "/api/me/totp/confirm": {"code": "1"},
    "/api/me/totp/remove": {"code": "1"},
    "/api/users/invite": {"email": "new@example.org"},
}
NOBODY = "00000000-0000-7000-8000-00000000ffff"
REFUSED = {"UNAUTHENTICATED", "FORBIDDEN", "SESSION_ONLY", "CSRF_REFUSED"}


async def people(world: World) -> dict[str, httpx2.AsyncClient]:
    return {
        "anonymous": world.browser(),
        "user": await world.invited("budi@example.org"),
        "admin": await world.invited("admin@example.org", "admin"),
        "owner": await world.owner(),
    }


async def passes(browser: httpx2.AsyncClient, method: str, path: str) -> bool:
    url = path.replace("{session_id}", NOBODY).replace("{token_id}", NOBODY).replace("{user_id}", NOBODY)
    body = BODIES.get(path, {}) if method in ("POST", "PUT", "PATCH") else None
    answer = await browser.request(method, url, json=body)
    assert answer.status_code < 500, (method, path, answer.text)
    return answer.json().get("code") not in REFUSED


async def test_the_table_names_every_route(world: World) -> None:
    document = (await world.browser().get("/api/openapi.json")).json()
    routes = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    assert routes - {("GET", "/api/health")} == set(TABLE)


async def test_every_route_lets_in_whom_it_should_and_nobody_else(world: World) -> None:
    browsers = await people(world)
    # Signing out comes last: it ends the session that the others need.
    ordered = sorted(TABLE, key=lambda route: route[1] == "/api/auth/logout")
    found = {route: {who: await passes(browser, *route) for who, browser in browsers.items()} for route in ordered}
    assert found == TABLE


async def test_a_cookie_without_our_header_changes_nothing_on_any_route(world: World) -> None:
    browser = await world.owner()
    del browser.headers["X-NoFOMO"]
    for method, path in TABLE:
        if method != "GET" and path not in ("/api/auth/magic-link", "/api/auth/redeem", "/api/auth/login"):
            assert not await passes(browser, method, path), (method, path)
    assert (await browser.get("/api/me")).status_code == 200


async def test_a_writing_token_of_an_owner_reaches_only_what_programs_may(world: World) -> None:
    owner = await world.owner()
    made = data_of(await owner.post("/api/me/tokens", json={"name": "w", "scopes": ["write"]}))
    program = world.program(made["token"])
    reached = {(method, path) for method, path in TABLE if await passes(program, method, path)}
    assert {route for route in reached if not route[1].startswith("/api/auth/")} == {
        ("GET", "/api/me"),
        ("PUT", "/api/me/preferences"),
        ("GET", "/api/me/tokens"),
    }


async def test_operation_names_are_unique(world: World) -> None:
    document = (await world.browser().get("/api/openapi.json")).json()
    names = [item["operationId"] for path in document["paths"].values() for item in path.values()]
    assert len(names) == len(set(names))


async def test_answers_with_secrets_are_not_to_be_stored(world: World) -> None:
    owner = await world.owner()
    answer = await owner.post("/api/me/tokens", json={"name": "w"})
    assert answer.headers["cache-control"] == "no-store"
