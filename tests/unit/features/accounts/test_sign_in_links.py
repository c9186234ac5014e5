from __future__ import annotations

import asyncio

import pytest

from nofomo.engine.core.errors import LimitReached
from nofomo.features.accounts.model import OPERATOR, Client
from nofomo.features.accounts.tables import audit_log, sessions, sign_in_links, users
from tests.unit.features.accounts.world import PASSWORD, World, code_of, data_of, open_world

HOUR = 3600


async def test_the_first_start_creates_an_owner_and_a_link_that_signs_in(world: World) -> None:
    link = await world.accounts.ensure_owner()
    assert link is not None
    assert link.url == f"{world.address}/auth/redeem?token={link.token}"
    assert link.expires_at == world.clock.now_ms() + 24 * HOUR * 1000
    browser = await world.entering(link.token)
    user = data_of(await browser.get("/api/me"))["user"]
    assert (user["role"], user["email"], user["hasPassword"]) == ("owner", "owner@localhost", False)


async def test_each_start_gives_a_new_link_until_the_owner_came_and_set_a_password(world: World) -> None:
    first, second = await world.accounts.ensure_owner(), await world.accounts.ensure_owner()
    assert first
    assert second
    assert first.token != second.token
    owner = await world.entering(first.token)
    assert await world.accounts.ensure_owner() is not None
    assert not await world.accounts.sign_in.owners_have_passwords()
    data_of(await owner.post("/api/me/password", json={"new": PASSWORD}))
    assert await world.accounts.ensure_owner() is None
    assert await world.accounts.sign_in.owners_have_passwords()
    assert len(await world.rows(users)) == 1


async def test_a_password_set_on_the_machine_does_not_yet_end_the_start_links(world: World) -> None:
    await world.accounts.ensure_owner()
    owner = await world.accounts.people.find("owner@localhost")
    await world.accounts.keys.set_password(OPERATOR, owner.id, new=PASSWORD, current=None, keep=None, proven=True)
    assert await world.accounts.ensure_owner() is not None
    assert await world.accounts.sign_in.owners_have_passwords()


async def test_the_owner_can_be_there_before_any_link(world: World) -> None:
    """What start-up asks before it serves a public address."""
    assert not await world.accounts.owner_has_password()
    await world.accounts.ensure_owner_row()
    await world.accounts.ensure_owner_row()
    assert [row["email"] for row in await world.rows(users)] == ["owner@localhost"]
    assert await world.rows(sign_in_links) == []
    assert not await world.accounts.owner_has_password()
    owner = await world.accounts.people.find("owner@localhost")
    await world.accounts.keys.set_password(OPERATOR, owner.id, new=PASSWORD, current=None, keep=None, proven=True)
    assert await world.accounts.owner_has_password()


async def test_twenty_starts_at_once_make_one_owner(world: World) -> None:
    await asyncio.gather(*(world.accounts.ensure_owner() for _ in range(20)))
    assert [row["role"] for row in await world.rows(users)] == ["owner"]


async def test_a_link_works_once(world: World) -> None:
    link = await world.accounts.ensure_owner()
    assert link
    await world.entering(link.token)
    again = await world.browser().post("/api/auth/redeem", json={"token": link.token})
    assert code_of(again) == "409 LINK_USED"


async def test_of_twenty_parallel_redemptions_exactly_one_wins(world: World) -> None:
    link = await world.accounts.ensure_owner()
    assert link
    body = {"token": link.token}
    answers = await asyncio.gather(*(world.browser().post("/api/auth/redeem", json=body) for _ in range(20)))
    assert sorted(code_of(answer) for answer in answers) == ["200", *["409 LINK_USED"] * 19]
    assert len(await world.rows(sessions)) == 1


async def test_a_link_ends_at_its_moment(world: World) -> None:
    link = await world.accounts.ensure_owner()
    assert link
    world.clock.set(link.expires_at)
    answer = await world.browser().post("/api/auth/redeem", json={"token": link.token})
    assert code_of(answer) == "409 LINK_EXPIRED"
    world.clock.set(link.expires_at - 1)
    await world.entering(link.token)


async def test_redeeming_one_link_ends_the_persons_other_links(world: World) -> None:
    first, second = await world.accounts.ensure_owner(), await world.accounts.ensure_owner()
    assert first
    assert second
    await world.entering(second.token)
    answer = await world.browser().post("/api/auth/redeem", json={"token": first.token})
    assert code_of(answer) == "409 LINK_USED"


async def test_nonsense_is_not_a_link(world: World) -> None:
    await world.accounts.ensure_owner()
    for token in ("", "x", "a" * 200, "\x00", "é" * 40, "🙂", "' or 1=1 --", "..\\..\\"):
        assert code_of(await world.browser().post("/api/auth/redeem", json={"token": token})) == "404 LINK_UNKNOWN"


async def test_a_lone_surrogate_is_not_a_link_and_not_a_crash(world: World) -> None:
    raw = b'{"token": "\\ud800' + b"a" * 42 + b'"}'
    answer = await world.browser().post("/api/auth/redeem", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in (404, 422)


async def test_a_link_cannot_be_redeemed_by_get(world: World) -> None:
    link = await world.accounts.ensure_owner()
    assert link
    assert (await world.browser().get("/api/auth/redeem", params={"token": link.token})).status_code in (404, 405)
    await world.entering(link.token)


async def test_a_magic_link_reaches_the_terminal_and_signs_in(world: World) -> None:
    await world.invited("budi@example.org")
    answer = await world.browser().post("/api/auth/magic-link", json={"email": " Budi@Example.org "})
    assert (answer.status_code, answer.json()["data"]) == (202, {"sent": True, "via": "terminal"})
    browser = await world.entering(await world.printed_token())
    assert data_of(await browser.get("/api/me"))["user"]["email"] == "budi@example.org"


async def test_nobody_learns_whether_an_address_is_known(world: World) -> None:
    await world.invited("budi@example.org")
    before = len(await world.rows(sign_in_links))
    known = await world.browser().post("/api/auth/magic-link", json={"email": "budi@example.org"})
    unknown = await world.browser().post("/api/auth/magic-link", json={"email": "siapa@example.org"})
    assert known.json()["data"] == unknown.json()["data"]
    assert known.status_code == unknown.status_code == 202
    assert known.headers.keys() == unknown.headers.keys()
    assert len(await world.rows(sign_in_links)) == before + 2
    await world.accounts.settle()
    assert world.terminal.getvalue().count("mail to") == 1
    assert "siapa" not in world.terminal.getvalue()


async def test_the_unknown_address_meets_the_same_limit_as_the_known_one(world: World) -> None:
    await world.invited("budi@example.org")
    for email in ("budi@example.org", "siapa@example.org"):
        answers = [
            await world.browser(ip=f"203.0.113.{n}").post("/api/auth/magic-link", json={"email": email})
            for n in range(6)
        ]
        assert [answer.status_code for answer in answers] == [202] * 5 + [429]
        assert answers[-1].headers["retry-after"] == "900"
    world.clock.advance(900)
    later = await world.browser().post("/api/auth/magic-link", json={"email": "budi@example.org"})
    assert later.status_code == 202


async def test_one_network_may_not_ask_for_many_people(world: World) -> None:
    ask = world.accounts.sign_in.request_magic_link
    for n in range(20):
        await ask(f"p{n}@example.org", Client(f"2001:db8:1:2::{n:x}"))
    with pytest.raises(LimitReached) as caught:
        await ask("p99@example.org", Client("2001:db8:1:2:ffff::9"))
    assert caught.value.code == "TOO_MANY_ATTEMPTS"
    await ask("p99@example.org", Client("2001:db8:1:3::1"))


MALFORMED = [
    "",
    "budi",
    "budi@",
    "@example.org",
    "a b@example.org",
    "budi@example.org\r\nBcc: everyone@example.org",
    "budi@example.org\nX: y",
    "budi\x00@example.org",
    "budi@exämple.org",
    "budi@example.org,eve@example.org",
    "<budi@example.org>",
    "bu..di@example.org",
    "a" * 65 + "@example.org",
    "a@" + "b" * 290 + ".org",
    "budi@-example.org",
    "\u212audi@example.org",
]


async def test_a_malformed_address_is_refused(world: World) -> None:
    browser = world.browser()
    answers = {
        email: (await browser.post("/api/auth/magic-link", json={"email": email})).status_code for email in MALFORMED
    }
    assert [email for email, status in answers.items() if status != 422] == []
    assert not await world.rows(sign_in_links)
    await world.accounts.settle()
    assert world.terminal.getvalue() == ""


async def test_an_address_of_a_megabyte_is_refused_quickly(world: World) -> None:
    answer = await world.browser().post("/api/auth/magic-link", json={"email": "a" * 900_000 + "@example.org"})
    assert answer.status_code == 422
    assert len(answer.text) < 2000


async def test_a_switched_off_person_gets_no_link_and_cannot_use_an_old_one(world: World) -> None:
    await world.invited("budi@example.org")
    await world.browser().post("/api/auth/magic-link", json={"email": "budi@example.org"})
    token = await world.printed_token()
    await world.accounts.people.change(OPERATOR, await world.id_of("budi@example.org"), disabled=True)
    assert code_of(await world.browser().post("/api/auth/redeem", json={"token": token})) == "409 LINK_USED"
    printed = world.terminal.getvalue()
    answer = await world.browser().post("/api/auth/magic-link", json={"email": "budi@example.org"})
    assert answer.status_code == 202
    await world.accounts.settle()
    assert world.terminal.getvalue() == printed


async def test_a_redeemed_session_has_a_new_secret_and_ends_the_one_sent_along(world: World) -> None:
    """Session fixation: a cookie planted before the sign-in is worth nothing after it."""
    attacker = await world.invited("eve@example.org")
    planted = attacker.cookies["nofomo_session"]
    victim = world.browser()
    victim.cookies.set("nofomo_session", planted, domain="nofomo.test", path="/")
    link = await world.accounts.ensure_owner()
    assert link
    answer = await victim.post("/api/auth/redeem", json={"token": link.token})
    assert answer.cookies["nofomo_session"] != planted
    assert code_of(await attacker.get("/api/me")) == "401 UNAUTHENTICATED"


async def test_a_made_up_cookie_is_never_adopted(world: World) -> None:
    browser = world.browser()
    browser.cookies.set("nofomo_session", "chosen-by-somebody-else", domain="nofomo.test", path="/")
    link = await world.accounts.ensure_owner()
    assert link
    answer = await browser.post("/api/auth/redeem", json={"token": link.token})
    assert answer.cookies["nofomo_session"] != "chosen-by-somebody-else"
    stranger = world.browser()
    stranger.cookies.set("nofomo_session", "chosen-by-somebody-else", domain="nofomo.test", path="/")
    assert (await stranger.get("/api/me")).status_code == 401


async def test_links_are_kept_as_hashes_and_old_ones_are_cleared(world: World) -> None:
    link = await world.accounts.ensure_owner()
    assert link
    assert link.token not in str(await world.rows(sign_in_links))
    world.clock.advance(49 * HOUR)
    await world.accounts.ensure_owner()
    assert len(await world.rows(sign_in_links)) == 1


async def test_a_sign_in_leaves_a_row_in_the_audit_log(world: World) -> None:
    await world.owner()
    row = next(row for row in await world.rows(audit_log) if row["action"] == "sign_in")
    assert row["details"] == {"by": "sign_in"}
    assert row["ip"] == "203.0.113.x"


async def test_secrets_have_no_repr(world: World) -> None:
    link = await world.accounts.ensure_owner()
    assert link
    assert link.token not in repr(link)


async def test_links_begin_with_the_public_address(database_url: str) -> None:
    world = await open_world(database_url, address="https://nofomo.example.org")
    link = await world.accounts.ensure_owner()
    assert link
    assert link.url.startswith("https://nofomo.example.org/auth/redeem?token=")
    await world.close()
