"""Who is asking, and the envelope that every answer comes in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Set
from contextvars import ContextVar
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Generic, Literal, TypeVar
from uuid import UUID

import orjson
from fastapi import Depends, Request, Response
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from nofomo.engine.core.errors import Forbidden, Unauthenticated
from nofomo.engine.core.timeframe import Timeframe
from nofomo.infra.clock import Clock, SystemClock, moment

Data = TypeVar("Data")
Role = Literal["owner", "admin", "user"]
_RANK: Final = {"user": 0, "admin": 1, "owner": 2}
_SYSTEM_CLOCK: Final = SystemClock()
answer_clock: ContextVar[Clock] = ContextVar("answer_clock")
"""The clock of the house that answers; it stamps the envelope, so that a page can set itself by it."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The person behind a request. `via` tells a browser session from a program's token."""

    user_id: UUID
    email: str
    role: Role
    via: Literal["session", "token"]
    language: str = "id"
    timezone: str = "Asia/Jakarta"


Identify = Callable[[Request], Awaitable[Caller | None]]
"""How the application finds out who is asking; it hangs at `app.state.identify`."""


async def require_caller(request: Request) -> Caller:
    """The caller, or Unauthenticated."""
    identify: Identify = request.app.state.identify
    caller = await identify(request)
    if caller is None:
        raise Unauthenticated("Sign in first, or send a valid token as Authorization: Bearer.")
    request.state.caller = caller
    return caller


def require_role(role: Role) -> Callable[[Caller], Awaitable[Caller]]:
    """A dependency that lets only `role` and above pass."""

    async def check(caller: CallerNow) -> Caller:
        if _RANK[caller.role] < _RANK[role]:
            raise Forbidden(f"Only an {role} may do this.")
        return caller

    return check


CallerNow = Annotated[Caller, Depends(require_caller)]
AdminNow = Annotated[Caller, Depends(require_role("admin"))]


class ApiModel(BaseModel):
    """A body or an answer: camelCase outside (snake_case accepted), unknown fields refused."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", serialize_by_alias=True, from_attributes=True
    )


class Envelope(BaseModel, Generic[Data]):
    """The shape of every successful answer (for the OpenAPI document)."""

    status: Literal["success"] = "success"
    data: Data
    timestamp: datetime


class ErrorEnvelope(BaseModel):
    """The shape of every refusal."""

    status: Literal["error"] = "error"
    code: str
    message: str
    details: dict[str, Any] = {}
    timestamp: datetime


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses`: with which statuses it may refuse, besides those of every route."""
    return {status: {"model": ErrorEnvelope} for status in statuses}


_OPTIONS: Final = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_UTC_Z | orjson.OPT_SERIALIZE_NUMPY


def to_json(data: Any) -> bytes:
    """`data` as JSON the way all our answers are written.

    Models and dataclasses as camelCase objects, decimals as numbers, moments as `…Z`, NaN as null.
    """
    return orjson.dumps(data, default=_plain, option=_OPTIONS)


def success(data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """`data` (JSON-able, a model or dataclass, or a list of them) in the envelope."""
    return success_json(to_json(data), status=status, headers=headers)


def success_json(data: bytes | str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The same for data that is JSON text already: stored payloads are passed on without being parsed."""
    raw = data.encode() if isinstance(data, str) else data
    body = b'{"status":"success","data":' + raw + b',"timestamp":"' + _stamp().encode() + b'"}'
    return Response(body, status, headers, media_type="application/json")


def failure(status: int, code: str, *, message: str, details: Mapping[str, Any] | None = None,
            headers: Mapping[str, str] | None = None) -> Response:  # fmt: skip
    """A refusal in the envelope."""
    body = {"status": "error", "code": code, "message": message, "details": dict(details or {}), "timestamp": _stamp()}
    return Response(to_json(body), status, headers, media_type="application/json")


def _stamp() -> str:
    return moment(answer_clock.get(_SYSTEM_CLOCK).now_ms()).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        # not mode="json", which would write decimals as strings
        return value.model_dump(by_alias=True)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if is_dataclass(value) and not isinstance(value, Timeframe | type):
        return {to_camel(field.name): getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Set | tuple | frozenset):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
