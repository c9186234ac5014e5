"""The HTTP routes of the people of this server."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request, Response

from nofomo.features.accounts.doors import AdminAtPage, OwnerAtPage, actor_of
from nofomo.features.accounts.schemas import InviteRequest, LinkShown, PersonChange, PersonShown
from nofomo.features.accounts.service import AccountService
from nofomo.infra.web import Envelope, refusals, success


def add_people_routes(router: APIRouter, accounts: AccountService) -> None:
    """Listing, inviting, resetting, changing."""

    @router.get("/users", tags=["people"], response_model=Envelope[list[PersonShown]])
    async def list_people(_caller: AdminAtPage) -> Response:
        """Everybody on this server (admins)."""
        return success([PersonShown.of(user) for user in await accounts.people.list()])

    @router.post(
        "/users/invite", tags=["people"], status_code=201, response_model=Envelope[LinkShown], responses=refusals(409)
    )
    async def invite_person(body: InviteRequest, caller: AdminAtPage, request: Request) -> Response:
        """A one-time link for a new person (admins invite users, owners anybody)."""
        actor = actor_of(caller, request)
        link = await accounts.people.invite(actor, body.email, role=body.role, language=body.language)
        return success(LinkShown.of(link), status=201)

    @router.post(
        "/users/{user_id}/reset", tags=["people"], response_model=Envelope[LinkShown], responses=refusals(404, 409)
    )
    async def reset_person(user_id: UUID, caller: AdminAtPage, request: Request) -> Response:
        """A one-time link with which the person chooses a new password (admins for users, owners for anybody)."""
        return success(LinkShown.of(await accounts.people.reset(actor_of(caller, request), user_id)))

    @router.patch(
        "/users/{user_id}", tags=["people"], response_model=Envelope[PersonShown], responses=refusals(404, 409)
    )
    async def change_person(user_id: UUID, body: PersonChange, caller: OwnerAtPage, request: Request) -> Response:
        """Another role, or switched off or on (owners)."""
        actor = actor_of(caller, request)
        changed = await accounts.people.change(actor, user_id, role=body.role, disabled=body.disabled)
        return success(PersonShown.of(changed))
