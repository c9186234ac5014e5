"""The sandbox as one ASGI application: quotas and faults in front, the wires behind."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.timeframe import MINUTE_MS
from nofomo.sandbox.control_wire import ControlWire, refusal
from nofomo.sandbox.exchange import Exchange
from nofomo.sandbox.faults import NONSENSE, Fault
from nofomo.sandbox.listings import ORIGIN_MS
from nofomo.sandbox.other_hosts import OtherHosts
from nofomo.sandbox.parameters import WireError
from nofomo.sandbox.quotas import WEIGHT_PER_MINUTE, weight_of
from nofomo.sandbox.simulated_clock import Now
from nofomo.sandbox.spot_wire import SpotWire
from nofomo.sandbox.ticker_wire import TickerWire

SYNTHETIC_HEADER: Final = (b"x-nofomo-synthetic", b"1")
# Where the server leaves a function that resets the client's connection (see server.py).
ABORT: Final = "sandbox.abort"
_MESSAGES: Final = {
    403: (0, "Service unavailable from a restricted location according to 'b. Eligibility' of the terms."),
    418: (-1003, "Way too much request weight used; IP banned."),
    429: (-1003, "Too many requests; current limit is 6000 request weight per 1 MINUTE."),
    451: (0, "Service unavailable from a restricted location according to 'b. Eligibility' of the terms."),
    500: (-1000, "An unknown error occurred while processing the request."),
    503: (-1008, "Server is currently overloaded with other requests. Please try again in a few minutes."),
}


def create_sandbox(seed: int, clock: Now, *, weight_limit: int = WEIGHT_PER_MINUTE) -> ASGIApp:
    """The make-believe exchange. `clock` tells it the time; `weight_limit`: what one address may ask for per minute."""
    return Sandbox(Exchange(seed, clock, weight_limit=weight_limit))


class Sandbox:
    """The application. Every answer bears `X-NoFOMO-Synthetic: 1`."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        wires = (SpotWire(exchange), TickerWire(exchange), OtherHosts(exchange), ControlWire(exchange))
        self._router = Router([route for wire in wires for route in wire.routes()], redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self._router(scope, receive, send)
        elif scope["type"] == "http":
            await self._serve(Request(scope, receive), send)

    async def _serve(self, request: Request, send: Send) -> None:
        headers: list[tuple[bytes, bytes]] = [SYNTHETIC_HEADER]

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *headers]}
            await send(message)

        scope, path = request.scope, request.url.path
        own = path.startswith("/sandbox/")
        fault = None if own else self.exchange.faults.take(path, request.query_params.get("symbol"))
        scope["sandbox.fault"] = fault
        scope["app"] = self
        try:
            if fault is not None and await self._misbehave(fault, request, send=stamped):
                return
            if not own:
                address = request.client.host if request.client else "local"
                used = str(self.exchange.quotas.charge(address, weight_of(path, request.query_params))).encode()
                headers += [(b"x-mbx-used-weight", used), (b"x-mbx-used-weight-1m", used)]
            late = int(fault.stale * MINUTE_MS) if fault is not None else 0
            scope["sandbox.now"] = max(self.exchange.clock.now_ms() - late, ORIGIN_MS)
            await self._router(scope, request.receive, stamped)
        except WireError as error:
            body = {"code": error.code, "msg": error.msg}
            await JSONResponse(body, error.status, error.headers)(scope, request.receive, stamped)
        except Invalid as error:
            await refusal(error)(scope, request.receive, stamped)
        except HTTPException as error:
            page = Response(f"<html><body><h2>{error.status_code} {error.detail}</h2></body></html>",
                            error.status_code, media_type="text/html")  # fmt: skip
            await page(scope, request.receive, stamped)

    async def _misbehave(self, fault: Fault, request: Request, *, send: Send) -> bool:
        """Do what the fault says; whether that was the answer."""
        if fault.delay_ms:
            await asyncio.sleep(fault.delay_ms / 1000)
        if fault.drop or fault.hang:
            if fault.drop:
                request.scope.get(ABORT, _cannot_abort)()
            while (await request.receive())["type"] != "http.disconnect":
                pass
            return True
        if fault.body is not None:
            text = NONSENSE if fault.body == "nonsense" else fault.body
            kind = "text/html" if text.startswith("<") else "application/json"
            await Response(text, fault.status or 200, media_type=kind)(request.scope, request.receive, send)
            return True
        if fault.status is None:
            return False
        code, msg = _MESSAGES.get(fault.status, (-1000, "An unknown error occurred."))
        body = {"code": code if fault.code is None else fault.code, "msg": fault.msg or msg}
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        await JSONResponse(body, fault.status, headers)(request.scope, request.receive, send)
        return True


def _cannot_abort() -> None:
    raise Invalid("Only a sandbox that serves a socket can reset a connection.", code="NO_SOCKET")
