"""The HTTP routes of accounts: signing in, and what the page asks first. The others stand beside, by subject."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from nofomo.features.accounts.doors import SessionCookie, client_of
from nofomo.features.accounts.model import COOKIE, OpenedSession
from nofomo.features.accounts.routes_keys import add_key_routes, add_second_factor_routes
from nofomo.features.accounts.routes_people import add_people_routes
from nofomo.features.accounts.schemas import (
    LoginRequest,
    MagicLinkRequest,
    MagicLinkSent,
    MeShown,
    PreferencesChange,
    PreferencesSaved,
    PreferencesShown,
    RedeemRequest,
    SignedIn,
    UserShown,
)
from nofomo.features.accounts.service import AccountService
from nofomo.infra.web import Caller, CallerNow, Envelope, refusals, success

MeExtras = Callable[[Caller], Awaitable[dict[str, Any]]]
"""What other rooms add to `GET /api/me`: `quota` and `venue`."""


def build_router(accounts: AccountService, *, me_extras: MeExtras, me_model: type[MeShown] = MeShown) -> APIRouter:
    """Every route of accounts under /api. `me_model` names what `me_extras` adds, for the OpenAPI document."""
    router = APIRouter(prefix="/api")
    cookie = SessionCookie(accounts)
    _add_sign_in(router, accounts, cookie=cookie)
    _add_me(router, accounts, cookie=cookie, me=(me_extras, me_model))
    add_key_routes(router, accounts)
    add_second_factor_routes(router, accounts)
    add_people_routes(router, accounts)
    return router


def _add_sign_in(router: APIRouter, accounts: AccountService, *, cookie: SessionCookie) -> None:
    def welcome(opened: OpenedSession, request: Request) -> Response:
        answer = success(SignedIn(user=UserShown.of(opened.user)))
        return cookie.put(answer, request, token=opened.token)

    @router.post("/auth/magic-link", tags=["sign-in"], status_code=202, response_model=Envelope[MagicLinkSent])
    async def request_sign_in_link(body: MagicLinkRequest, request: Request) -> Response:
        """Send a one-time sign-in link. The answer does not tell whether the person exists."""
        accounts.access.refuse_other_origin(request)
        await accounts.sign_in.request_magic_link(body.email, client_of(request))
        via = "mail" if accounts.mails_reach_people else "terminal"
        return success(MagicLinkSent(via=via), status=202)

    @router.post("/auth/redeem", tags=["sign-in"], response_model=Envelope[SignedIn], responses=refusals(404, 409))
    async def redeem_sign_in_link(body: RedeemRequest, request: Request) -> Response:
        """Turn a one-time link into a session. A POST, so that a mail scanner that opens links cannot use them up."""
        accounts.access.refuse_other_origin(request)
        opened = await accounts.sign_in.redeem(
            body.token, client_of(request), code=body.code, replaces=request.cookies.get(COOKIE)
        )
        return welcome(opened, request)

    @router.post("/auth/login", tags=["sign-in"], response_model=Envelope[SignedIn])
    async def sign_in_with_password(body: LoginRequest, request: Request) -> Response:
        """A session for e-mail and password (and the code, where a second factor is on)."""
        accounts.access.refuse_other_origin(request)
        opened = await accounts.sign_in.login(
            body.email,
            body.password,
            client=client_of(request),
            code=body.code,
            replaces=request.cookies.get(COOKIE),
        )
        return welcome(opened, request)

    @router.post("/auth/logout", tags=["sign-in"], response_model=Envelope[dict[str, bool]])
    async def sign_out(request: Request) -> Response:
        """End the session of this browser. Harmless without one."""
        token = request.cookies.get(COOKIE)
        if token:
            accounts.access.refuse_forgery(request)
            await accounts.sessions.end(token)
        return cookie.clear(success({"signedOut": True}), request)


def _add_me(
    router: APIRouter, accounts: AccountService, *, cookie: SessionCookie, me: tuple[MeExtras, type[MeShown]]
) -> None:
    me_extras, me_model = me

    @router.get("/me", tags=["me"], response_model=Envelope[me_model])
    async def who_am_i(caller: CallerNow, request: Request) -> Response:
        """The caller, their preferences, quota and venue. Renews the browser's cookie for another 30 days."""
        user = await accounts.people.get(caller.user_id)
        preferences = await accounts.preferences(caller.user_id)
        shown = me_model(
            user=UserShown.of(user), preferences=PreferencesShown.of(preferences), **await me_extras(caller)
        )
        answer = success(shown)
        token = request.cookies.get(COOKIE)
        return cookie.put(answer, request, token=token) if caller.via == "session" and token else answer

    @router.put("/me/preferences", tags=["me"], response_model=Envelope[PreferencesSaved])
    async def change_preferences(body: PreferencesChange, caller: CallerNow) -> Response:
        """Change some preferences; what is not sent stays."""
        preferences = await accounts.profile.change(caller.user_id, body.changes())
        user = await accounts.people.get(caller.user_id)
        return success(PreferencesSaved(user=UserShown.of(user), preferences=PreferencesShown.of(preferences)))
