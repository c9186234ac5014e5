from __future__ import annotations

import asyncio
import time

from nofomo.features.accounts.model import OPERATOR, AccountSettings
from nofomo.features.accounts.passwords import Passwords
from nofomo.features.accounts.tables import sessions, users
from tests.unit.features.accounts.world import PASSWORD, World, code_of, data_of, open_world

BUDI = "budi@example.org"


async def login(world: World, password: str, *, ip: str = "203.0.113.7") -> str:
    return code_of(await world.browser(ip=ip).post("/api/auth/login", json={"email": BUDI, "password": password}))


async def test_a_password_signs_in(world: World) -> None:
    await world.with_password(BUDI)
    browser = world.browser()
    answer = await browser.post("/api/auth/login", json={"email": BUDI.upper(), "password": PASSWORD})
    user = data_of(answer)["user"]
    assert (user["email"], user["hasPassword"]) == (BUDI, True)
    assert data_of(await browser.get("/api/me"))["user"] == user


async def test_wrong_password_unknown_person_and_no_password_look_the_same(world: World) -> None:
    await world.with_password(BUDI)
    await world.invited("tanpa@example.org")
    bodies = []
    for email in (BUDI, "siapa@example.org", "tanpa@example.org", "not an address", "budi@example.org\x00"):
        answer = await world.browser().post("/api/auth/login", json={"email": email, "password": "wrong wrong"})
        assert code_of(answer) == "401 SIGN_IN_FAILED"
        bodies.append({key: value for key, value in answer.json().items() if key != "timestamp"})
    assert all(body == bodies[0] for body in bodies)


async def test_a_person_without_a_password_cannot_sign_in_with_an_empty_one(world: World) -> None:
    await world.invited(BUDI)
    assert await login(world, "") == "401 SIGN_IN_FAILED"
    assert await login(world, "nobody's password") == "401 SIGN_IN_FAILED"


async def test_an_unknown_person_costs_as_much_hashing_as_a_known_one() -> None:
    """Not a stopwatch on two sign-ins, but proof that the slow hash runs at all for nobody."""
    slow = Passwords(
        AccountSettings("http://x", hash_passes=4, hash_memory_kib=32_768, hash_lanes=1), lambda n: b"s" * n
    )
    kept = await slow.hash("a")
    await slow.matches(None, "warm up")

    async def seconds(kept: str | None) -> float:
        start = time.process_time()
        assert not await slow.matches(kept, "wrong")
        return time.process_time() - start

    known, nobody = await seconds(kept), await seconds(None)
    assert nobody > known / 3


async def test_five_failures_from_one_place_close_the_door_there_only(world: World) -> None:
    await world.with_password(BUDI)
    assert [await login(world, "wrong wrong", ip="198.51.100.1") for _ in range(5)] == ["401 SIGN_IN_FAILED"] * 5
    refused = await world.browser(ip="198.51.100.1").post("/api/auth/login", json={"email": BUDI, "password": PASSWORD})
    assert code_of(refused) == "429 TOO_MANY_ATTEMPTS"
    assert refused.headers["retry-after"] == "900"
    assert await login(world, PASSWORD, ip="203.0.113.50") == "200"
    world.clock.advance(900)
    assert await login(world, PASSWORD, ip="198.51.100.1") == "200"


async def test_a_hundred_guesses_at_once_do_not_slip_past_the_count(world: World) -> None:
    await world.with_password(BUDI)
    codes = await asyncio.gather(*(login(world, f"guess number {n}", ip="198.51.100.1") for n in range(100)))
    assert codes.count("401 SIGN_IN_FAILED") == 5
    assert codes.count("429 TOO_MANY_ATTEMPTS") == 95


async def test_guessing_one_person_from_many_places_is_limited_as_well(world: World) -> None:
    await world.with_password(BUDI)
    codes = [await login(world, "wrong wrong", ip=f"198.51.{n}.1") for n in range(51)]
    assert codes[-1] == "429 TOO_MANY_ATTEMPTS"
    assert set(codes[:-1]) == {"401 SIGN_IN_FAILED"}


async def test_success_does_not_count_as_an_attempt(world: World) -> None:
    await world.with_password(BUDI)
    assert [await login(world, PASSWORD) for _ in range(8)] == ["200"] * 8


WEAK = [
    ("short", "10"),
    ("ninesigns", "10"),
    ("Password123", "first"),
    ("1234567890", "first"),
    ("bismillah123", "first"),
    ("aaaaaaaaaaaa", "first"),
    ("abababababab", "first"),
    ("qwertyuiopas", "first"),
    (BUDI, "e-mail"),
    (BUDI.upper(), "e-mail"),
    ("x" * 257, "256"),
    ("ﷺ" * 300, "256"),
]


async def test_weak_passwords_are_refused_with_the_reason(world: World) -> None:
    browser = await world.invited(BUDI)
    for password, why in WEAK:
        answer = await browser.post("/api/me/password", json={"new": password})
        assert code_of(answer) == "422 PASSWORD_WEAK", password
        assert why in answer.json()["message"]
        assert password not in answer.text
    assert code_of(await browser.post("/api/me/password", json={"new": "hgfedcbazyx"})) == "200"


async def test_a_password_of_a_megabyte_is_refused_without_being_repeated(world: World) -> None:
    await world.with_password(BUDI)
    answer = await world.browser().post("/api/auth/login", json={"email": BUDI, "password": "z" * 900_000})
    assert answer.status_code == 422
    assert "zzzz" not in answer.text


async def test_any_sign_may_be_in_a_password(world: World) -> None:
    browser = await world.invited(BUDI)
    for password in ("kata sandi\x00dengan nol", "пароль из слов 🙂", "ﬁne ligature word", "  spaces around  "):
        data_of(await browser.post("/api/me/password", json={"new": password}))
        assert await login(world, password) == "200"
        assert await login(world, password.replace("\x00", "")[:-1]) == "401 SIGN_IN_FAILED"


async def test_two_spellings_of_the_same_letters_are_one_password(world: World) -> None:
    browser = await world.invited(BUDI)
    data_of(await browser.post("/api/me/password", json={"new": "cafe\u0301 lampu biru"}))
    assert await login(world, "caf\u00e9 lampu biru") == "200"


async def test_a_lone_surrogate_in_a_password_is_no_crash(world: World) -> None:
    await world.with_password(BUDI)
    raw = b'{"email": "budi@example.org", "password": "\\ud800 surrogate"}'
    answer = await world.browser().post("/api/auth/login", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in (401, 422)


async def test_changing_the_password_needs_the_present_one(world: World) -> None:
    await world.with_password(BUDI)
    browser = world.browser()
    data_of(await browser.post("/api/auth/login", json={"email": BUDI, "password": PASSWORD}))
    new = "another quiet lantern"
    assert code_of(await browser.post("/api/me/password", json={"new": new})) == "403 PASSWORD_WRONG"
    wrong = await browser.post("/api/me/password", json={"new": new, "current": "guess"})
    assert code_of(wrong) == "403 PASSWORD_WRONG"
    assert code_of(await browser.post("/api/me/password", json={"new": new, "current": PASSWORD})) == "200"
    assert await login(world, new) == "200"
    assert await login(world, PASSWORD) == "401 SIGN_IN_FAILED"


async def test_whoever_came_by_a_link_has_fifteen_minutes_to_set_a_password_without_the_old_one(world: World) -> None:
    await world.with_password(BUDI)
    link = await world.accounts.people.reset(OPERATOR, await world.id_of(BUDI))
    browser = await world.entering(link.token)
    world.clock.advance(15 * 60 + 1)
    late = await browser.post("/api/me/password", json={"new": "another quiet lantern"})
    assert code_of(late) == "403 PASSWORD_WRONG"
    link = await world.accounts.people.reset(OPERATOR, await world.id_of(BUDI))
    browser = await world.entering(link.token)
    world.clock.advance(14 * 60)
    assert code_of(await browser.post("/api/me/password", json={"new": "another quiet lantern"})) == "200"


async def test_a_stolen_session_cannot_guess_the_present_password_for_long(world: World) -> None:
    await world.with_password(BUDI)
    browser = world.browser()
    data_of(await browser.post("/api/auth/login", json={"email": BUDI, "password": PASSWORD}))
    body = {"new": "another quiet lantern", "current": "guess guess"}
    codes = [code_of(await browser.post("/api/me/password", json=body)) for _ in range(11)]
    assert codes == ["403 PASSWORD_WRONG"] * 10 + ["429 TOO_MANY_ATTEMPTS"]


async def test_a_new_password_ends_all_other_sessions_and_open_links(world: World) -> None:
    here = await world.with_password(BUDI)
    elsewhere = world.browser()
    data_of(await elsewhere.post("/api/auth/login", json={"email": BUDI, "password": PASSWORD}))
    await world.browser().post("/api/auth/magic-link", json={"email": BUDI})
    token = await world.printed_token()
    assert (await elsewhere.get("/api/me")).status_code == 200
    data_of(await here.post("/api/me/password", json={"new": "another quiet lantern"}))
    assert (await elsewhere.get("/api/me")).status_code == 401
    assert (await here.get("/api/me")).status_code == 200
    assert code_of(await world.browser().post("/api/auth/redeem", json={"token": token})) == "409 LINK_USED"


async def test_a_reset_link_ends_the_sessions_of_whoever_was_in(world: World) -> None:
    intruder = await world.with_password(BUDI)
    link = await world.accounts.people.reset(OPERATOR, await world.id_of(BUDI))
    assert (await intruder.get("/api/me")).status_code == 200
    await world.entering(link.token)
    assert (await intruder.get("/api/me")).status_code == 401
    assert len(await world.rows(sessions)) == 1


async def test_a_hash_made_with_other_figures_is_renewed_at_the_next_sign_in(world: World, database_url: str) -> None:
    await world.with_password(BUDI)
    before = (await world.rows(users))[0]["password_hash"]
    stronger = await open_world(database_url, hash_passes=2)
    old = world.accounts.sign_in.passwords
    world.accounts.sign_in.passwords = stronger.accounts.sign_in.passwords
    assert await login(world, PASSWORD) == "200"
    after = (await world.rows(users))[0]["password_hash"]
    assert ",t=2," in after
    assert ",t=1," in before
    assert await login(world, PASSWORD) == "200"
    assert (await world.rows(users))[0]["password_hash"] == after
    assert old.is_outdated(after)
    await stronger.close()


async def test_a_damaged_hash_refuses_instead_of_failing(world: World) -> None:
    passwords = world.accounts.sign_in.passwords
    assert not await passwords.matches("$argon2id$nonsense", "x")
    assert not await passwords.matches("", "x")


async def test_passwords_are_kept_as_argon2id_with_their_own_salt(world: World) -> None:
    await world.with_password(BUDI)
    await world.with_password("sari@example.org")
    first, second = [row["password_hash"] for row in await world.rows(users)]
    assert first.startswith("$argon2id$")
    assert first != second
