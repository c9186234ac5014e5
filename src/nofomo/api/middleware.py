"""What every request passes: an id, a size limit, security headers and one line in the log."""

from __future__ import annotations

import logging
import re
from typing import Final

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nofomo.infra.clock import Clock, NewId
from nofomo.infra.metrics import Metrics
from nofomo.infra.observability import request_id
from nofomo.infra.web import answer_clock, failure

log = logging.getLogger("nofomo.access")

MAX_BODY_BYTES: Final = 1_000_000
_TOO_LARGE: Final = f"A request may carry at most {MAX_BODY_BYTES:,} bytes."
_SAFE_ID: Final = re.compile(r"^[A-Za-z0-9-]{8,64}$")
_ASKED_OFTEN: Final = re.compile(r"^(/api/health(/.*)?|/metrics|/api/admin/(logs|status)|/assets/.*)$")
"""Asked all the time by machines, by open pages of administrators, by every visit: they would bury the rest."""
_SECURITY: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
        "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
    ),
}


class BodyTooLarge(HTTPException):
    """The request's body went past the limit while it was being read. The framework lets only its own kind through."""

    def __init__(self) -> None:
        super().__init__(413, _TOO_LARGE)


class RequestFrame:
    """Pure ASGI, since it runs for every request."""

    def __init__(self, app: ASGIApp, *, clock: Clock, new_id: NewId, metrics: Metrics | None = None) -> None:
        self._app = app
        self._metrics = metrics
        self._clock = clock
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        rid = given if _SAFE_ID.match(given) else self._new_id().hex
        token = request_id.set(rid)
        timed_by = answer_clock.set(self._clock)
        started = self._clock.now_ms()
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                out = MutableHeaders(scope=message)
                out["X-Request-Id"] = rid
                for name, value in _SECURITY.items():
                    out.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    out.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            length = headers.get("content-length", "0")
            if not length.isdigit() or int(length) > MAX_BODY_BYTES:
                await _too_large()(scope, receive, answer)
                return
            await self._app(scope, _counted(receive), answer)
        except BodyTooLarge:
            await _too_large()(scope, receive, answer)
        except Exception as error:
            # here and not further out, where the request's id is forgotten already
            log.error("unhandled %s", type(error).__name__, exc_info=error)
            if self._metrics is not None:
                self._metrics.uncaught.labels("request").inc()
            if status:
                raise
            await _broken()(scope, receive, answer)
        finally:
            took = self._clock.now_ms() - started
            if self._metrics is not None:
                route = getattr(scope.get("route"), "path", None)
                self._metrics.answered(scope["method"], route or "none", status=status or 500, seconds=took / 1000)
            log.log(_level(scope["path"], status), "%s %s %d %d ms", scope["method"], scope["path"], status, took)
            answer_clock.reset(timed_by)
            request_id.reset(token)


def _level(path: str, status: int) -> int:
    if status >= 500 or not status:
        return logging.WARNING
    return logging.DEBUG if status < 400 and _ASKED_OFTEN.match(path) else logging.INFO


def _broken() -> ASGIApp:
    return failure(500, "BROKEN", message="Something broke here. The log has the details under this request's id.")


def _too_large() -> ASGIApp:
    return failure(413, "TOO_LARGE", message=_TOO_LARGE)


def _counted(receive: Receive) -> Receive:
    seen = 0

    async def read() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY_BYTES:
            raise BodyTooLarge
        return message

    return read
