"""Who stands at a route of accounts, and the cookie that is handed out there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request, Response

from nofomo.engine.core.errors import Forbidden
from nofomo.features.accounts.access import Entrance
from nofomo.features.accounts.model import COOKIE, DAY_MS, RANK, Actor, Client
from nofomo.features.accounts.service import AccountService
from nofomo.infra.web import Caller, CallerNow


async def at_the_page(caller: CallerNow) -> Caller:
    """The caller, if it is a person at the page: keys and people are not changed by programs."""
    if caller.via != "session":
        raise Forbidden("Sign in on the page for this; a token may not do it.", code="SESSION_ONLY")
    return caller


def at_the_page_as(role: str) -> Callable[[Caller], Awaitable[Caller]]:
    """The same with at least that role."""

    async def check(caller: PersonNow) -> Caller:
        if RANK[caller.role] < RANK[role]:
            raise Forbidden(f"Only an {role} may do this.")
        return caller

    return check


PersonNow = Annotated[Caller, Depends(at_the_page)]
AdminAtPage = Annotated[Caller, Depends(at_the_page_as("admin"))]
OwnerAtPage = Annotated[Caller, Depends(at_the_page_as("owner"))]


def client_of(request: Request) -> Client:
    """Where the request comes from."""
    ip = request.client.host if request.client else ""
    return Client(ip, request.headers.get("user-agent", ""))


def actor_of(caller: Caller, request: Request) -> Actor:
    """The caller as one who changes something."""
    return Actor.of(caller, client_of(request))


def entrance_of(request: Request) -> Entrance:
    """The session or token by which the request came in (after `CallerNow`)."""
    return request.state.entrance


class SessionCookie:
    """Sets and clears the browser's cookie."""

    def __init__(self, accounts: AccountService) -> None:
        self._days = accounts.settings.session_days
        self._https = accounts.settings.is_https

    def put(self, response: Response, request: Request, *, token: str) -> Response:
        """Keep `token` in the browser; never readable by scripts, never sent along by other sites' forms."""
        response.set_cookie(
            COOKIE,
            token,
            max_age=self._days * DAY_MS // 1000,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self._is_secure(request),
        )
        return response

    def clear(self, response: Response, request: Request) -> Response:
        """Remove it."""
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=self._is_secure(request))
        return response

    def _is_secure(self, request: Request) -> bool:
        return self._https or request.url.scheme == "https"
