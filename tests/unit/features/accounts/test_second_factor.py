from __future__ import annotations

import asyncio
from base64 import b32encode
from typing import Any

import httpx2

from nofomo.features.accounts.model import OPERATOR
from nofomo.features.accounts.tables import second_factors
from nofomo.features.accounts.totp import STEP_MS, code_at, enrolment_uri, matching_step
from tests.unit.features.accounts.world import PASSWORD, World, code_of, data_of

BUDI = "budi@example.org"


def code_now(world: World, secret: str, steps: int = 0) -> str:
    return code_at(secret, world.clock.now_ms() // STEP_MS + steps)


async def switched_on(world: World) -> tuple[httpx2.AsyncClient, str, list[str]]:
    """Budi with password and second factor, half a minute later."""
    browser = await world.with_password(BUDI)
    secret = data_of(await browser.post("/api/me/totp"))["secret"]
    answer = await browser.post("/api/me/totp/confirm", json={"code": code_now(world, secret)})
    world.clock.advance(30)
    return browser, secret, data_of(answer)["recoveryCodes"]


async def login(world: World, code: str | None) -> str:
    body: dict[str, Any] = {"email": BUDI, "password": PASSWORD, "code": code}
    return code_of(await world.browser().post("/api/auth/login", json=body))


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238 appendix B, SHA-1, the last six of its eight digits."""
    secret = b32encode(b"12345678901234567890").decode()
    known = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037",
             20000000000: "353130"}  # fmt: skip
    assert {second: code_at(secret, second // 30) for second in known} == known


def test_a_neighbouring_step_passes_and_an_older_or_used_one_does_not() -> None:
    secret = b32encode(b"12345678901234567890").decode()
    now, step = 1_111_111_111_000, 37037037
    assert [matching_step(secret, code_at(secret, step + d), now_ms=now, after=0) for d in (-2, -1, 0, 1, 2)] == [
        None, step - 1, step, step + 1, None,
    ]  # fmt: skip
    assert matching_step(secret, code_at(secret, step), now_ms=now, after=step) is None


def test_the_qr_address_escapes_the_person() -> None:
    uri = enrolment_uri("ABC", "a+b&c=d@example.org")
    assert uri.startswith("otpauth://totp/NoFOMO:a%2Bb%26c%3Dd%40example.org?secret=ABC&issuer=NoFOMO")


async def test_nothing_changes_until_the_first_code_is_right(world: World) -> None:
    browser = await world.with_password(BUDI)
    begun = data_of(await browser.post("/api/me/totp"))
    assert begun["secret"] in begun["uri"]
    assert code_of(await browser.post("/api/me/totp/confirm", json={"code": "000000"})) == "422 TOTP_WRONG"
    assert await login(world, None) == "200"
    right = await browser.post("/api/me/totp/confirm", json={"code": code_now(world, begun["secret"])})
    assert len(data_of(right)["recoveryCodes"]) == 10
    assert data_of(await browser.get("/api/me"))["user"]["hasSecondFactor"] is True
    assert code_of(await browser.post("/api/me/totp")) == "409 TOTP_ALREADY_ON"


async def test_a_sign_in_with_password_needs_the_code_then(world: World) -> None:
    _, secret, _ = await switched_on(world)
    assert await login(world, None) == "401 TOTP_REQUIRED"
    assert await login(world, "000000") == "401 TOTP_WRONG"
    spaced = code_now(world, secret)
    assert await login(world, f"{spaced[:3]} {spaced[3:]}") == "200"


async def test_a_link_needs_the_code_too_and_stays_good_meanwhile(world: World) -> None:
    _, secret, _ = await switched_on(world)
    link = await world.accounts.people.reset(OPERATOR, await world.id_of(BUDI))

    async def redeem(code: str | None) -> str:
        return code_of(await world.browser().post("/api/auth/redeem", json={"token": link.token, "code": code}))

    assert await redeem(None) == "401 TOTP_REQUIRED"
    assert await redeem("000000") == "401 TOTP_WRONG"
    assert await redeem(code_now(world, secret)) == "200"
    assert await redeem(code_now(world, secret, 1)) == "409 LINK_USED"


async def test_a_code_passes_once_even_when_tried_ten_times_at_once(world: World) -> None:
    _, secret, _ = await switched_on(world)
    code = code_now(world, secret)
    codes = await asyncio.gather(*(login(world, code) for _ in range(4)))
    assert sorted(codes) == ["200", *["401 TOTP_WRONG"] * 3]


async def test_a_recovery_code_passes_once(world: World) -> None:
    _, _, recovery = await switched_on(world)
    assert await login(world, recovery[3].upper().replace("-", " ")) == "200"
    assert await login(world, recovery[3]) == "401 TOTP_WRONG"
    assert await login(world, recovery[4]) == "200"


async def test_codes_cannot_be_guessed_from_many_places(world: World) -> None:
    _, secret, _ = await switched_on(world)
    codes = []
    for n in range(11):
        body = {"email": BUDI, "password": PASSWORD, "code": f"00000{n}"}
        codes.append(code_of(await world.browser(ip=f"198.51.{n}.1").post("/api/auth/login", json=body)))
    assert codes == ["401 TOTP_WRONG"] * 10 + ["429 TOO_MANY_ATTEMPTS"]
    assert await login(world, code_now(world, secret)) == "429 TOO_MANY_ATTEMPTS"
    world.clock.advance(3600)
    assert await login(world, code_now(world, secret)) == "200"


async def test_signing_in_in_two_steps_is_not_counted_as_failing(world: World) -> None:
    _, secret, _ = await switched_on(world)
    for _ in range(8):
        assert await login(world, None) == "401 TOTP_REQUIRED"
        assert await login(world, code_now(world, secret)) == "200"
        world.clock.advance(30)


async def test_it_is_switched_off_with_a_code_only(world: World) -> None:
    browser, secret, _ = await switched_on(world)
    assert code_of(await browser.post("/api/me/totp/remove", json={"code": "000000"})) == "403 TOTP_WRONG"
    assert code_of(await browser.post("/api/me/totp/remove", json={"code": ""})) == "403 TOTP_REQUIRED"
    assert code_of(await browser.post("/api/me/totp/remove", json={"code": code_now(world, secret)})) == "200"
    assert await login(world, None) == "200"


async def test_the_operator_switches_it_off_without_one(world: World) -> None:
    await switched_on(world)
    await world.accounts.second_factor.remove(OPERATOR, await world.id_of(BUDI), code=None)
    assert await login(world, None) == "200"


async def test_secret_and_recovery_codes_are_not_kept_readable(world: World) -> None:
    _, secret, recovery = await switched_on(world)
    kept = str(await world.rows(second_factors))
    assert secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in recovery)


async def test_nonsense_codes_are_wrong_and_no_crash(world: World) -> None:
    await switched_on(world)
    for code in ("٠١٢٣٤٥", "🙂", "\x00", "' or 1=1"):
        assert await login(world, code) in ("401 TOTP_WRONG", "429 TOO_MANY_ATTEMPTS")
