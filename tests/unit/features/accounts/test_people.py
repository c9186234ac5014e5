from __future__ import annotations

import asyncio

import pytest

from nofomo.engine.core.errors import Conflict, Invalid
from nofomo.features.accounts.model import OPERATOR
from nofomo.features.accounts.tables import audit_log, users
from tests.unit.features.accounts.world import World, code_of, data_of

BUDI, ADMIN = "budi@example.org", "admin@example.org"


def token_in(link: str) -> str:
    return link.partition("token=")[2]


async def test_an_owner_invites_and_the_guest_signs_in(world: World) -> None:
    owner = await world.owner()
    made = data_of(await owner.post("/api/users/invite", json={"email": BUDI, "language": "en"}))
    assert made["mailed"] is False
    assert made["expiresAt"] == "2024-03-21T12:00:00Z"
    guest = await world.entering(token_in(made["link"]))
    user = data_of(await guest.get("/api/me"))["user"]
    assert (user["email"], user["role"], user["language"]) == (BUDI, "user", "en")


async def test_inviting_again_replaces_the_link_of_a_guest_who_never_came(world: World) -> None:
    owner = await world.owner()
    first = data_of(await owner.post("/api/users/invite", json={"email": BUDI}))
    second = data_of(await owner.post("/api/users/invite", json={"email": BUDI, "role": "admin"}))
    answer = await world.browser().post("/api/auth/redeem", json={"token": token_in(first["link"])})
    assert code_of(answer) == "409 LINK_USED"
    guest = await world.entering(token_in(second["link"]))
    assert data_of(await guest.get("/api/me"))["user"]["role"] == "admin"
    assert code_of(await owner.post("/api/users/invite", json={"email": BUDI})) == "409 USER_EXISTS"


async def test_twenty_invitations_of_one_address_make_one_person(world: World) -> None:
    invite = world.accounts.people.invite
    await asyncio.gather(*(invite(OPERATOR, BUDI) for _ in range(20)))
    assert len(await world.rows(users)) == 1


async def test_an_admin_invites_users_but_nobody_higher(world: World) -> None:
    await world.owner()
    admin = await world.invited(ADMIN, "admin")
    assert code_of(await admin.post("/api/users/invite", json={"email": BUDI})) == "201"
    for role in ("admin", "owner"):
        answer = await admin.post("/api/users/invite", json={"email": "x@example.org", "role": role})
        assert code_of(answer) == "403 ROLE_TOO_LOW"
    assert len(await world.rows(users)) == 3


async def test_an_admin_cannot_take_over_the_owner_or_another_admin(world: World) -> None:
    """A reset or a second invitation hands out a way in, so it must not go upwards."""
    await world.accounts.ensure_owner()
    await world.accounts.people.invite(OPERATOR, "other@example.org", role="admin")
    admin = await world.invited(ADMIN, "admin")
    for email in ("owner@localhost", "other@example.org"):
        user_id = await world.id_of(email)
        assert code_of(await admin.post(f"/api/users/{user_id}/reset")) == "403 ROLE_TOO_LOW"
        assert code_of(await admin.post("/api/users/invite", json={"email": email})) == "403 ROLE_TOO_LOW"


async def test_an_owner_who_never_came_is_not_demoted_by_an_invitation(world: World) -> None:
    await world.accounts.ensure_owner()
    with pytest.raises(Conflict):
        await world.accounts.people.invite(OPERATOR, "owner@localhost", role="user")
    assert (await world.accounts.people.find("owner@localhost")).role == "owner"


async def test_a_reset_link_lets_a_person_choose_a_new_password(world: World) -> None:
    owner = await world.owner()
    await world.with_password(BUDI)
    made = data_of(await owner.post(f"/api/users/{await world.id_of(BUDI)}/reset"))
    person = await world.entering(token_in(made["link"]))
    assert code_of(await person.post("/api/me/password", json={"new": "another quiet lantern"})) == "200"


async def test_only_an_owner_changes_roles_and_it_counts_at_once(world: World) -> None:
    owner, admin, budi = await world.owner(), await world.invited(ADMIN, "admin"), await world.invited(BUDI)
    user_id = await world.id_of(BUDI)
    assert code_of(await admin.patch(f"/api/users/{user_id}", json={"role": "admin"})) == "403 FORBIDDEN"
    assert code_of(await budi.get("/api/users")) == "403 FORBIDDEN"
    changed = data_of(await owner.patch(f"/api/users/{user_id}", json={"role": "admin"}))
    assert changed["role"] == "admin"
    assert (await budi.get("/api/users")).status_code == 200
    data_of(await owner.patch(f"/api/users/{user_id}", json={"role": "user"}))
    assert code_of(await budi.get("/api/users")) == "403 FORBIDDEN"
    row = next(row for row in await world.rows(audit_log) if row["action"] == "role")
    assert row["details"] == {"from": "user", "to": "admin"}
    assert row["actor_id"] == await world.id_of("owner@localhost")


async def test_the_last_owner_can_neither_be_demoted_nor_switched_off(world: World) -> None:
    owner = await world.owner()
    user_id = await world.id_of("owner@localhost")
    for change in ({"role": "admin"}, {"role": "user"}, {"disabled": True}):
        assert code_of(await owner.patch(f"/api/users/{user_id}", json=change)) == "409 LAST_OWNER"
    second = await world.invited("second@example.org", "owner")
    assert code_of(await second.patch(f"/api/users/{user_id}", json={"role": "user"})) == "200"
    second_id = await world.id_of("second@example.org")
    assert code_of(await second.patch(f"/api/users/{second_id}", json={"disabled": True})) == "409 LAST_OWNER"


async def test_a_switched_off_owner_does_not_count_as_one(world: World) -> None:
    owner = await world.owner()
    await world.invited("second@example.org", "owner")
    data_of(await owner.patch(f"/api/users/{await world.id_of('second@example.org')}", json={"disabled": True}))
    first = await world.id_of("owner@localhost")
    assert code_of(await owner.patch(f"/api/users/{first}", json={"role": "user"})) == "409 LAST_OWNER"


async def test_two_owners_who_demote_each_other_at_once_leave_one(world: World) -> None:
    await world.owner()
    await world.invited("second@example.org", "owner")
    ids = [await world.id_of("owner@localhost"), await world.id_of("second@example.org")]
    change = world.accounts.people.change
    results = await asyncio.gather(*(change(OPERATOR, each, role="user") for each in ids), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "User"]
    assert sorted(row["role"] for row in await world.rows(users)) == ["owner", "user"]


async def test_a_switched_off_person_is_shown_as_such_and_cannot_be_reset(world: World) -> None:
    owner = await world.owner()
    await world.invited(BUDI)
    user_id = await world.id_of(BUDI)
    assert data_of(await owner.patch(f"/api/users/{user_id}", json={"disabled": True}))["disabled"] is True
    assert code_of(await owner.post(f"/api/users/{user_id}/reset")) == "409 ACCOUNT_DISABLED"
    listed = {row["email"]: row["disabled"] for row in data_of(await owner.get("/api/users"))}
    assert listed == {"owner@localhost": False, BUDI: True}


async def test_the_list_of_people_shows_no_secret(world: World) -> None:
    owner = await world.owner()
    await world.with_password(BUDI)
    text = (await owner.get("/api/users")).text
    assert "argon2" not in text
    assert "hash" not in text.lower()


async def test_an_unknown_role_is_refused(world: World) -> None:
    owner = await world.owner()
    for role in ("root", "", "Owner", "owner\x00"):
        assert (await owner.post("/api/users/invite", json={"email": BUDI, "role": role})).status_code == 422
        with pytest.raises(Invalid):
            await world.accounts.people.invite(OPERATOR, BUDI, role=role)
    assert len(await world.rows(users)) == 1


async def test_unknown_people_are_not_found(world: World) -> None:
    owner = await world.owner()
    nobody = "00000000-0000-7000-8000-00000000ffff"
    assert code_of(await owner.post(f"/api/users/{nobody}/reset")) == "404 USER_NOT_FOUND"
    assert code_of(await owner.patch(f"/api/users/{nobody}", json={"role": "user"})) == "404 USER_NOT_FOUND"
    assert (await owner.post("/api/users/not-an-id/reset")).status_code == 422


async def test_an_address_changes_and_old_links_end(world: World) -> None:
    link = await world.accounts.ensure_owner()
    assert link
    user_id = await world.id_of("owner@localhost")
    await world.accounts.people.set_email(OPERATOR, user_id, email="Pemilik@Example.org")
    assert (await world.accounts.people.get(user_id)).email == "pemilik@example.org"
    answer = await world.browser().post("/api/auth/redeem", json={"token": link.token})
    assert code_of(answer) == "409 LINK_USED"
    assert await world.accounts.ensure_owner() is not None
    await world.invited(BUDI)
    with pytest.raises(Conflict) as caught:
        await world.accounts.people.set_email(OPERATOR, user_id, email=BUDI)
    assert caught.value.code == "USER_EXISTS"
