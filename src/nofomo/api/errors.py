"""One place turns what the rooms below raise into an HTTP answer."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from nofomo.engine.core.errors import (
    Broken,
    Conflict,
    Forbidden,
    Invalid,
    LimitReached,
    NofomoError,
    NotFound,
    OutcomeUnknown,
    TryLater,
    Unauthenticated,
)
from nofomo.infra.database_faults import disk_full, is_disk_full
from nofomo.infra.web import failure

log = logging.getLogger(__name__)

STATUS: Final[tuple[tuple[type[NofomoError], int], ...]] = (
    (Unauthenticated, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Invalid, 422),
    (LimitReached, 429),
    (TryLater, 503),
    (OutcomeUnknown, 502),
    (Broken, 500),
)
_PLAIN_CODES: Final = {
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "TOO_LARGE",
}


def status_of(error: NofomoError) -> int:
    """The HTTP status of an error: the first class in `STATUS` that it is."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 400)


def install_error_handlers(app: FastAPI) -> None:
    """Answer every failure in the envelope, and never show a stack trace."""

    @app.exception_handler(NofomoError)
    async def on_known(_request: Request, error: NofomoError) -> Response:
        headers: dict[str, str] = {}
        details = dict(error.details)
        if isinstance(error, TryLater) and error.retry_after_s is not None:
            seconds = max(1, math.ceil(error.retry_after_s))
            headers["Retry-After"] = str(seconds)
            details.setdefault("seconds", seconds)
        status = status_of(error)
        if status >= 500 and not isinstance(error, TryLater):
            log.error("%s: %s", error.code, error.message, exc_info=error)
        return failure(status, error.code, message=error.message, details=details, headers=headers)

    @app.exception_handler(OSError)
    async def on_file(request: Request, error: OSError) -> Response:
        return await (on_known(request, disk_full()) if is_disk_full(error) else on_bug(request, error))

    @app.exception_handler(RequestValidationError)
    async def on_invalid(_request: Request, error: RequestValidationError) -> Response:
        problems = [_problem(item) for item in error.errors()]
        first = problems[0] if problems else {"field": "", "message": "The request cannot be read."}
        message = f"{first['field']}: {first['message']}." if first["field"] else f"{first['message']}."
        return failure(422, "INVALID_INPUT", message=message, details={"field": first["field"], "problems": problems})

    @app.exception_handler(HTTPException)
    async def on_http(_request: Request, error: HTTPException) -> Response:
        if error.status_code == 400:  # the framework's word for a body that breaks its parser, such as endless nesting
            return failure(422, "INVALID_INPUT", message="The body cannot be read as JSON.", details={"field": ""})
        code = _PLAIN_CODES.get(error.status_code, "HTTP_ERROR")
        return failure(error.status_code, code, message=str(error.detail), headers=error.headers)

    @app.exception_handler(Exception)
    async def on_bug(_request: Request, error: Exception) -> Response:
        log.error("unhandled %s", type(error).__name__, exc_info=error)
        return failure(500, "BROKEN", message="Something broke here. The log has the details under this request's id.")


def _problem(item: dict[str, Any]) -> dict[str, str]:
    place: Sequence[Any] = item.get("loc", ())
    if item.get("type") == "json_invalid":
        at = next((part for part in place if isinstance(part, int)), 0)
        return {"field": "", "message": f"The body is not JSON: it cannot be read from character {at + 1} on"}
    field = ".".join(str(part) for part in place if part not in ("body", "query", "path", "header"))
    return {"field": field, "message": str(item.get("msg", "is not valid")).removeprefix("Value error, ")}
