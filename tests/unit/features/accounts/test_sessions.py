from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event
from starlette.requests import HTTPConnection

from nofomo.engine.core.errors import Forbidden
from nofomo.features.accounts.model import Client
from nofomo.features.accounts.tables import sessions
from nofomo.infra.database import SYSTEM
from tests.unit.features.accounts.world import PASSWORD, World, code_of, data_of, open_world

DAY = 86_400
BUDI = "budi@example.org"


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    link = await world.accounts.ensure_owner()
    assert link
    answer = await world.browser().post("/api/auth/redeem", json={"token": link.token})
    parts = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert parts == {"httponly", "samesite=lax", "path=/", f"max-age={30 * DAY}"}


async def test_the_cookie_is_secure_where_people_come_by_https(database_url: str) -> None:
    world = await open_world(database_url, address="https://nofomo.example.org")
    link = await world.accounts.ensure_owner()
    assert link
    answer = await world.browser().post("/api/auth/redeem", json={"token": link.token})
    assert "secure" in answer.headers["set-cookie"].lower()
    await world.close()


async def test_the_cookie_is_kept_as_a_hash(world: World) -> None:
    browser = await world.owner()
    assert browser.cookies["nofomo_session"] not in str(await world.rows(sessions))


async def test_a_session_slides_as_long_as_it_is_used(world: World) -> None:
    browser = await world.owner()
    for _ in range(3):
        world.clock.advance(29 * DAY)
        answer = await browser.get("/api/me")
        assert f"Max-Age={30 * DAY}" in answer.headers["set-cookie"]
        await world.accounts.settle()
    world.clock.advance(30 * DAY)
    assert code_of(await browser.get("/api/me")) == "401 UNAUTHENTICATED"


async def test_the_last_use_is_written_at_most_once_a_minute(world: World) -> None:
    browser = await world.owner()
    with statements("UPDATE") as writes:
        for _ in range(12):
            world.clock.advance(5.5)
            await asyncio.gather(*(browser.get("/api/me") for _ in range(5)))
            await world.accounts.settle()
    assert len(writes) == 1
    assert (await world.rows(sessions))[0]["last_seen_at"] == world.clock.now_ms() - 5_500


async def test_a_busy_session_costs_one_query_in_five_seconds(world: World) -> None:
    browser = await world.owner()
    connection = _asking(world, {"cookie": f"nofomo_session={browser.cookies['nofomo_session']}"})
    with statements("SELECT") as queries:
        for _ in range(100):
            assert await world.accounts.identify(connection) is not None
        assert len(queries) == 1
        world.clock.advance(5.001)
        assert await world.accounts.identify(connection) is not None
    assert len(queries) == 2


async def test_signing_out_ends_the_session_at_once(world: World) -> None:
    browser = await world.owner()
    cookie = browser.cookies["nofomo_session"]
    assert (await browser.get("/api/me")).status_code == 200
    answer = await browser.post("/api/auth/logout")
    assert 'nofomo_session=""' in answer.headers["set-cookie"]
    thief = world.browser()
    thief.cookies.set("nofomo_session", cookie, domain="nofomo.test", path="/")
    assert (await thief.get("/api/me")).status_code == 401
    assert (await browser.post("/api/auth/logout")).status_code == 200


async def test_a_person_sees_and_ends_their_own_sessions(world: World) -> None:
    here = await world.with_password(BUDI)
    there = world.browser(ip="2001:db8:7:8::1", agent="Safari\x01 on a phone " + "x" * 300)
    world.clock.advance(60)
    data_of(await there.post("/api/auth/login", json={"email": BUDI, "password": PASSWORD}))
    listed = data_of(await here.get("/api/me/sessions"))
    assert [(row["current"], row["openedBy"], row["ip"]) for row in listed] == [
        (False, "password", "2001:db8:7::/48"),
        (True, "invite", "203.0.113.x"),
    ]
    assert listed[0]["userAgent"].startswith("Safari on a phone xxx")
    assert len(listed[0]["userAgent"]) == 200
    assert "token" not in str(listed).lower()
    data_of(await here.delete(f"/api/me/sessions/{listed[0]['id']}"))
    assert (await there.get("/api/me")).status_code == 401
    assert (await here.get("/api/me")).status_code == 200


async def test_signing_out_everywhere_else_keeps_this_browser(world: World) -> None:
    here = await world.with_password(BUDI)
    others = [world.browser() for _ in range(3)]
    for other in others:
        data_of(await other.post("/api/auth/login", json={"email": BUDI, "password": PASSWORD}))
    assert data_of(await here.delete("/api/me/sessions")) == {"ended": 3}
    assert [(await other.get("/api/me")).status_code for other in others] == [401] * 3
    assert (await here.get("/api/me")).status_code == 200


async def test_a_stranger_cannot_end_somebodys_session(world: World) -> None:
    budi, eve = await world.invited(BUDI), await world.invited("eve@example.org")
    mine = data_of(await budi.get("/api/me/sessions"))[0]["id"]
    assert code_of(await eve.delete(f"/api/me/sessions/{mine}")) == "404 SESSION_NOT_FOUND"
    assert (await budi.get("/api/me")).status_code == 200


async def test_a_change_with_a_cookie_needs_our_header(world: World) -> None:
    browser = await world.owner()
    del browser.headers["X-NoFOMO"]
    assert (await browser.get("/api/me")).status_code == 200
    for send in (
        browser.put("/api/me/preferences", json={"theme": "dark"}),
        browser.post("/api/me/tokens", json={"name": "x"}),
        browser.delete("/api/me/sessions"),
        browser.post("/api/auth/logout"),
    ):
        assert code_of(await send) == "403 CSRF_REFUSED"
    browser.headers["X-NoFOMO"] = "true"
    assert code_of(await browser.delete("/api/me/sessions")) == "403 CSRF_REFUSED"


async def test_a_change_from_another_sites_page_is_refused(world: World) -> None:
    browser = await world.with_password(BUDI)

    async def change(origin: str) -> str:
        return code_of(await browser.put("/api/me/preferences", json={"theme": "dark"}, headers={"Origin": origin}))

    async def enter(origin: str) -> str:
        body = {"email": BUDI, "password": PASSWORD}
        return code_of(await world.browser().post("/api/auth/login", json=body, headers={"Origin": origin}))

    for ours in ("http://nofomo.test:8000", "HTTP://NOFOMO.test:8000"):
        assert [await change(ours), await enter(ours)] == ["200", "200"]
    for foreign in (
        "http://evil.example",
        "http://nofomo.test:9999",
        "http://nofomo.test:8000.evil.example",
        "http://nofomo.test:8000@evil.example",
        "null",
        "",
        "nofomo.test:8000",
        "http://" + "a" * 5000,
        "http://[",
    ):
        assert [await change(foreign), await enter(foreign)] == ["403 CSRF_REFUSED"] * 2, foreign


async def test_behind_a_proxy_the_public_address_counts_as_our_own(database_url: str) -> None:
    world = await open_world(database_url, address="https://nofomo.example.org")
    link = await world.accounts.ensure_owner()
    assert link
    answer = await world.browser().post(
        "/api/auth/redeem",
        json={"token": link.token},
        headers={"Origin": "https://nofomo.example.org", "Host": "127.0.0.1:8000"},
    )
    assert answer.status_code == 200
    await world.close()


async def test_a_body_without_a_json_type_is_not_read(world: World) -> None:
    """A form or a plain-text request needs no permission of the browser to cross sites, so it must not sign in."""
    await world.with_password(BUDI)
    raw = f'{{"email": "{BUDI}", "password": "{PASSWORD}"}}'.encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = await world.browser().post("/api/auth/login", content=raw, headers={"Content-Type": kind})
        assert answer.status_code == 422, kind


async def test_a_socket_from_another_sites_page_is_refused(world: World) -> None:
    browser = await world.owner()
    headers = {"cookie": f"nofomo_session={browser.cookies['nofomo_session']}", "host": "nofomo.test:8000"}
    ours = _asking(world, headers | {"origin": "http://nofomo.test:8000"}, kind="websocket")
    assert await world.accounts.identify(ours) is not None
    foreign = _asking(world, headers | {"origin": "http://evil.example"}, kind="websocket")
    with pytest.raises(Forbidden) as caught:
        await world.accounts.identify(foreign)
    assert caught.value.code == "CSRF_REFUSED"


async def test_a_revocation_during_a_lookup_is_not_overtaken_by_the_memory(world: World) -> None:
    """Twenty rounds of a look-up racing a sign-out: afterwards the session is never still remembered."""
    link = await world.accounts.ensure_owner()
    assert link
    await world.entering(link.token)
    user = (await world.accounts.people.list())[0]
    for _ in range(20):
        async with world.db.write(SYSTEM) as session:
            opened = await world.accounts.sessions.open(
                session, user, opened_by="password", client=Client(), replaces=None
            )
        connection = _asking(world, {"cookie": f"nofomo_session={opened.token}"})
        await asyncio.gather(
            world.accounts.identify(connection),
            world.accounts.sessions.end(opened.token),
            world.accounts.identify(connection),
        )
        assert await world.accounts.identify(connection) is None


async def test_a_nonsense_cookie_is_nobody(world: World) -> None:
    await world.owner()
    for cookie in ("", "x", "a" * 5000, "\x7f", "é", "nfm_abc", "a;b"):
        raw = f"nofomo_session={cookie}".encode("latin-1")
        answer = await world.browser().get("/api/me", headers=[(b"Cookie", raw)])
        assert code_of(answer) == "401 UNAUTHENTICATED"


@contextmanager
def statements(kind: str) -> Iterator[list[str]]:
    """What reaches the database within the block, of one kind."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(kind):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def _asking(world: World, headers: dict[str, str], kind: str = "http") -> HTTPConnection:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "headers": raw, "path": "/", "state": {}}
    return HTTPConnection(scope | ({"method": "GET"} if kind == "http" else {}))
