"""The HTTP routes of a person's own keys: password, sessions, tokens, second factor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from nofomo.features.accounts.doors import PersonNow, actor_of, entrance_of
from nofomo.features.accounts.schemas import (
    CodeRequest,
    EnrolmentShown,
    PasswordChange,
    RecoveryCodes,
    SessionShown,
    TokenMade,
    TokenRequest,
    TokenShown,
)
from nofomo.features.accounts.service import AccountService
from nofomo.infra.web import CallerNow, Envelope, refusals, success


def add_key_routes(router: APIRouter, accounts: AccountService) -> None:
    """Password, sessions and tokens."""
    _add_password(router, accounts)
    _add_sessions(router, accounts)
    _add_tokens(router, accounts)


def _add_password(router: APIRouter, accounts: AccountService) -> None:
    @router.post("/me/password", tags=["me"], response_model=Envelope[dict[str, bool]], responses=refusals(409))
    async def set_my_password(body: PasswordChange, caller: PersonNow, request: Request) -> Response:
        """Set or change the password. All other sessions and open links end. The present password is not asked for
        within 15 minutes after coming by a link."""
        entrance = entrance_of(request)
        await accounts.keys.set_password(
            actor_of(caller, request),
            caller.user_id,
            new=body.new,
            current=body.current,
            keep=entrance.row_id,
            proven=accounts.access.has_just_come_by_link(entrance),
        )
        return success({"changed": True})


def _add_sessions(router: APIRouter, accounts: AccountService) -> None:
    @router.get("/me/sessions", tags=["me"], response_model=Envelope[list[SessionShown]])
    async def list_my_sessions(caller: PersonNow, request: Request) -> Response:
        """Where the person is signed in."""
        current = entrance_of(request).row_id
        found = await accounts.sessions.list(caller.user_id)
        return success([SessionShown.of(session, current) for session in found])

    @router.delete("/me/sessions", tags=["me"], response_model=Envelope[dict[str, int]])
    async def end_my_other_sessions(caller: PersonNow, request: Request) -> Response:
        """Sign out everywhere else."""
        count = await accounts.sessions.revoke_others(caller.user_id, keep=entrance_of(request).row_id)
        return success({"ended": count})

    @router.delete(
        "/me/sessions/{session_id}", tags=["me"], response_model=Envelope[dict[str, int]], responses=refusals(404)
    )
    async def end_my_session(session_id: UUID, caller: PersonNow) -> Response:
        """Sign out one browser."""
        await accounts.sessions.revoke(caller.user_id, session_id)
        return success({"ended": 1})


def _add_tokens(router: APIRouter, accounts: AccountService) -> None:
    @router.get("/me/tokens", tags=["me"], response_model=Envelope[list[TokenShown]])
    async def list_my_tokens(caller: CallerNow) -> Response:
        """The person's tokens, without their secrets."""
        return success([TokenShown.of(token) for token in await accounts.keys.tokens(caller.user_id)])

    @router.post("/me/tokens", tags=["me"], status_code=201, response_model=Envelope[TokenMade])
    async def create_my_token(body: TokenRequest, caller: PersonNow, request: Request) -> Response:
        """A token for a program; its secret is in this answer and nowhere else."""
        made = await accounts.keys.create_token(
            actor_of(caller, request), caller.user_id, name=body.name, scopes=body.scopes, days=body.expires_in_days
        )
        shown = TokenShown.of(made.shown)
        return success(TokenMade(**shown.model_dump(by_alias=False), token=made.secret), status=201)

    @router.delete(
        "/me/tokens/{token_id}", tags=["me"], response_model=Envelope[dict[str, bool]], responses=refusals(404)
    )
    async def delete_my_token(token_id: UUID, caller: PersonNow, request: Request) -> Response:
        """End one token at once."""
        await accounts.keys.revoke_token(actor_of(caller, request), caller.user_id, token_id=token_id)
        return success({"deleted": True})


def add_second_factor_routes(router: APIRouter, accounts: AccountService) -> None:
    """Setting up and removing the authenticator app."""

    @router.post("/me/totp", tags=["me"], response_model=Envelope[EnrolmentShown], responses=refusals(409))
    async def begin_second_factor(caller: PersonNow) -> Response:
        """A new secret for an authenticator app; nothing changes until it is confirmed."""
        begun = await accounts.second_factor.begin(caller.user_id)
        return success(EnrolmentShown(secret=begun.secret, uri=begun.uri))

    @router.post("/me/totp/confirm", tags=["me"], response_model=Envelope[RecoveryCodes], responses=refusals(409))
    async def confirm_second_factor(body: CodeRequest, caller: PersonNow, request: Request) -> Response:
        """Turn the second factor on with a first code; gives the recovery codes."""
        actor = actor_of(caller, request)
        codes = await accounts.second_factor.confirm(actor, caller.user_id, code=body.code)
        return success(RecoveryCodes(recovery_codes=list(codes)))

    @router.post("/me/totp/remove", tags=["me"], response_model=Envelope[dict[str, Any]])
    async def remove_second_factor(body: CodeRequest, caller: PersonNow, request: Request) -> Response:
        """Turn the second factor off, with a code."""
        await accounts.second_factor.remove(actor_of(caller, request), caller.user_id, code=body.code)
        return success({"removed": True})
