from __future__ import annotations

from nofomo.features.accounts.model import OPERATOR
from nofomo.features.accounts.tables import api_tokens, audit_log
from tests.unit.features.accounts.world import World, code_of, data_of

BUDI = "budi@example.org"
DAY = 86_400


async def test_a_token_lets_a_program_in_and_is_shown_once(world: World) -> None:
    browser = await world.invited(BUDI)
    made = data_of(await browser.post("/api/me/tokens", json={"name": " my  bot ", "scopes": ["read"]}))
    assert made["token"].startswith("nfm_")
    assert len(made["token"]) == 47
    assert made["token"].startswith(made["prefix"])
    assert (made["name"], made["scopes"], made["expiresAt"]) == ("my bot", ["read"], None)
    answer = await world.program(made["token"]).get("/api/me")
    assert data_of(answer)["user"]["email"] == BUDI
    assert "set-cookie" not in answer.headers
    listed = data_of(await browser.get("/api/me/tokens"))
    assert [row["prefix"] for row in listed] == [made["prefix"]]
    assert made["token"] not in str(listed)
    assert made["token"] not in str(await world.rows(api_tokens))


async def test_a_reading_token_may_not_change_anything(world: World) -> None:
    browser = await world.invited(BUDI)
    made = data_of(await browser.post("/api/me/tokens", json={"name": "r"}))
    answer = await world.program(made["token"]).put("/api/me/preferences", json={"theme": "dark"})
    assert code_of(answer) == "403 SCOPE_MISSING"


async def test_a_writing_token_needs_no_browser_header_and_may_read_too(world: World) -> None:
    browser = await world.invited(BUDI)
    made = data_of(await browser.post("/api/me/tokens", json={"name": "w", "scopes": ["write"]}))
    assert made["scopes"] == ["read", "write"]
    program = world.program(made["token"])
    changed = await program.put("/api/me/preferences", json={"theme": "dark"}, headers={"Origin": "http://elsewhere"})
    assert data_of(changed)["user"]["theme"] == "dark"
    assert (await program.get("/api/me")).status_code == 200


async def test_a_token_cannot_make_keys_or_touch_people(world: World) -> None:
    browser = await world.invited("admin@example.org", "admin")
    made = data_of(await browser.post("/api/me/tokens", json={"name": "w", "scopes": ["read", "write"]}))
    program = world.program(made["token"])
    for send in (
        program.post("/api/me/tokens", json={"name": "child"}),
        program.delete(f"/api/me/tokens/{made['id']}"),
        program.post("/api/me/password", json={"new": "another quiet lantern"}),
        program.get("/api/me/sessions"),
        program.delete("/api/me/sessions"),
        program.get("/api/users"),
        program.post("/api/users/invite", json={"email": "x@example.org"}),
        program.post("/api/me/totp"),
    ):
        assert code_of(await send) == "403 SESSION_ONLY"


async def test_a_deleted_token_ends_at_once(world: World) -> None:
    browser = await world.invited(BUDI)
    made = data_of(await browser.post("/api/me/tokens", json={"name": "r"}))
    program = world.program(made["token"])
    assert (await program.get("/api/me")).status_code == 200
    data_of(await browser.delete(f"/api/me/tokens/{made['id']}"))
    assert code_of(await program.get("/api/me")) == "401 UNAUTHENTICATED"
    assert code_of(await browser.delete(f"/api/me/tokens/{made['id']}")) == "404 TOKEN_NOT_FOUND"


async def test_a_token_ends_on_its_day(world: World) -> None:
    browser = await world.invited(BUDI)
    made = data_of(await browser.post("/api/me/tokens", json={"name": "r", "expiresInDays": 2}))
    program = world.program(made["token"])
    world.clock.advance(2 * DAY - 1)
    assert (await program.get("/api/me")).status_code == 200
    world.clock.advance(1)
    assert (await program.get("/api/me")).status_code == 401


async def test_the_token_of_a_switched_off_person_is_refused_at_once(world: World) -> None:
    browser = await world.invited(BUDI)
    made = data_of(await browser.post("/api/me/tokens", json={"name": "r"}))
    program = world.program(made["token"])
    assert (await program.get("/api/me")).status_code == 200
    user_id = await world.id_of(BUDI)
    await world.accounts.people.change(OPERATOR, user_id, disabled=True)
    assert (await program.get("/api/me")).status_code == 401
    assert (await browser.get("/api/me")).status_code == 401
    await world.accounts.people.change(OPERATOR, user_id, disabled=False)
    assert (await program.get("/api/me")).status_code == 200
    assert (await browser.get("/api/me")).status_code == 401


async def test_a_stranger_neither_sees_nor_deletes_somebodys_token(world: World) -> None:
    budi, eve = await world.invited(BUDI), await world.invited("eve@example.org")
    made = data_of(await budi.post("/api/me/tokens", json={"name": "r"}))
    assert data_of(await eve.get("/api/me/tokens")) == []
    assert code_of(await eve.delete(f"/api/me/tokens/{made['id']}")) == "404 TOKEN_NOT_FOUND"
    assert (await world.program(made["token"]).get("/api/me")).status_code == 200


async def test_a_cookie_is_not_a_token_and_a_token_is_not_a_cookie(world: World) -> None:
    browser = await world.invited(BUDI)
    made = data_of(await browser.post("/api/me/tokens", json={"name": "r"}))
    assert (await world.program(browser.cookies["nofomo_session"]).get("/api/me")).status_code == 401
    forged = world.browser()
    forged.cookies.set("nofomo_session", made["token"], domain="nofomo.test", path="/")
    assert (await world.program(made["token"]).get("/api/me")).status_code == 200
    assert (await forged.get("/api/me")).status_code == 401


async def test_a_wrong_token_is_not_rescued_by_a_cookie(world: World) -> None:
    browser = await world.invited(BUDI)
    answer = await browser.get("/api/me", headers={"Authorization": "Bearer nfm_wrong"})
    assert code_of(answer) == "401 UNAUTHENTICATED"


async def test_the_password_of_a_proxy_in_front_does_not_hide_the_cookie(world: World) -> None:
    browser = await world.invited(BUDI)
    assert (await browser.get("/api/me", headers={"Authorization": "Basic YTpi"})).status_code == 200


async def test_a_nonsense_authorization_is_nobody(world: World) -> None:
    for header in ("Bearer", "Bearer ", "bearer nfm_", "Bearer nfm_" + "a" * 9000, "Bearer nfm_\xff", "x"):
        answer = await world.browser().get("/api/me", headers=[(b"Authorization", header.encode("latin-1"))])
        assert code_of(answer) == "401 UNAUTHENTICATED"


MALFORMED: list[dict[str, object]] = [
    {"name": ""},
    {"name": "   "},
    {"name": "x" * 61},
    {"name": "a\x00b"},
    {"name": "ok", "scopes": []},
    {"name": "ok", "scopes": ["admin"]},
    {"name": "ok", "scopes": ["read", "trade"]},
    {"name": "ok", "expiresInDays": 0},
    {"name": "ok", "expiresInDays": 99999},
    {"name": "ok", "userId": "somebody"},
]


async def test_a_malformed_token_request_is_refused(world: World) -> None:
    browser = await world.invited(BUDI)
    answers = [(await browser.post("/api/me/tokens", json=body)).status_code for body in MALFORMED]
    assert answers == [422] * len(MALFORMED)
    assert not await world.rows(api_tokens)


async def test_fifty_tokens_are_enough(world: World) -> None:
    browser = await world.invited(BUDI)
    user_id = await world.id_of(BUDI)
    for n in range(50):
        await world.accounts.keys.create_token(OPERATOR, user_id, name=f"t{n}", scopes=["read"])
    assert code_of(await browser.post("/api/me/tokens", json={"name": "one more"})) == "429 TOO_MANY_TOKENS"


async def test_making_and_deleting_tokens_is_on_record(world: World) -> None:
    browser = await world.invited(BUDI)
    made = data_of(await browser.post("/api/me/tokens", json={"name": "r"}))
    data_of(await browser.delete(f"/api/me/tokens/{made['id']}"))
    rows = [row for row in await world.rows(audit_log) if row["action"].startswith("token")]
    assert [row["action"] for row in rows] == ["token_created", "token_revoked"]
    assert {row["actor_id"] for row in rows} == {await world.id_of(BUDI)}
    assert made["token"] not in str(rows)


async def test_the_last_use_of_a_token_is_noted(world: World) -> None:
    browser = await world.invited(BUDI)
    made = data_of(await browser.post("/api/me/tokens", json={"name": "r"}))
    await world.program(made["token"]).get("/api/me")
    await world.accounts.settle()
    assert data_of(await browser.get("/api/me/tokens"))[0]["lastUsedAt"] == "2024-03-14T12:00:00Z"
